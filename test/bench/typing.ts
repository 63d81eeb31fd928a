import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CDPSession, chromium, type Page } from 'playwright';
import { findBrowser } from '../fixtures/browser.ts';
import { start, temporaryFolder } from '../fixtures/command.ts';
import { bodyOf } from './bodies.ts';
import type { BenchResult } from './run.ts';

const SIZES = { small: 3_000, large: 100_000 };
/** Keys in a row; the two bodies in turn, so that a noisy machine disturbs both. */
const KEYS = 50;
const ROUNDS = 4;
/** A fast hand: ms from key to key. */
const PACE = 60;
/** After so many keys the hand rests for as long (ms) as lets lint and previews begin: the next key meets them. */
const BURST = 10;
const REST = 260;

interface Typed {
  /** ms from each key to the end of the frame that shows it. */
  keys: number[];
  /** ms of the tasks over 50 ms, in which the page took no key. */
  tasks: number[];
  /** ms of processor time of the page's thread: scripts, layout, drawing, and what followed while the hand rested. */
  work: number;
}

declare global {
  interface Window {
    benchTyped: { keys: number[]; tasks: number[] };
  }
}

/** Notes in the page how long each key takes to the end of its frame, and every task over 50 ms. */
function observe(): void {
  const typed: Window['benchTyped'] = { keys: [], tasks: [] };
  window.benchTyped = typed;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) typed.tasks.push(duration);
  }).observe({ type: 'longtask' });
  window.addEventListener(
    'keydown',
    // From when the key was pressed, not from when the page came to it.
    ({ timeStamp }) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => typed.keys.push(performance.now() - timeStamp);
        port2.postMessage(null);
      }),
    { capture: true },
  );
}

/** Types some keys into the body of a postback, in the middle of a value. */
async function typeInto(page: Page, cdp: CDPSession, postback: string): Promise<Typed> {
  await page.getByRole('option', { name: postback }).click();
  await page.getByRole('textbox', { name: 'Body template' }).click();
  await page.keyboard.press('ControlOrMeta+Home');
  for (let line = 0; line < 4; line += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  // Once everything about it stands.
  await page.getByTestId('values-preview').getByRole('row').nth(5).waitFor();
  await page.waitForTimeout(1_000);
  const worked = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1_000;
  };
  await page.evaluate(() => {
    window.benchTyped.keys = [];
    window.benchTyped.tasks = [];
  });
  const before = await worked();
  for (let key = 0; key < KEYS; key += 1) {
    await page.keyboard.press('abcdefghijklmnopqrstuvwxyz'.charAt(key % 26));
    await page.waitForTimeout(key % BURST === BURST - 1 ? REST : PACE);
  }
  await page.waitForTimeout(1_000);
  const work = (await worked()) - before;
  const typed = await page.evaluate(() => window.benchTyped);
  if (typed.keys.length !== KEYS) throw new Error(`${typed.keys.length} of ${KEYS} keys were seen`);
  // The next round begins with the same text.
  await page.getByRole('button', { name: 'Revert', exact: true }).click();
  return { ...typed, work };
}

const NOTHING: Typed = { keys: [], tasks: [], work: 0 };

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/**
 * Typing into the body of a postback in a real browser: from a key to the end of the frame that shows it, a body of
 * 100 KB against one of 3 KB, with rests that let lint and previews begin under the keys that follow.
 */
export async function benchTyping(): Promise<BenchResult> {
  using folder = temporaryFolder();
  await using app = start('serve', '--no-open', '--port', '0', '--data-dir', folder.path);
  const [, url] = await app.says(/Postbench is at (\S+)/);
  for (const [name, size] of Object.entries(SIZES)) {
    const postback = {
      name: `Bench ${name}`,
      kind: 'action',
      method: 'POST',
      url: '/pb?id={ActionId}&status={Status}&pay={Payout}',
      body: { format: 'json', template: bodyOf('json', size) },
    };
    // JSON is YAML, too.
    writeFileSync(
      join(folder.path, `sample-workspace/postbacks/bench-${name}.yaml`),
      JSON.stringify(postback),
    );
  }
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.setTimeDomain', { timeDomain: 'threadTicks' });
    await cdp.send('Performance.enable');
    await page.goto(url!);
    await page.getByRole('navigation').getByText('Templates').click();
    // All of them follow what is typed.
    for (const preview of ['Values', 'Placeholders'])
      await page.getByRole('button', { name: new RegExp(`^${preview}`), expanded: false }).click();
    await page.evaluate(observe);
    const typed: Record<keyof typeof SIZES, Typed> = { small: NOTHING, large: NOTHING };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const size of ['small', 'large'] as const) {
        const more = await typeInto(page, cdp, `Bench ${size}`);
        const { keys, tasks, work } = typed[size];
        typed[size] = {
          keys: [...keys, ...more.keys],
          tasks: [...tasks, ...more.tasks],
          work: work + more.work,
        };
      }
    }
    const { small, large } = typed;
    const told = ({ keys, tasks, work }: Typed) =>
      [
        `median ${quantile(keys, 0.5).toFixed(1)}`,
        `p95 ${quantile(keys, 0.95).toFixed(1)}`,
        `slowest ${Math.max(...keys).toFixed(1)} ms`,
        `${(work / keys.length).toFixed(1)} ms of processor time a key`,
        tasks.length === 0
          ? 'no task over 50 ms'
          : `${tasks.length} tasks over 50 ms, the longest ${Math.max(...tasks).toFixed(0)} ms`,
      ].join(', ');
    return {
      name: 'from a key to its frame, a body of 3 KB against one of 100 KB',
      ratio: quantile(small.keys, 0.5) / quantile(large.keys, 0.5),
      target: 0.5,
      detail: `3 KB: ${told(small)}; 100 KB: ${told(large)}`,
    };
  } finally {
    await browser.close();
  }
}
