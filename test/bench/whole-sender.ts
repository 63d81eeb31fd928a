import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock } from '../../electron/engine/clock.ts';
import { Ceiling } from '../../electron/engine/sender/ceiling.ts';
import { Sender } from '../../electron/engine/sender/sender.ts';
import type { Transport } from '../../electron/engine/sender/transport.ts';
import { ActivityStore } from '../../electron/engine/store/activity.ts';
import { openDatabase } from '../../electron/engine/store/database.ts';
import { findProfile } from '../../shared/delivery/profiles/all.ts';
import { SAMPLE_TIME, sampleValues } from '../../shared/domain/samples.ts';
import { compilePostback, postbackSchema, renderPostback } from '../../shared/template/postback.ts';

/** The postback of the benches, with the answer "OK" of their server accepted. */
const POSTBACK = postbackSchema.parse({
  name: 'bench',
  url: '/pb?id={ActionId}&status={Status}&pay={Payout}&amount={Amount}&cur={Currency}&s1={SubId1}',
});
const actionId = (i: number) => `1000.4636.${100_000 + i}`;
const SAMPLE = sampleValues('tracked');
const valuesOf = (i: number) => ({ ...SAMPLE, ActionId: actionId(i) });
const settingsFor = (base: string) => ({
  known: () => true,
  unknown: 'literal' as const,
  receiverBase: base,
});

/** The request of one of the deliveries below: target and headers, for a baseline that sends the same. */
export function sampleRequest(): { path: string; headers: string[] } {
  const { url, headers } = renderPostback(compilePostback(POSTBACK), valuesOf(0), settingsFor(''));
  return { path: url, headers: headers.flat() };
}

export interface WholeOptions {
  count: number;
  base: string;
  transport: Transport;
  mode: 'real' | 'fast';
  /** When the i-th delivery is due, in ms after the start. */
  dueAfter: (i: number) => number;
}

export interface WholeResult {
  /** From the outbox to the last end, without the making of the deliveries. */
  seconds: number;
  /** The making of the deliveries. */
  addSeconds: number;
  attempts: number;
  days: number;
  peakHeapMiB: number;
}

/** Sends deliveries, each of its own action, with the whole sender and its outbox on disk; all must be at their end. */
export async function wholeSender({
  count,
  base,
  transport,
  mode,
  dueAfter,
}: WholeOptions): Promise<WholeResult> {
  const folder = mkdtempSync(join(tmpdir(), 'postbench-bench-'));
  const database = openDatabase(folder);
  const start = mode === 'fast' ? SAMPLE_TIME : Date.now();
  const clock = new Clock(start, mode);
  const store = new ActivityStore(database);
  const { profile } = findProfile('impact')!;
  const settings = settingsFor(base);
  const sender = new Sender({
    store: store.outbox,
    clock,
    transport,
    rules: () => ({ profile }),
    settings: () => settings,
    ceiling: new Ceiling({ perSecond: () => 1, isOwn: (origin) => origin === base }),
  });
  const added = performance.now();
  const deliveries = store.transaction(() =>
    Array.from({ length: count }, (_, i) =>
      store.outbox.add({
        runId: null,
        step: null,
        subjectKey: i,
        subjectId: actionId(i),
        event: 'tracked',
        postbackFile: 'bench',
        template: POSTBACK,
        values: valuesOf(i),
        createdAt: start,
        dueAt: start + dueAfter(i),
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
  const started = performance.now();
  sender.enqueue(deliveries);
  await sender.idle();
  const ended = performance.now();
  clearInterval(watch);
  const attempts = Number(database.prepare('SELECT count(*) AS n FROM attempts').get()?.n);
  const open = store.outbox.counts();
  if (open.waiting + open.inFlight > 0) throw new Error('Deliveries were left open.');
  const days = (clock.now() - start) / 86_400_000;
  await sender.close();
  database.close();
  rmSync(folder, { recursive: true, force: true });
  return {
    seconds: (ended - started) / 1000,
    addSeconds: (started - added) / 1000,
    attempts,
    days,
    peakHeapMiB: peak / 1024 / 1024,
  };
}
