import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Page } from 'playwright';
import { Pool } from 'undici';
import { CaptureStore } from '../../electron/engine/store/captures.ts';
import { openDatabase } from '../../electron/engine/store/database.ts';
import { findBrowser } from '../fixtures/browser.ts';
import { connectEngine, receiverOf } from '../fixtures/client.ts';
import { start, temporaryFolder } from '../fixtures/command.ts';
import { fill } from './million-captures.ts';
import type { BenchResult } from './run.ts';

/** Captures that are there at first; `POSTBENCH_INSPECTOR_CAPTURES` for another number. */
const COUNT = Number(process.env.POSTBENCH_INSPECTOR_CAPTURES ?? 1_000_000);
const RATE = 5_000;
const SECONDS = Number(process.env.POSTBENCH_INSPECTOR_SECONDS ?? 20);
const TICK_MS = 20;
/** The longest that a frame may take. */
const TARGET_MS = 50;

/** Sends requests at a rate until the time is over; resolves with how many were responded to in that time. */
async function sendAtRate(origin: string, seconds: number): Promise<number> {
  const pool = new Pool(origin, { connections: 50, pipelining: 4 });
  const started = performance.now();
  let sent = 0;
  let done = 0;
  const wanted = seconds * RATE;
  while (performance.now() - started < seconds * 1000) {
    const due = Math.min(wanted, Math.floor(((performance.now() - started) / 1000) * RATE));
    for (; sent < due && sent - done < 1_000; sent += 1) {
      void pool.request({ path: `/pb?OrderId=LIVE-${sent}&Payout=${sent % 50}`, method: 'GET' }).then(
        async ({ body }) => {
          await body.dump();
          done += 1;
        },
        () => {
          done += 1;
        },
      );
    }
    await sleep(TICK_MS);
  }
  const answered = done;
  await pool.destroy();
  return answered;
}

/** Frames of the page from now on: how long each took, and the tasks that blocked it. */
async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = { frames: [] as number[], tasks: [] as number[], rows: 0 };
    Object.assign(window, { seen });
    let last = performance.now();
    const frame = () => {
      const now = performance.now();
      seen.frames.push(now - last);
      last = now;
      seen.rows = Math.max(seen.rows, document.querySelectorAll('[role=row]').length);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.tasks.push(duration);
    }).observe({ type: 'longtask' });
  });
}

async function framesOf(page: Page) {
  return page.evaluate(() => {
    const { seen } = window as unknown as { seen: { frames: number[]; tasks: number[]; rows: number } };
    const sorted = seen.frames.toSorted((a, b) => a - b);
    return {
      count: sorted.length,
      worst: sorted.at(-1) ?? 0,
      late: sorted.filter((ms) => ms > 50).length,
      p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
      longest: Math.max(0, ...seen.tasks),
      rows: seen.rows,
    };
  });
}

/**
 * The Receiver over a million captures while 5,000 a second arrive, as a user starts it: how long its frames take while
 * somebody reads, first at the top, then in the middle of the list, and whether the row that is read stays in place.
 */
export async function benchInspector(): Promise<BenchResult> {
  using folder = temporaryFolder();
  const database = openDatabase(folder.path);
  const store = new CaptureStore(database);
  fill(store, COUNT);
  database.close();
  await using app = start('serve', '--no-open', '--port', '0', '--data-dir', folder.path);
  const [, url] = await app.says(/Postbench is at (\S+)/);
  const { client } = await connectEngine(url!);
  const origin = await receiverOf(client);
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const told: string[] = [];
  let worst = 0;
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const opened = performance.now();
    await page.goto(url!);
    const grid = page.getByRole('grid', { name: 'Captures' });
    await grid.getByRole('row').nth(5).waitFor();
    told.push(`opened in ${(performance.now() - opened).toFixed(0)} ms`);
    for (const [where, query] of [
      ['at the top', ''],
      ['in the middle', ''],
      ['in the middle with the query Payout:>40', 'Payout:>40'],
    ] as const) {
      if (where !== 'at the top') await grid.evaluate((list) => list.scrollTo({ top: 28 * 300 }));
      if (query !== '') {
        await page.getByRole('textbox', { name: 'Search captures' }).fill(query);
        await sleep(2_000);
        await grid.evaluate((list) => list.scrollTo({ top: 28 * 300 }));
      }
      await sleep(500);
      const read = grid.getByRole('row').nth(8);
      const name = await read.getAttribute('id');
      const topOf = () =>
        page
          .locator(`[id="${name}"]`)
          .evaluate((row) => row.getBoundingClientRect().top, undefined, { timeout: 3_000 })
          .catch(() => Number.NaN);
      const before = where === 'at the top' ? 0 : await topOf();
      await watchFrames(page);
      const answered = await sendAtRate(origin, SECONDS);
      const { count, worst: slowest, late, p99, longest, rows } = await framesOf(page);
      const moved = where === 'at the top' ? 0 : Math.abs((await topOf()) - before);
      worst = Math.max(worst, longest);
      told.push(
        `${where}: ${Math.round(answered / SECONDS)} captures a second, ${count} frames, the slowest after ${slowest.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, ${late} over ${TARGET_MS} ms, longest task of the page ${longest.toFixed(0)} ms, ${rows} rows in the page${where === 'at the top' ? '' : `, the row that is read moved ${moved.toFixed(0)} px`}`,
      );
    }
  } finally {
    await browser.close();
  }
  return {
    name: `the Receiver with ${COUNT.toLocaleString('en')} captures while ${RATE.toLocaleString('en')} a second arrive: tasks of the page against ${TARGET_MS} ms`,
    ratio: TARGET_MS / Math.max(1, worst),
    target: 1,
    detail: `${told.join('. ')}.`,
  };
}
