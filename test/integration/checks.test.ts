import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../shared/checks/report.ts';
import { type CheckFixture, checkFixture } from '../fixtures/receivers/check.ts';
import type { Receiver } from '../fixtures/receivers/receiver.ts';
import * as right from '../fixtures/receivers/right.ts';
import { WRONG_RECEIVERS } from '../fixtures/receivers/wrong.ts';

const told = ({ checks }: CheckReport, ...verdicts: string[]) =>
  checks.flatMap(({ id, verdict, saw, sentence, diagnosis }) =>
    verdicts.includes(verdict) ? [`${id}: ${saw}; ${sentence} ${diagnosis ?? ''}`.trim()] : [],
  );

/** Every placeholder of the default query, and UpdateDate, whose name is inferred. */
const WITH_UPDATE_DATE = `/postback?${['ActionId', 'Status', 'StatusDetail', 'Payout', 'Amount', 'Currency', 'SharedId', 'UpdateDate'].map((name) => `${name}={${name}}`).join('&')}`;

const RIGHT: [string, () => Receiver, CheckFixture?][] = [
  ['a guarded upsert', right.guardedUpsert],
  ['what is newer wins, with 201 and nested JSON', right.newerWins, { template: WITH_UPDATE_DATE }],
  ['a ledger of changes', right.ledger],
  ['a queue that books 500 ms later', () => right.queue(500), { settle: 1_000 }],
  ['one that refuses until the predecessor has come', right.refusesUntilPredecessor],
  ['one that deletes what was reversed', right.deletesReversed],
  ['a history of states', right.history],
  ['a ledger keyed by click', right.ledgerOfClick, { state: 'click={RefClickId}' }],
  [
    'one that wants a secret',
    () => right.guardedBySecret('right-token-1'),
    { template: '/postback?token=right-token-1', secret: { name: 'token', confirmed: true } },
  ],
];

describe('checks say nothing against a right receiver', () => {
  it.concurrent.each(RIGHT)('%s', async (_name, make, fixture) => {
    const report = await checkFixture(make(), { explore: 60, ...fixture });
    expect(report.problem).toBe('');
    expect(told(report, 'fail').join('\n')).toBe('');
    expect(report.summary).toMatchObject({ headline: 'Money-safe', moneyJudged: true, defects: [] });
  });
});

describe('checks name the defect of a receiver that', () => {
  it.concurrent.each(WRONG_RECEIVERS.map((one) => [one.name, one] as const))(
    '%s',
    async (_name, { found, make, fixture, also = [] }) => {
      const report = await checkFixture(make(), fixture);
      expect(told(report, 'fail').join('\n')).toContain(`${found}:`);
      // One cause, one defect.
      const defects = report.summary.defects.map(({ id }) => id);
      expect(defects.toSorted().join(), told(report, 'fail').join('\n')).toBe(
        [...also, ...defects.filter((id) => !also.includes(id)).slice(0, 1)].toSorted().join(),
      );
    },
  );
});

describe('what the platform is only assumed to send', () => {
  it('is warned about: a modification to 0.00 that changes nothing', async () => {
    const ignoresZero = (): Receiver => {
      const inner = right.guardedUpsert();
      return {
        ...inner,
        postback: (incoming) =>
          incoming.params['Payout'] === '0.00' && incoming.params['Status'] !== 'REVERSED'
            ? { status: 200 }
            : inner.postback(incoming),
      };
    };
    const report = await checkFixture(ignoresZero());
    expect(told(report, 'fail')).toEqual([]);
    expect(told(report, 'warn').join('\n')).toContain('modification-to-zero: 12.00, not 0.00;');
    expect(report.summary.defects).toEqual([]);
  });
});
