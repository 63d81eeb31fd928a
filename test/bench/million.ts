import { statSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { captureFilter } from '../../electron/engine/capture-filter.ts';
import { CaptureSearches } from '../../electron/engine/capture-search/capture-searches.ts';
import { withText } from '../../electron/engine/store/capture-scan.ts';
import { CaptureStore } from '../../electron/engine/store/captures.ts';
import { DATABASE_FILE, openDatabase } from '../../electron/engine/store/database.ts';
import { temporaryFolder } from '../fixtures/command.ts';
import { median } from './bare-loop.ts';
import { fill, nthCapture } from './million-captures.ts';
import type { BenchResult } from './run.ts';

const COUNT = 1_000_000;
const ROUNDS = 5;
/** Captures a second while they are indexed as they come, and for how long. */
const RATE = 5_000;
const SECONDS = 60;
const TICK_MS = 20;

const ms = (from: number) => performance.now() - from;

interface Timed {
  name: string;
  targetMs: number;
  /** Another question each round, so that nothing is remembered. */
  ask: (round: number) => { query?: string; search?: string; from?: 'oldest' };
}

const QUESTIONS: readonly Timed[] = [
  { name: 'first page', targetMs: 50, ask: () => ({}) },
  { name: 'jump to the end', targetMs: 100, ask: () => ({ from: 'oldest' }) },
  { name: 'a rare substring', targetMs: 200, ask: (round) => ({ search: `ORD-77${round}77` }) },
  {
    name: 'a substring in a third',
    targetMs: 200,
    ask: (round) => ({ search: ['REVERSED', 'APPROVED', 'PENDING', 'eversed', 'pproved'][round]! }),
  },
  { name: 'a field above a number', targetMs: 200, ask: (round) => ({ query: `payout:>4${round}` }) },
  { name: 'a field with one value', targetMs: 200, ask: (round) => ({ query: `orderId:=ORD-7${round}777` }) },
  { name: 'a status', targetMs: 200, ask: (round) => ({ query: `status:50${round}` }) },
];

/** Waits until all that can be is indexed. */
async function indexed(store: CaptureStore): Promise<void> {
  while (store.missingIndex().length > 0) await sleep(100);
}

/** Adds captures at a rate for some time; the share of the time in which this thread was busy. */
async function addAtRate(store: CaptureStore, seconds: number): Promise<number> {
  const started = performance.now();
  const before = performance.eventLoopUtilization();
  let added = 0;
  while (added < seconds * RATE) {
    const due = Math.min(seconds * RATE, Math.floor((ms(started) / 1000) * RATE));
    for (; added < due; added += 1) store.add(nthCapture(added), () => undefined);
    await sleep(TICK_MS);
  }
  store.flush();
  return performance.eventLoopUtilization(before).utilization;
}

/** What indexing costs the thread that captures, and how many captures are not indexed in the end. */
async function whileCapturing(): Promise<{ without: number; with: number; behind: number }> {
  const busy: number[] = [];
  let behind = 0;
  for (const isIndexed of [false, true]) {
    using folder = temporaryFolder();
    const database = openDatabase(folder.path);
    const store = new CaptureStore(database);
    const searches = isIndexed ? new CaptureSearches({ store, folder: folder.path }) : undefined;
    busy.push(await addAtRate(store, isIndexed ? SECONDS : SECONDS / 3));
    if (isIndexed) behind = store.missingIndex().length * 512;
    await searches?.close();
    database.close();
  }
  return { without: busy[0]!, with: busy[1]!, behind };
}

/**
 * A million captures, made by the store's own code: how long a page, a search and a filter take in the thread that
 * answers, against reading every capture; how quickly the index is made, and what it costs while captures come.
 */
export async function benchMillion(): Promise<BenchResult> {
  using folder = temporaryFolder();
  const sizeOf = () => statSync(join(folder.path, DATABASE_FILE)).size;
  const database = openDatabase(folder.path);
  const store = new CaptureStore(database);
  fill(store, COUNT);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const bare = sizeOf();
  const searches = new CaptureSearches({ store, folder: folder.path });
  const began = performance.now();
  await indexed(store);
  const rate = COUNT / (ms(began) / 1000);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const memory = process.memoryUsage().rss;
  const times = new Map<Timed, number>();
  let histogram = 0;
  try {
    for (const timed of QUESTIONS) {
      const rounds: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const asked = { ...timed.ask(round), limit: 100 };
        const from = performance.now();
        if (asked.query === undefined && asked.search === undefined) store.list(asked);
        else await searches.ask('list', asked);
        rounds.push(ms(from));
      }
      times.set(timed, median(rounds));
    }
    const from = performance.now();
    await searches.ask('histogram', { buckets: 200 });
    histogram = ms(from);
  } finally {
    await searches.close();
  }
  const grown = (process.memoryUsage().rss - memory) / 2 ** 20;
  let worst = Number.POSITIVE_INFINITY;
  const told = [...times].map(([{ name, targetMs, ask }, time]) => {
    const { query = '', search } = ask(0);
    const said = `${name} ${time.toFixed(0)} ms of ${targetMs}`;
    if (query === '' && search === undefined) return said;
    const from = performance.now();
    store.scan.find(withText(captureFilter(query), search), { from: 0, through: COUNT });
    const ratio = ms(from) / time;
    worst = Math.min(worst, ratio);
    return `${said}, ${ratio.toFixed(0)} times as fast as reading all`;
  });
  told.push(`histogram ${histogram.toFixed(0)} ms`);
  const disk = `${Math.round((sizeOf() - bare) / COUNT)} bytes a capture beside ${Math.round(bare / COUNT)}`;
  database.close();
  const { without, with: busy, behind } = await whileCapturing();
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  return {
    name: 'searches among 1,000,000 captures against reading each of them',
    ratio: worst,
    target: 10,
    detail: `${told.join('; ')}. Indexed ${Math.round(rate)} captures a second; ${disk}; memory ${grown.toFixed(0)} MiB more. At ${RATE} captures a second the thread that stores was busy ${percent(busy)} of the time, without indexing ${percent(without)}; ${behind} captures were not indexed after ${SECONDS} s.`,
  };
}
