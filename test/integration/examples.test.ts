import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonSchemas } from '../../shared/workspace/json-schemas.ts';
import { partnerReceiver, postbench, ROOT, startNode, temporaryFolder } from '../fixtures/command.ts';
import type { KeptBooks } from '../fixtures/partner-books.ts';

const EXAMPLES = join(ROOT, 'shared/examples');
const SCENARIOS = readdirSync(EXAMPLES)
  .filter((name) => name.endsWith('.yaml') && name !== 'postbench.yaml')
  .map((name) => name.replace('.yaml', ''));

interface RunJson {
  summary: { deliveries: number; delivered: number; attempts: number };
  books: { actionId: string; status: string; payout: string; amount: string; currency: string }[];
  inquiries: { inquiryId: string; type: string; orderId: string; resolution: string; finalPayout: string }[];
  items: { catalogId: string; sku: string; price: string; stock: string; removed: boolean }[];
  expectations: { expected: string; found: string; holds: boolean }[];
  skipped: string[];
  deliveries: { event: string; actionId: string }[];
}

/** The sample workspace as a partner would have it: each postback names their own receiver. */
function examplesFor(base: string, folder: string): void {
  cpSync(EXAMPLES, folder, { recursive: true });
  const query =
    'id={ActionId}&status={Status}&pay={Payout}&amount={Amount}&cur={Currency}&updated={UpdateDate}';
  for (const name of readdirSync(join(folder, 'postbacks'))) {
    const path = join(folder, 'postbacks', name);
    const text = readFileSync(path, 'utf8');
    const to = name === 'acme-life-cycle.yaml' ? `${base}/pb?${query}` : `${base}$1`;
    writeFileSync(path, text.replace(/^url: (.*)$/m, `url: ${to}`));
  }
}

const byText = (a: unknown, b: unknown) => (String(a) < String(b) ? -1 : 1);

async function partner() {
  const running = startNode([join(ROOT, 'test/fixtures/partner-books.ts')]);
  const [, port] = await running.says(/listening (\d+)/);
  const base = `http://127.0.0.1:${port}`;
  return { ...running, base, books: async () => (await (await fetch(`${base}/books`)).json()) as KeptBooks };
}

describe('the examples', () => {
  it('are all that the README promises', () => {
    expect(SCENARIOS).toEqual([
      'black-friday',
      'catalog-stock-out',
      'inquiry',
      'outage-and-catch-up',
      'partial-return',
      'purchase-reversal',
      'restore',
      'two-actions-one-click',
    ]);
  });

  it.each(SCENARIOS)('%s comes to what it expects, with the sample workspace as it is', async (name) => {
    const { code, out, err } = await postbench('run', join(EXAMPLES, `${name}.yaml`), '--json');
    const { expectations, skipped } = JSON.parse(out) as RunJson;
    expect(expectations.filter(({ holds }) => !holds)).toEqual([]);
    expect(expectations.length).toBeGreaterThan(0);
    expect({ code, skipped }, err).toEqual({ code: 0, skipped: [] });
  });

  it.each(SCENARIOS)(
    '%s leaves a partner who only listens with the same books as the world',
    async (name) => {
      await using receiver = await partner();
      using folder = temporaryFolder();
      examplesFor(receiver.base, folder.path);
      const file = join(folder.path, `${name}.yaml`);
      const { out, err } = await postbench('run', file, '--json', '--ceiling', '100000');
      const run = JSON.parse(out) as RunJson;
      expect(run.summary.delivered, err).toBe(run.summary.deliveries);
      const kept = await receiver.books();
      const actions = run.books.map(({ actionId, status, payout, amount, currency }) => [
        actionId,
        [status === 'APPROVED' ? 'PENDING' : status, payout, amount, currency],
      ]);
      // Locking and approval are told to nobody: what arrived last said PENDING.
      expect(
        Object.fromEntries(
          Object.entries(kept.actions).map(([id, { status, pay, amount, cur }]) => [
            id,
            [status, pay, amount, cur],
          ]),
        ),
      ).toEqual(Object.fromEntries(actions));
      expect(
        Object.entries(kept.inquiries)
          .map(([id, { type, order, resolution, final }]) => [id, type, order, resolution, final])
          .toSorted(byText),
      ).toEqual(
        run.inquiries
          .map(({ inquiryId, type, orderId, resolution, finalPayout }) => [
            inquiryId,
            type,
            orderId,
            resolution,
            finalPayout,
          ])
          .toSorted(byText),
      );
      expect(
        Object.values(kept.items)
          .map(({ sku, price, stock, change }) => [sku, price, stock, change === 'DELETED'])
          .toSorted(byText),
      ).toEqual(
        run.items.map(({ sku, price, stock, removed }) => [sku, price, stock, removed]).toSorted(byText),
      );
      const cleared = run.deliveries
        .filter(({ event }) => event === 'cleared')
        .map(({ actionId }) => actionId);
      expect(Object.keys(kept.cleared).toSorted(byText)).toEqual(cleared.toSorted(byText));
      expect(kept.requests).toBe(run.summary.attempts);
    },
    // Ten thousand purchases, each received by a partner that reads and keeps it.
    240_000,
  );

  it('skip what rests on answers of ours where the run goes to another receiver, and say so', async () => {
    await using receiver = await partner();
    const to = `${receiver.base}/pb?id={ActionId}&status={Status}&updated={UpdateDate}`;
    const { code, out } = await postbench(
      'run',
      join(EXAMPLES, 'outage-and-catch-up.yaml'),
      '--to',
      to,
      '--json',
    );
    const { skipped, expectations } = JSON.parse(out) as RunJson;
    expect(code).toBe(0);
    expect(skipped.join(' ')).toMatch(/Step 2.*503x20.*Expectation 1/);
    expect(expectations.map(({ expected }) => expected)).toContain('Books: actions 120');
    expect(Object.keys((await receiver.books()).actions)).toHaveLength(120);
  });

  it.each(['two-actions-one-click', 'outage-and-catch-up', 'partial-return'])(
    '%s sends the same requests for the same seed and start',
    async (name) => {
      const targets = async (seed: string) => {
        await using receiver = await partnerReceiver();
        const to = `${receiver.base}/pb?id={ActionId}&click={RefClickId}&date={EventDate}&update={UpdateDate}&pay={Payout}`;
        const given = ['--seed', seed, '--start', '2026-05-12T14:02:11-07:00', '--to', to];
        const { code, err } = await postbench('run', join(EXAMPLES, `${name}.yaml`), ...given);
        expect(code, err).toBe(0);
        return (await receiver.books()).targets.toSorted(byText);
      };
      const once = await targets('7');
      expect(once.length).toBeGreaterThan(1);
      expect(await targets('7')).toEqual(once);
      expect(await targets('8')).not.toEqual(once);
    },
  );

  it('end with 1 and what was found where an expectation does not hold', async () => {
    using folder = temporaryFolder();
    cpSync(EXAMPLES, folder.path, { recursive: true });
    const file = join(folder.path, 'restore.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('amount: "150.00"', 'amount: "151.00"'));
    const { code, out } = await postbench('run', file);
    expect(code).toBe(1);
    expect(out).toContain('Expectation not met: Books: amount 151.00; found 150.00');
  });
});

describe('the JSON Schemas beside the examples', () => {
  it.each(Object.entries(jsonSchemas()))('%s is current; vitest -u writes it', async (name, text) => {
    await expect(text).toMatchFileSnapshot(join(EXAMPLES, '.schemas', name));
  });
});
