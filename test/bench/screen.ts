import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { findBrowser } from '../fixtures/browser.ts';
import { start, temporaryFolder } from '../fixtures/command.ts';
import { median } from './bare-loop.ts';
import { LARGE_SCENARIO, largeScenario, playLargeWorld } from './large-world.ts';
import type { BenchResult } from './run.ts';

const ACTIONS = 100_000;
const TARGET_MS = 1_000;
const ROUNDS = 5;

type View = 'hand' | 'list' | 'timeline';
const DELIVERY = '[data-testid="delivery-row"]';
/** What is on screen once a view is. */
const SHOWN: Record<View, readonly string[]> = {
  hand: ['[data-testid="action-row"]', '[data-testid="ledger-row"]'],
  list: [DELIVERY],
  timeline: [DELIVERY],
};

/** Resolves in the page with the ms since its navigation once these were painted. */
function painted(selectors: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const look = () => {
      const isThere = selectors.every((selector) => document.querySelector(selector) !== null);
      if (!isThere) return void requestAnimationFrame(look);
      // After the frame with the rows in it.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(null);
      });
    };
    look();
  });
}

/** Ms until a list shows its row at an index of the whole list, counted from 1, after something was done. */
async function until(page: Page, list: string, row: number, act: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await act();
  await page
    .getByRole('grid', { name: list })
    .locator(`[aria-rowindex="${row}"] :not([aria-busy])`)
    .first()
    .waitFor();
  return performance.now() - started;
}

/**
 * The simulator over a run with 100,000 actions and more deliveries, as a user starts it: `postbench serve` over a data
 * folder that holds them, and from the navigation of a new page to the first rows painted: of actions and a ledger by hand, of deliveries as a list
 * and as a timeline.
 */
export async function benchScreen(): Promise<BenchResult> {
  using folder = temporaryFolder();
  const world = await playLargeWorld(folder.path, { actions: ACTIONS, delivers: true });
  const deliveries = world.store.deliveryWindows.head.now.total;
  await world.close();
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const times: Record<'nothing' | View, number[]> = { nothing: [], hand: [], list: [], timeline: [] };
  let did: string[] = [];
  const open = async (url: string, view: View, lists: readonly string[]) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript(
      ([file, shown]) => {
        localStorage.setItem('postbench.simulator.scenario', file!);
        localStorage.setItem('postbench.simulator.mode', shown === 'hand' ? 'hand' : 'watch');
        if (shown !== 'hand') localStorage.setItem('postbench.simulator.deliveries', shown!);
      },
      [LARGE_SCENARIO, view],
    );
    await page.goto(`${url}#/simulator`);
    return { page, ms: await page.evaluate(painted, lists) };
  };
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      // The same page over a data folder with nothing in it: what a noisy machine does, it does to both.
      {
        using empty = temporaryFolder();
        await using app = start('serve', '--no-open', '--port', '0', '--data-dir', empty.path);
        const [, url] = await app.says(/Postbench is at (\S+)/);
        const { page, ms } = await open(url!, 'hand', ['[aria-label="Actions"] .empty-state']);
        times.nothing.push(ms);
        await page.close();
      }
      // Another engine each time: nothing of the store has been read yet.
      for (const view of ['hand', 'list', 'timeline'] as const) {
        await using app = start('serve', '--no-open', '--port', '0', '--data-dir', folder.path);
        const [, url] = await app.says(/Postbench is at (\S+)/);
        writeFileSync(
          join(folder.path, 'sample-workspace', LARGE_SCENARIO),
          JSON.stringify(largeScenario(ACTIONS)),
        );
        const { page, ms } = await open(url!, view, SHOWN[view]);
        times[view].push(ms);
        if (round === ROUNDS - 1 && view === 'hand') did = await use(page, deliveries);
        await page.close();
      }
    }
  } finally {
    await browser.close();
  }
  const ms = median(times.hand);
  return {
    name: `the simulator with ${ACTIONS.toLocaleString('en')} actions and ${deliveries.toLocaleString('en')} deliveries on screen, against ${TARGET_MS} ms`,
    ratio: TARGET_MS / ms,
    target: 1,
    detail: `Median of ${ROUNDS} newly started engines ${ms.toFixed(0)} ms (${Math.min(...times.hand).toFixed(0)} to ${Math.max(...times.hand).toFixed(0)}), the deliveries as a list ${median(times.list).toFixed(0)} ms and as a timeline ${median(times.timeline).toFixed(0)} ms, with nothing in it ${median(times.nothing).toFixed(0)} ms. Then ${did.join(', ')}.`,
  };
}

/** What a user does with the lists, each with its time. */
async function use(page: Page, deliveries: number): Promise<string[]> {
  const told = (what: string, ms: number) => `${what} ${ms.toFixed(0)} ms`;
  const press = (list: string, key: string) => async () => {
    await page.getByRole('grid', { name: list }).focus();
    await page.keyboard.press(key);
  };
  const reversed = async () => {
    await page.getByRole('button', { name: 'Filter by program, status and source' }).click();
    await page.getByRole('combobox', { name: 'Status' }).click();
    await page.getByRole('option', { name: 'Reversed', exact: true }).click();
    await page.getByText(/^[\d,]+ of 100,000$/).waitFor();
  };
  return [
    told('the last action', await until(page, 'Actions', ACTIONS, press('Actions', 'End'))),
    told(
      'sorted by amount',
      await until(page, 'Actions', 1, async () => {
        await page.getByRole('button', { name: 'Sort', exact: true }).click();
        await page.getByRole('menuitem', { name: 'Sort by amount' }).click();
        await press('Actions', 'Home')();
      }),
    ),
    told('filtered by status', await until(page, 'Actions', 1, reversed)),
    told(
      'the last delivery',
      await until(page, 'Deliveries', deliveries, async () => {
        await page.getByText('Watch', { exact: true }).click();
        await page.getByTitle('List', { exact: true }).click();
        await press('Deliveries', 'End')();
      }),
    ),
  ];
}
