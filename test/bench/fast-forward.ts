import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock } from '../../electron/engine/clock.ts';
import { Ceiling } from '../../electron/engine/sender/ceiling.ts';
import { Sender } from '../../electron/engine/sender/sender.ts';
import type { Transport } from '../../electron/engine/sender/transport.ts';
import { ActivityStore } from '../../electron/engine/store/activity.ts';
import { openDatabase } from '../../electron/engine/store/database.ts';
import { findProfile } from '../../shared/delivery/profiles.ts';
import { SAMPLE_TIME, sampleValues } from '../../shared/domain/samples.ts';
import { postbackSchema } from '../../shared/template/postback.ts';
import type { BenchResult } from './run.ts';

export interface FastForward {
  seconds: number;
  attempts: number;
  days: number;
  peakHeapMiB: number;
}

/**
 * Sends `count` deliveries of one postback over virtual days, each to be accepted only after a number of failures
 * that its place decides, so that some use the whole schedule; outbox on disk.
 */
export async function fastForward(count: number, base: string, transport: Transport): Promise<FastForward> {
  const folder = mkdtempSync(join(tmpdir(), 'postbench-bench-'));
  const database = openDatabase(folder);
  const clock = new Clock(SAMPLE_TIME, 'fast');
  const store = new ActivityStore(database, () => clock.now());
  const { profile } = findProfile('impact')!;
  const postback = postbackSchema.parse({
    name: 'bench',
    url: `${base}/pb?id={ActionId}&status={Status}&pay={Payout}`,
  });
  const settings = { known: () => true, unknown: 'literal' as const, receiverBase: base };
  const sender = new Sender({
    store,
    clock,
    transport,
    rules: () => ({ profile }),
    settings: () => settings,
    ceiling: new Ceiling({ perSecond: () => 1, ownOrigin: () => base }),
  });
  const values = sampleValues('tracked');
  const started = performance.now();
  const ids = store.transaction(() =>
    Array.from({ length: count }, (_, i) =>
      store.outbox.add({
        runId: null,
        step: null,
        actionKey: i,
        actionId: `1000.1.${i}`,
        event: 'tracked',
        postback: 'bench',
        template: postback,
        values: { ...values, ActionId: `1000.1.${i}` },
        createdAt: SAMPLE_TIME,
        dueAt: SAMPLE_TIME + i * 10,
        processingMs: 0,
        minimumDelayMs: 0,
        intended: '',
        seed: 1,
        seedKey: String(i),
      }),
    ),
  );
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().heapUsed);
  }, 200);
  sender.enqueue(ids);
  await sender.idle();
  clearInterval(watch);
  const seconds = (performance.now() - started) / 1000;
  const attempts = Number(database.prepare('SELECT count(*) AS n FROM attempts').get()?.n);
  const open = store.outbox.counts();
  if (open.waiting + open.inFlight > 0) throw new Error('Deliveries were left open.');
  const days = (clock.now() - SAMPLE_TIME) / 86_400_000;
  await sender.close();
  database.close();
  rmSync(folder, { recursive: true, force: true });
  return { seconds, attempts, days, peakHeapMiB: peak / 1024 / 1024 };
}

/** Fails each delivery as often as its number says: a tenth once or more, one in 500 to the end of the schedule. */
export function failuresOf(id: number): number {
  if (id % 500 === 0) return 16;
  if (id % 10 === 0) return 1 + (id % 7);
  return 0;
}

const DELIVERIES = 100_000;
const LIMIT_SECONDS = 15;

export async function benchFastForward(): Promise<BenchResult> {
  const tries = new Map<number, number>();
  const answer = (status: number) => ({
    outcome: 'answered' as const,
    status,
    headers: [] as [string, string][],
    body: Buffer.alloc(0),
    bodyLength: 0,
    connectMs: 0,
    firstByteMs: 0,
    durationMs: 0,
    cause: '',
  });
  const transport: Transport = async ({ url }) => {
    const id = Number(/1000\.1\.(\d+)/.exec(url.target)?.[1]);
    const failures = failuresOf(id);
    if (failures === 0) return answer(200);
    const tried = (tries.get(id) ?? 0) + 1;
    tries.set(id, tried);
    return answer(tried > failures ? 200 : 500);
  };
  const { seconds, attempts, days, peakHeapMiB } = await fastForward(
    DELIVERIES,
    'http://127.0.0.1:7300',
    transport,
  );
  return {
    name: `${DELIVERIES.toLocaleString('en')} deliveries in fast-forward with a function as transport, against ${LIMIT_SECONDS} s`,
    ratio: LIMIT_SECONDS / seconds,
    target: 1,
    detail: `${seconds.toFixed(1)} s for ${attempts.toLocaleString('en')} attempts over ${days.toFixed(1)} virtual days, heap at most ${peakHeapMiB.toFixed(0)} MiB.`,
  };
}
