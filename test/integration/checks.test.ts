import { expect, test } from 'vitest';
import { checkFixture } from '../fixtures/receivers/check.ts';
import { guardedUpsert } from '../fixtures/receivers/right.ts';

test('a right receiver is money-safe', async () => {
  const report = await checkFixture(guardedUpsert());
  expect(
    report.checks
      .filter(({ verdict }) => verdict !== 'pass')
      .map(({ id, sentence, saw }) => [id, saw, sentence]),
  ).toEqual([]);
  expect(report.summary.headline).toBe('Money-safe');
});

test('a receiver that adds is found', async () => {
  const rows = new Map<string, number>();
  const report = await checkFixture({
    postback: ({ params }) => {
      rows.set(params['ActionId']!, (rows.get(params['ActionId']!) ?? 0) + Number(params['Payout']));
      return { status: 200 };
    },
    state: ({ id = '' }) => (rows.has(id) ? { id, payout: rows.get(id)!.toFixed(2) } : undefined),
  });
  expect(report.checks.map(({ id, verdict, saw }) => `${id} ${verdict} ${saw}`)).toMatchInlineSnapshot(`
    [
      "modification-replaces fail 20.00, not 8.00",
      "duplicate-creation fail 24.00, not 12.00",
    ]
  `);
  console.log(
    JSON.stringify(report.summary, null, 1),
    JSON.stringify(
      report.checks[1]!.evidence[0]!.steps.map((s) => [
        s.what,
        s.note,
        s.request.url.slice(0, 60),
        s.before?.fields,
        s.after?.fields,
      ]),
    ),
    report.tookMs,
  );
});
