import { expect, type Page } from '@playwright/test';
import { openScreen, test } from './app.ts';

const urlOf = (page: Page) => page.getByRole('textbox', { name: 'URL' });
const wire = (page: Page) => page.getByTestId('wire-preview');
const placeholders = (page: Page) => page.getByTestId('placeholder-preview');
const card = (page: Page) => page.getByTestId('trace-card');
/** What is marked in the editor of the URL. */
const marked = (page: Page) => page.locator('.cm-content[aria-label="URL"] .tp-traced');

/** Puts a text in the place of the whole URL. */
async function writeUrl(page: Page, url: string): Promise<void> {
  await urlOf(page).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(url);
}

test('leads a value on the wire back to its own placeholder, and says what is known of it', async ({
  page,
  app,
}) => {
  await openScreen(page, app.url, 'Templates');
  await writeUrl(page, '/pb?a={Payout}&n={CampaignName}&again={Payout}&none={SharedId}');
  await wire(page).locator('[data-trace]').nth(1).hover();
  await expect(card(page)).toContainText('{CampaignName}');
  await expect(card(page)).toContainText('documented');
  await expect(card(page)).toContainText('Acme%20Outdoor%20 17 bytes, percent-encoded');
  await expect(marked(page)).toHaveText('{CampaignName}');
  await expect(placeholders(page).locator('[data-traced]')).toHaveText('Acme%20Outdoor%20');

  await wire(page).locator('[data-trace]').nth(2).hover();
  await expect(marked(page)).toHaveCount(1);
  const before = await marked(page).evaluate(
    (mark) => mark.closest('.cm-line')?.textContent?.split('again=')[0],
  );
  expect(before).toBe('/pb?a={Payout}&n={CampaignName}&');
  await expect(wire(page).locator('[data-traced]')).toHaveCount(1);

  await wire(page).locator('[data-trace]').nth(3).hover();
  await expect(card(page)).toContainText('nothing, 0 bytes');
  await expect(marked(page)).toHaveText('{SharedId}');
  await expect(placeholders(page).locator('[data-traced]')).toHaveText('<SharedId>');
  await page.mouse.move(0, 0);
  await expect(card(page)).toHaveCount(0);
  await expect(marked(page)).toHaveCount(0);
});

test('goes from value to value by keyboard', async ({ page, app }) => {
  await openScreen(page, app.url, 'Templates');
  await wire(page).focus();
  await page.keyboard.press('ArrowRight');
  await expect(marked(page)).toHaveText('{ActionId}');
  await page.keyboard.press('ArrowRight');
  await expect(marked(page)).toHaveText('{Status}');
  await expect(card(page)).toContainText('PENDING');
  await page.keyboard.press('ArrowLeft');
  await expect(marked(page)).toHaveText('{ActionId}');
  await page.keyboard.press('Escape');
  await expect(card(page)).toHaveCount(0);
});

test('shows what becomes of the placeholder under the pointer or the cursor of the editor', async ({
  page,
  app,
}) => {
  await openScreen(page, app.url, 'Templates');
  await writeUrl(page, '/pb?a={Payout}&c={Currency}');
  await page.keyboard.press('ControlOrMeta+End');
  await expect(wire(page).locator('[data-traced]')).toHaveText('USD');
  await urlOf(page).getByText('{Payout}').hover();
  await expect(wire(page).locator('[data-traced]')).toHaveText('12.00');
  await expect(placeholders(page).locator('[data-traced]')).toHaveText('12.00');
});

test('shows what has no picture of its own, and copies it as it is', async ({ page, context, app }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openScreen(page, app.url, 'Templates');
  await writeUrl(page, "/pb?q=it's{Payout}");
  await page.getByText('POST', { exact: true }).click();
  await page.getByRole('switch', { name: 'Send a body' }).click({ force: true });
  await page.getByRole('textbox', { name: 'Body template' }).click();
  await page.keyboard.insertText('a\tb\u200b{Currency}');
  await expect(wire(page).locator('.tp-unseen')).toHaveCount(2);
  expect(await wire(page).textContent()).toContain('a\tb\u200bUSD');
  const copied = async (item: string) => {
    await page.getByRole('button', { name: 'Copy request' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    await expect(page.getByRole('tooltip', { name: /copied/ })).toBeVisible();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  expect(await copied('Only the body')).toBe('a\tb\u200bUSD');
  expect(await copied('Only the URL')).toBe(`${app.receiver}/pb?q=it's12.00`);
  expect(await copied('As a cURL command')).toContain(`'${app.receiver}/pb?q=it'\\''s12.00'`);
  expect(await copied('The whole request')).toMatch(/^POST \/pb\?q=it's12\.00 HTTP\/1\.1\r\nhost: /);
});

test('says how much of a very long body is left out, and shows all of it on demand', async ({
  page,
  app,
}) => {
  await openScreen(page, app.url, 'Templates');
  await page.getByRole('switch', { name: 'Send a body' }).click({ force: true });
  await page.getByRole('textbox', { name: 'Body template' }).click();
  await page.keyboard.insertText(`{"pad":"${'x'.repeat(100_000)}","end":"{Currency}"}`);
  const rest = wire(page).getByRole('button', { name: /more characters: show all/ });
  await expect(rest).toBeVisible();
  await rest.click();
  await expect(wire(page)).toContainText('"end":"USD"}');
});
