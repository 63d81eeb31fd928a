import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { violations, WCAG_A_AA } from './accessibility.ts';
import { type App, expect, test } from './app.ts';

async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type(title);
  await page.keyboard.press('Enter');
}

async function send(app: App, query: string): Promise<void> {
  await fetch(`${app.receiver}/pb?${query}`).then((r) => r.text());
}

async function saved(page: Page, work: () => Promise<void>): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), work()]);
  return readFileSync(await download.path());
}

test('what the query finds is exported as HAR, and imported again with where it comes from', async ({
  page,
  app,
}) => {
  await send(app, 'n=1');
  await send(app, 'n=2');
  await page.goto(app.url);
  await expect(page.getByRole('row').filter({ hasText: 'n=2' })).toBeVisible();
  await command(page, 'Export captures');
  const dialog = page.getByRole('dialog', { name: 'Export captures' });
  const file = await saved(page, () => dialog.getByRole('button', { name: 'Export' }).click());
  const { log } = JSON.parse(file.toString()) as { log: { entries: { request: { url: string } }[] } };
  expect(log.entries.map(({ request }) => new URL(request.url).search)).toEqual(['?n=1', '?n=2']);

  await command(page, 'Import captures');
  const importing = page.getByRole('dialog', { name: 'Import captures' });
  await importing
    .locator('input[type=file]')
    .setInputFiles({ name: 'bad.har', mimeType: 'application/json', buffer: Buffer.from('{') });
  await expect(importing).toContainText('bad.har cannot be imported: it is not JSON');
  await importing
    .locator('input[type=file]')
    .setInputFiles({ name: 'mine.har', mimeType: 'application/json', buffer: file });
  await expect(importing).toContainText('2 requests (HAR)');
  expect(await violations(page, { within: '.dialog', tags: WCAG_A_AA })).toEqual([]);
  await importing.getByRole('button', { name: 'Import' }).click();
  await expect(page.getByText('Imported 2 captures.')).toBeVisible();
  await expect(page.getByRole('img', { name: 'Imported from mine.har' })).toHaveCount(2);
});

for (const scheme of ['light', 'dark'] as const) {
  test(`a share file shows what is masked before it is saved, ${scheme}`, async ({ page, app }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await send(app, 'email=ann@example.com&to=bob@example.com&order=AB-778812');
    await page.goto(app.url);
    await expect(page.getByRole('row').filter({ hasText: 'ann@' })).toBeVisible();
    await command(page, 'Export captures');
    const dialog = page.getByRole('dialog', { name: 'Export captures' });
    await dialog.getByRole('combobox', { name: 'Format' }).click();
    await page.getByRole('option', { name: /Share file/ }).click();
    await expect(dialog.getByText('Email addresses: 2 values in 2 places')).toBeVisible();
    await dialog.getByRole('button', { name: 'Keep bob@example.com' }).click();
    await expect(dialog.getByText('Email addresses: 1 value in 1 place')).toBeVisible();
    await dialog.getByRole('textbox', { name: 'Mask another value' }).fill('AB-778812');
    await dialog.getByRole('button', { name: 'Mask', exact: true }).click();
    await expect(dialog.getByTitle('AB-778812')).toBeVisible();
    expect(await violations(page, { within: '.dialog', tags: WCAG_A_AA })).toEqual([]);
    await page.screenshot({ path: `/tmp/shot-share-${scheme}.png` });
    const file = await saved(page, () => dialog.getByRole('button', { name: 'Export' }).click());
    expect(file.subarray(0, 2).toString()).toBe('PK');
    await command(page, 'Import captures');
    const importing = page.getByRole('dialog', { name: 'Import captures' });
    await importing
      .locator('input[type=file]')
      .setInputFiles({ name: 'x.postbench', mimeType: 'application/zip', buffer: file });
    await expect(importing).toContainText('2 values masked; fill them in before a replay.');
    await importing.getByRole('button', { name: 'Import' }).click();
    await expect(page.getByText('Imported 1 capture.')).toBeVisible();
    const { rows } = await app.client.captures.list({ limit: 1 });
    expect(decodeURIComponent(rows[0]?.target ?? '')).toMatch(
      /email=\{\{masked:\d:email\}\}&to=bob@example\.com&order=\{\{masked:\d:value\}\}/,
    );
  });
}
