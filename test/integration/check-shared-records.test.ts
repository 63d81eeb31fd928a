import { describe, expect, it } from 'vitest';
import { lookOf } from '../../electron/engine/checks/url-probe.ts';
import type { CheckReport } from '../../shared/checks/report.ts';
import { type CheckFixture, checkFixture } from '../fixtures/receivers/check.ts';
import type { Receiver } from '../fixtures/receivers/receiver.ts';
import { guardedUpsert } from '../fixtures/receivers/right.ts';
import * as wallets from '../fixtures/receivers/wallets.ts';
import { WRONG_RECEIVERS } from '../fixtures/receivers/wrong.ts';

const failed = ({ checks }: CheckReport) =>
  checks.flatMap(({ id, verdict, saw, sentence }) =>
    verdict === 'fail' ? [`${id}: ${saw} ${sentence}`] : [],
  );

/** Looks up the user. */
const OF_USER: CheckFixture = { state: 'user={SubId1}' };
/** All actions are one user's. */
const ONE_USER: CheckFixture = { ...OF_USER, set: { SubId1: 'user-1' } };

const RIGHT = [
  ['a balance of each user', wallets.rightWallet, OF_USER],
  ['a balance of one user', wallets.rightWallet, ONE_USER],
  ['a balance in cents', wallets.walletInCents, ONE_USER],
  ['bookings of a user that name no action', wallets.bookingsOfUser, ONE_USER],
  ['bookings of each user', wallets.bookingsOfUser, OF_USER],
] as const;

describe('checks say nothing against a right receiver that shows', () => {
  it.concurrent.each(RIGHT)('%s', async (_name, make, fixture) => {
    const report = await checkFixture(make(), { ...fixture, explore: 20 });
    expect(report.problem).toBe('');
    expect(failed(report)).toEqual([]);
    expect(report.summary).toMatchObject({ headline: 'Money-safe', moneyJudged: true });
  });
});

const MONEY = [
  'duplicate-creation',
  'modification-raises',
  'modification-lowers',
  'reversal',
  'payout-not-amount',
];

describe('checks name the defect of a wallet that', () => {
  it.concurrent.each([
    ['adds every payout', wallets.walletThatAdds, 'modification-lowers'],
    ['adds every change again', wallets.walletThatRepeats, 'duplicate-creation'],
    ['books amounts', wallets.walletOfAmounts, 'payout-not-amount'],
  ] as const)('%s', async (_name, make, found) => {
    const report = await checkFixture(make(), { ...ONE_USER, only: MONEY });
    expect(report.mapping).toMatchObject({ shared: true, fields: { Payout: 'balance' } });
    expect(failed(report).join('\n')).toContain(`${found}:`);
  });
});

describe('where the response to the postback is the record', () => {
  const RESPONSE: CheckFixture = { probe: undefined, inResponse: lookOf };

  it('a right receiver is right, and what a response cannot show is skipped with the reason', async () => {
    const report = await checkFixture(wallets.showsInResponse(guardedUpsert()), RESPONSE);
    expect(failed(report)).toEqual([]);
    expect(report.summary.moneyJudged).toBe(true);
    const of = (id: string) => report.checks.find((check) => check.id === id);
    expect(of('reversal')?.verdict).toBe('pass');
    for (const id of ['twenty-at-once', 'late-older-update', 'duplicate-after-reversal', 'after-an-outage'])
      expect(of(id)).toMatchObject({
        verdict: 'skip',
        sentence: expect.stringContaining('response to the postback'),
      });
  });

  it('one that shows its record to new actions only is not blamed for what it does not show', async () => {
    const inner = wallets.showsInResponse(guardedUpsert());
    const seen = new Set<string>();
    const report = await checkFixture(
      {
        ...inner,
        postback: async (incoming) => {
          const reply = await inner.postback(incoming);
          const id = incoming.params['ActionId'] ?? '';
          const isNew = !seen.has(id);
          seen.add(id);
          return isNew ? reply : { status: 200, body: 'OK' };
        },
      },
      RESPONSE,
    );
    expect(failed(report)).toEqual([]);
  });

  it('a receiver that ignores reversals is found', async () => {
    const { make } = WRONG_RECEIVERS.find(({ name }) => name === 'ignores reversals')!;
    const report = await checkFixture(wallets.showsInResponse(make()), RESPONSE);
    expect(failed(report).join('\n')).toContain('reversal:');
  });
});

describe('a probe that is at fault', () => {
  it('shows the same action whatever it is asked: nothing is blamed on the receiver', async () => {
    const inner = guardedUpsert();
    const state = () => ({ action_id: '1.2.3', status: 'PENDING', payout: '5.00' });
    const report = await checkFixture({ ...inner, state });
    expect(failed(report)).toEqual([]);
    expect(report.firstLook?.problem).toContain('show another action: 1.2.3');
    expect(report.summary.moneyJudged).toBe(false);
  });

  it('shows the newest action whatever it is asked: its checks are skipped', async () => {
    const inner = guardedUpsert();
    let newest = '';
    const report = await checkFixture({
      postback: (incoming) => {
        newest = incoming.params['ActionId'] ?? '';
        return inner.postback(incoming);
      },
      state: () => inner.state({ id: newest }),
    });
    const judged = report.checks.filter(
      ({ id }) => id === 'duplicate-creation' || id === 'modification-raises',
    );
    expect(failed(report)).toEqual([]);
    expect(judged.map(({ verdict }) => verdict)).not.toContain('fail');
  });
});

describe('a status word that nobody explained', () => {
  /** Keeps the payout of what was reversed, under a word of its own that a restore leaves. */
  const unsure = () => {
    const inner = guardedUpsert();
    const before = new Map<string, string>();
    return {
      postback: inner.postback,
      state: (params: Record<string, string>) => {
        const row = inner.state(params) as Record<string, string> | undefined;
        const id = params['id'] ?? '';
        if (row === undefined) return undefined;
        if (row['status'] !== 'REVERSED') before.set(id, row['payout'] ?? '');
        return { id, status: row['status'] === 'REVERSED' ? 'weg' : 'neu', payout: before.get(id) };
      },
    };
  };

  it('that a restore leaves is not judged where nobody confirms it, with the line to add', async () => {
    const inner = unsure();
    const gone = new Set<string>();
    const stays: Receiver = {
      postback: inner.postback,
      state: (params) => {
        const row = inner.state(params);
        const id = params['id'] ?? '';
        if (row?.status === 'weg') gone.add(id);
        return row && { ...row, status: gone.has(id) ? 'weg' : row.status };
      },
    };
    const report = await checkFixture(stays, {
      confirmsMapping: false,
      only: ['reversal', 'duplicate-creation'],
    });
    expect(report.firstLook?.unsure.join()).toContain('is not sure');
    const of = (id: string) => report.checks.find((check) => check.id === id);
    expect(of('reversal')).toMatchObject({
      verdict: 'skip',
      sentence: expect.stringContaining('state: {statuses: {"weg": reversed}}'),
    });
    expect(of('duplicate-creation')?.verdict).toBe('pass');
  });

  it('is taken as reversed where a restore takes it away, and said', async () => {
    const report = await checkFixture(unsure(), { confirmsMapping: false });
    expect(failed(report)).toEqual([]);
    expect(report.firstLook?.unsure.join()).toContain('state: {statuses: {"weg": reversed}}');
  });
});
