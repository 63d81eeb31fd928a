import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { connectEngine, receiverOf } from '../fixtures/client.ts';
import { type Running, start, temporaryFolder } from '../fixtures/command.ts';

export interface App {
  /** The printed address, token included. */
  url: string;
  dataFolder: string;
  /** Folder of the workspace that is open at first. */
  workspace: string;
  running: Running;
  client: EngineClient;
  receiver: string;
}

/** Starts the built command over a data folder. */
export async function serve(dataFolder: string): Promise<App> {
  const running = start('serve', '--no-open', '--port', '0', '--data-dir', dataFolder);
  const [, url] = await running.says(/Postbench is at (\S+)/);
  const { client } = await connectEngine(url!);
  const workspace = join(dataFolder, 'sample-workspace');
  return { url: url!, dataFolder, workspace, running, client, receiver: await receiverOf(client) };
}

/** Opens a section of the screen at the printed address. */
export async function openScreen(
  page: Page,
  url: string,
  section: 'Receiver' | 'Templates' | 'Simulator',
): Promise<void> {
  await page.goto(url);
  await page.getByRole('navigation').getByText(section).click();
}

/** A fresh app for each test; a page that logs an error or breaks the policy fails it. */
export const test = base.extend<{ app: App; quiet: string[] }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
  app: async ({}, use) => {
    const folder = temporaryFolder();
    const app = await serve(join(folder.path, 'data'));
    await use(app);
    await app.running[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
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
