import { expect, test } from 'vitest';
import type { CheckReport } from '../../shared/checks/report.ts';
import { checkFixture } from '../fixtures/receivers/check.ts';
import { guardedUpsert } from '../fixtures/receivers/right.ts';

const told = ({ checks }: CheckReport, ...verdicts: string[]) =>
  checks.flatMap(({ id, verdict, saw, sentence, diagnosis }) =>
    verdicts.includes(verdict) ? [`${verdict} ${id}: ${saw} (${sentence}) ${diagnosis ?? ''}`] : [],
  );

test('a right receiver is money-safe', async () => {
  const report = await checkFixture(guardedUpsert());
  expect(told(report, 'fail', 'warn')).toEqual([]);
  console.log(told(report, 'skip', 'pass').join('\n'), report.tookMs, report.waitedMs, report.lagMs);
  expect(report.summary.headline).toBe('Money-safe');
});

test('a receiver that adds is found', async () => {
  const rows = new Map<string, number>();
  const report = await checkFixture({
    postback: ({ params: { ActionId = '', Payout } }) => {
      rows.set(ActionId, (rows.get(ActionId) ?? 0) + Number(Payout));
      return { status: 200 };
    },
    state: ({ id = '' }) => (rows.has(id) ? { id, payout: rows.get(id)!.toFixed(2) } : undefined),
  });
  console.log(
    told(report, 'skip', 'pass', 'fail', 'warn').join('\n'),
    report.tookMs,
    JSON.stringify(report.summary.defects, null, 1),
  );
});
