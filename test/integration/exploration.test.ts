import { expect, test } from 'vitest';
import { checkFixture } from '../fixtures/receivers/check.ts';
import { guardedUpsert } from '../fixtures/receivers/right.ts';

const none = { only: [], explore: 200 };

test('random lives find nothing at a right receiver', async () => {
  const report = await checkFixture(guardedUpsert(), none);
  console.log(
    report.tookMs,
    report.waitedMs,
    JSON.stringify(report.checks.map((c) => [c.id, c.verdict, c.saw, c.sentence])),
    report.requests,
  );
  expect(
    report.checks
      .filter(({ verdict }) => verdict === 'fail')
      .map((c) => [
        c.sentence,
        c.evidence[0]!.steps.map((s) => [
          s.what,
          s.note,
          s.request.url.replace(/.*(Status=[^&]*).*(Payout=[^&]*&DeltaPayout=[^&]*).*/, '$1 $2'),
        ]),
      ]),
  ).toEqual([]);
});

test('random lives find a receiver where the last one wins', async () => {
  const rows = new Map<string, string>();
  const report = await checkFixture(
    {
      postback: ({ params: { ActionId = '', Payout = '' } }) => {
        rows.set(ActionId, Payout);
        return { status: 200 };
      },
      state: ({ id = '' }) => (rows.has(id) ? { id, payout: rows.get(id)! } : undefined),
    },
    none,
  );
  console.log(
    report.tookMs,
    report.waitedMs,
    report.problem,
    JSON.stringify(
      report.checks.map((c) => [
        c.id,
        c.verdict,
        c.saw,
        c.sentence,
        c.evidence[0]?.steps.map((s) => [s.what, s.note, s.before?.fields.Payout, s.after?.fields.Payout]),
      ]),
    ),
    report.requests,
  );
});
