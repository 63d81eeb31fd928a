import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EngineClient } from '../../shared/contract/contract.ts';
import type { DeliveryView } from '../../shared/delivery/delivery.ts';
import type { RunView } from '../../shared/scenario/run-view.ts';
import { cents } from '../fixtures/cents.ts';
import { connectEngine } from '../fixtures/client.ts';
import { partnerReceiver, type Running, start, temporaryFolder } from '../fixtures/command.ts';
import { followDeliveries } from '../fixtures/lists.ts';

const QUERY = 'id={ActionId}&status={Status}&pay={Payout}';

async function serve(folder: string): Promise<{ running: Running; client: EngineClient }> {
  const running = start('serve', '--no-open', '--port', '0', '--data-dir', folder);
  const [, url] = await running.says(/Postbench is at (\S+)/);
  return { running, client: (await connectEngine(url!)).client };
}

/** Follows until a batch is what is looked for; what was seen so far by id. */
async function until(client: EngineClient, found: (seen: Seen) => boolean): Promise<Seen> {
  const seen: Seen = { deliveries: new Map(), runs: new Map() };
  for await (const { batch, deliveries } of followDeliveries(client)) {
    for (const delivery of deliveries) seen.deliveries.set(delivery.id, delivery);
    for (const run of batch.runs) seen.runs.set(run.id, run);
    if (found(seen)) return seen;
  }
  throw new Error('The stream ended.');
}
interface Seen {
  deliveries: Map<number, DeliveryView>;
  runs: Map<number, RunView>;
}

describe('the outbox', () => {
  it('survives kill -9 in the middle of an attempt: it is marked unknown, sent again with the same bytes, and nothing else is', async () => {
    using folder = temporaryFolder();
    await using partner = await partnerReceiver('200', 'hang', '200');
    const to = `${partner.base}/pb?${QUERY}`;
    const first = await serve(folder.path);
    const { runId } = await first.client.activity.run({ file: 'purchase-reversal.yaml', to });
    // The first step is delivered, the second hangs in the receiver.
    await expect.poll(async () => (await partner.books()).targets.length).toBe(2);
    first.running.child.kill('SIGKILL');
    await first.running.ended;

    const second = await serve(folder.path);
    const { deliveries, runs } = await until(second.client, (seen) => {
      const all = [...seen.deliveries.values()];
      return all.length === 2 && all.every(({ state }) => state === 'delivered');
    });
    const [tracked, modified] = [...deliveries.values()].toSorted((a, b) => a.id - b.id);
    expect(tracked!.attempts.map(({ outcome }) => outcome)).toEqual(['delivered']);
    expect(modified!.attempts.map(({ outcome }) => outcome)).toEqual(['unknown', 'delivered']);
    expect(runs.get(runId)).toMatchObject({
      state: 'interrupted',
      problem: expect.stringContaining('Run it again') as string,
    });
    const { targets } = await partner.books();
    expect(targets).toHaveLength(3);
    expect(targets[2]).toBe(targets[1]);
    second.running.child.kill('SIGTERM');
    expect(await second.running.ended).toBe(0);
  });

  it('ends a run that is cancelled while its receiver hangs, and sends nothing more', async () => {
    using folder = temporaryFolder();
    await using partner = await partnerReceiver('hang');
    const { running, client } = await serve(folder.path);
    const { runId } = await client.activity.run({
      file: 'purchase-reversal.yaml',
      to: `${partner.base}/pb?${QUERY}`,
    });
    await expect.poll(async () => (await partner.books()).targets.length).toBe(1);
    await expect(client.activity.clearAll()).rejects.toMatchObject({ code: 'PB_RUN_BUSY' });
    expect(await client.activity.cancelRun({ runId })).toEqual({ cancelled: true });
    const { deliveries, runs } = await until(client, (seen) => seen.runs.get(runId)?.state === 'cancelled');
    expect([...deliveries.values()].map(({ state }) => state)).toEqual(['cancelled']);
    expect(runs.get(runId)!.steps.map(({ state }) => state)).toEqual([
      'failed',
      'skipped',
      'skipped',
      'skipped',
      'skipped',
    ]);
    expect(await client.activity.clearAll()).toEqual({ actions: 1, deliveries: 1 });
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
  });

  it('ends on SIGTERM in the middle of a run, in order', async () => {
    using folder = temporaryFolder();
    await using partner = await partnerReceiver('hang');
    const { running, client } = await serve(folder.path);
    await client.activity.run({ file: 'purchase-reversal.yaml', to: `${partner.base}/pb?${QUERY}` });
    await expect.poll(async () => (await partner.books()).targets.length).toBe(1);
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
    const again = await serve(join(folder.path));
    again.running.child.kill('SIGTERM');
    expect(await again.running.ended).toBe(0);
  });

  it('takes actions by hand step by step, each to the receiver of its choice', async () => {
    using folder = temporaryFolder();
    await using partner = await partnerReceiver();
    const { running, client } = await serve(folder.path);
    const to = `${partner.base}/pb?${QUERY}`;
    const { key, action } = await client.activity.track({
      amount: '120.00',
      payout: '12.00',
      sharedId: 'RT-1',
      to,
    });
    await client.activity.modify({ key, amount: '80', payout: '8', reason: 'ORDER_UPDATE', to });
    await client.activity.reverse({ key, reason: 'ITEM_RETURNED', to });
    const view = await client.activity.restore({ key, to });
    expect(view.ledger.map(({ payout }) => payout)).toEqual([1200, 800, 0, 800].map(cents));
    await until(
      client,
      ({ deliveries }) => [...deliveries.values()].filter(({ state }) => state === 'delivered').length === 4,
    );
    expect((await partner.books()).actions[action.id]).toEqual({
      status: 'PENDING',
      pay: '8.00',
      history: ['12.00', '8.00', '0.00', '8.00'],
    });
    running.child.kill('SIGTERM');
    await running.ended;
  });
});
