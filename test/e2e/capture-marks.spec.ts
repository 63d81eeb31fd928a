import type { Page } from '@playwright/test';
import { violations, WCAG_A_AA } from './accessibility.ts';
import { type App, expect, test } from './app.ts';

const rowOf = (page: Page, n: number) =>
  page
    .getByRole('grid', { name: 'Captures' })
    .getByRole('row')
    .filter({ hasText: new RegExp(`n=${n}(?!\\d)`) });

async function send(app: App, through: number): Promise<void> {
  for (let n = 1; n <= through; n += 1) await fetch(`${app.receiver}/pb?n=${n}`).then((r) => r.text());
}

test('a capture is pinned, labeled and given a note by keyboard, found by it, and undone', async ({
  page,
  app,
}) => {
  await send(app, 3);
  await page.goto(app.url);
  await rowOf(page, 2).click();
  await page.keyboard.press('Shift+P');
  await expect(rowOf(page, 2).getByRole('img', { name: 'Pinned' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Unpin' })).toHaveAttribute('aria-pressed', 'true');
  await rowOf(page, 2).click();
  await page.keyboard.press('Shift+L');
  const dialog = page.getByRole('dialog', { name: 'Note and labels' });
  await dialog.getByLabel('Labels', { exact: true }).fill('T-412');
  await page.keyboard.press('Enter');
  await dialog.getByRole('textbox', { name: 'Note' }).fill('seen twice');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(rowOf(page, 2)).toContainText('T-412');
  await expect(page.getByRole('button', { name: 'seen twice' })).toBeVisible();
  expect(await violations(page, { within: '.receiver-detail-head' })).toEqual([]);
  expect(
    (await app.client.captures.list({ query: 'label:t-412 pinned:yes note:seen', limit: 5 })).total,
  ).toBe(1);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(rowOf(page, 2)).not.toContainText('T-412');
  await expect(rowOf(page, 2).getByRole('img', { name: 'Pinned' })).toBeVisible();
});

test('several captures are labeled together and undone together', async ({ page, app }) => {
  await send(app, 5);
  await page.goto(app.url);
  await rowOf(page, 5).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Shift+L');
  const dialog = page.getByRole('dialog', { name: 'Label 5 captures' });
  await dialog.getByLabel('Labels', { exact: true }).fill('all');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Labeled 5 captures.')).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Captures' }).getByTitle('all')).toHaveCount(5);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByRole('grid', { name: 'Captures' }).getByTitle('all')).toHaveCount(0);
});

for (const scheme of ['light', 'dark'] as const) {
  test(`retention is set on the screen and says what it dropped, ${scheme}`, async ({ page, app }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await send(app, 6);
    await page.goto(app.url);
    await rowOf(page, 1).click();
    await page.keyboard.press('Shift+P');
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.type('Retention');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Retention' });
    await dialog.getByRole('textbox', { name: /Keep at most this many/ }).fill('2');
    await dialog.getByRole('textbox', { name: 'Keep at most this size' }).fill('lots');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toContainText('is not a size such as 500 MB');
    await dialog.getByRole('textbox', { name: 'Keep at most this size' }).fill('1 MB');
    expect(await violations(page, { within: '.dialog', tags: WCAG_A_AA })).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('button', { name: '3 dropped' })).toBeVisible();
    await expect(rowOf(page, 1)).toBeVisible();
    await expect(rowOf(page, 2)).toHaveCount(0);
    await expect(rowOf(page, 6)).toBeVisible();
    expect((await app.client.captures.list({ limit: 9 })).total).toBe(3);
  });
}
