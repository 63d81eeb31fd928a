import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { temporaryFolder } from '../fixtures/command.ts';
import { Desktop } from './desktop.ts';

const test = base.extend<{ folder: string; desktop: Desktop }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern
  folder: async ({}, use) => {
    using folder = temporaryFolder();
    await use(folder.path);
  },
  desktop: async ({ context, folder }, use) => {
    await using desktop = new Desktop(context, folder);
    await use(desktop);
  },
});

const COMMAND = './state.sh {ActionId}';

test('a command of check.yaml is confirmed in a dialog of the app, by its exact text', async ({
  desktop,
  folder,
}) => {
  const page = await desktop.page();
  await expect(page.getByText('Sample workspace')).toBeVisible();
  const file = join(folder, 'sample-workspace', 'check.yaml');
  const write = (command: string) =>
    writeFileSync(file, `to: http://127.0.0.1:9/postback\nstate:\n  command: ${JSON.stringify(command)}\n`);
  write(COMMAND);
  await page.getByRole('navigation', { name: 'Sections' }).getByText('Checks').click();
  await page.getByRole('button', { name: 'Test my receiver' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  const review = page.getByRole('button', { name: 'Review command…' });

  await test.step('which shows it and its file, and means no unless the user says otherwise', async () => {
    await review.click();
    await expect.poll(() => desktop.messageBoxes.length).toBe(1);
    const [box] = desktop.messageBoxes;
    expect(box).toMatchObject({ buttons: ['Cancel', 'Allow command'], defaultId: 0, cancelId: 0 });
    expect(box?.detail.split('\n')[0]).toBe(COMMAND);
    expect(box?.detail).toContain(file);
    desktop.clickInBox('Cancel');
    await expect(review).toBeEnabled();
    expect(() => readFileSync(join(folder, 'confirmed-commands.json'))).toThrow();
  });

  await test.step('and is not asked about again once it is allowed', async () => {
    await review.click();
    await expect.poll(() => desktop.messageBoxes.length).toBe(2);
    desktop.clickInBox('Allow command');
    await expect(review).toHaveCount(0);
    expect(readFileSync(join(folder, 'confirmed-commands.json'), 'utf8')).toContain(
      createHash('sha256').update(COMMAND).digest('hex'),
    );
  });

  await test.step('but is once its text changes', async () => {
    write(`${COMMAND} --more`);
    await expect(review).toBeVisible();
    await review.click();
    await expect.poll(() => desktop.messageBoxes.length).toBe(3);
    expect(desktop.messageBoxes[2]?.detail.split('\n')[0]).toBe(`${COMMAND} --more`);
  });
});
