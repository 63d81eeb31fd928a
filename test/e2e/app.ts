import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { connectEngine, receiverOf } from '../fixtures/client.ts';
import { ROOT, type Running, start, startNode, temporaryFolder } from '../fixtures/command.ts';

export interface App {
  /** The printed address, token included. */
  url: string;
  dataFolder: string;
  /** Folder of the workspace that is open at first. */
  workspace: string;
  client: EngineClient;
  receiver: string;
}

/** An app in a process of its own, which a test may kill. */
export interface OwnApp extends App {
  running: Running;
}

async function connect(url: string, dataFolder: string): Promise<App> {
  const { client } = await connectEngine(url);
  const workspace = join(dataFolder, 'sample-workspace');
  return { url, dataFolder, workspace, client, receiver: await receiverOf(client) };
}

/** Starts the built command over a data folder, in a process of its own. */
export async function serve(dataFolder: string): Promise<OwnApp> {
  const running = start('serve', '--no-open', '--port', '0', '--data-dir', dataFolder);
  const [, url] = await running.says(/Postbench is at (\S+)/);
  return { ...(await connect(url!, dataFolder)), running };
}

/** Ms that an app may take to end in order before its process is killed. */
const END_MS = 10_000;

/** The process that hosts the apps of one worker's tests, one at a time; see fixtures/app-host.ts. */
class AppHost {
  #process: Running | undefined;
  #count = 0;

  /** Runs `use` with a fresh app over a data folder that holds nothing yet. */
  async serve(dataFolder: string, use: (app: App) => Promise<void>): Promise<void> {
    if (this.#process === undefined) {
      this.#process = startNode([join(ROOT, 'test/fixtures/app-host.ts')]);
      this.#count = 0;
    }
    const host = this.#process;
    this.#count += 1;
    host.child.stdin.write(`${dataFolder}\n`);
    const [, url] = await host.says(new RegExp(`Begins ${this.#count}\n[^]*?Postbench is at (\\S+)`));
    await use(await connect(url!, dataFolder));
    host.child.kill('SIGTERM');
    const late = setTimeout(() => host.child.kill('SIGKILL'), END_MS);
    await host.says(new RegExp(`Ended ${this.#count}\n`)).catch(() => {
      this.#process = undefined;
    });
    clearTimeout(late);
  }

  async close(): Promise<void> {
    await this.#process?.[Symbol.asyncDispose]();
  }
}

/** Opens a section of the screen at the printed address. */
export async function openScreen(
  page: Page,
  url: string,
  section: 'Receiver' | 'Templates' | 'Simulator' | 'Checks',
): Promise<void> {
  await page.goto(url);
  await page.getByRole('navigation').getByText(section).click();
}

/** Opens previews of the postback on screen that are folded. */
export async function openPreviews(
  page: Page,
  ...names: ('On the wire' | 'Values' | 'Placeholders' | 'Test')[]
): Promise<void> {
  for (const name of names) {
    const head = page.getByRole('button', { name: new RegExp(`^${name}`), expanded: false });
    await page.getByRole('heading', { name: new RegExp(`^${name}`) }).waitFor();
    if ((await head.count()) > 0) await head.click();
  }
}

/** Opens the list of problems of the postback on screen. */
export async function openProblems(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Problems', exact: true, expanded: false }).click();
}

/** Opens the headers of the postback on screen. */
export async function openHeaders(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Headers/, expanded: false }).click();
}

export type Mode = 'By hand' | 'Run a scenario' | 'Watch';

/** Chooses what the Simulator is used for. */
export async function openMode(page: Page, mode: Mode): Promise<void> {
  await page.getByRole('radiogroup', { name: 'Mode' }).getByText(mode, { exact: true }).click();
}

/** Shows things of one kind by hand: Actions, Clicks, Inquiries, Catalogs or Programs. */
export async function showKind(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^Kind: / }).click();
  await page.getByRole('menuitemradio', { name: new RegExp(`^${name}`) }).click();
}

/** Shows what is watched as a list. */
export async function watchList(page: Page): Promise<void> {
  await openMode(page, 'Watch');
  await page.getByTitle('List', { exact: true }).click();
}

/** Runs the scenario that the Simulator shows. */
export async function runShown(page: Page): Promise<void> {
  await openMode(page, 'Run a scenario');
  await page.getByTestId('run-button').click();
}

/**
 * `app` is fresh for each test: an engine, a data folder, a workspace of its own; only the process is shared.
 * `ownApp` has its process too, for tests that kill it. A page that logs an error or breaks the policy fails its
 * test.
 */
export const test = base.extend<{ app: App; ownApp: OwnApp; quiet: string[] }, { appHost: AppHost }>({
  appHost: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
    async ({}, use) => {
      const host = new AppHost();
      await use(host);
      await host.close();
    },
    { scope: 'worker' },
  ],
  app: async ({ appHost }, use) => {
    using folder = temporaryFolder();
    await appHost.serve(join(folder.path, 'data'), use);
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above
  ownApp: async ({}, use) => {
    using folder = temporaryFolder();
    const app = await serve(join(folder.path, 'data'));
    await use(app);
    await app.running[Symbol.asyncDispose]();
  },
  quiet: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      await use(complaints);
      base.expect(complaints.filter((text) => !/WebSocket|ERR_CONNECTION|401/.test(text))).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect } from '@playwright/test';
