import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { bodyOf } from '../bench/bodies.ts';
import { type App, openPreviews, openScreen, test } from './app.ts';

const urlOf = (page: Page) => page.getByRole('textbox', { name: 'URL' });
const wire = (page: Page) => page.getByTestId('wire-preview');
const placeholders = (page: Page) => page.getByTestId('placeholder-preview');
const card = (page: Page) => page.getByTestId('trace-card');
/** What is marked in the editor of the URL. */
const marked = (page: Page) => page.locator('.cm-content[aria-label="URL"] .templates-traced');

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
  await openPreviews(page, 'Placeholders');
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
  await openPreviews(page, 'Placeholders');
  await writeUrl(page, '/pb?a={Payout}&c={Currency}');
  await page.keyboard.press('ControlOrMeta+End');
  await expect(wire(page).locator('[data-traced]')).toHaveText('USD');
  await urlOf(page).getByText('{Payout}').hover();
  await expect(wire(page).locator('[data-traced]')).toHaveText('12.00');
  await expect(placeholders(page).locator('[data-traced]')).toHaveText('12.00');
});

test('ties the cells of the table of parameters to the previews, too', async ({ page, app }) => {
  await openScreen(page, app.url, 'Templates');
  const many = Array.from({ length: 60 }, (_, index) => `&k${index}=${index}`).join('');
  await writeUrl(page, `/pb?a={Payout}&{Currency}=c${many}&n={CampaignName}`);
  await page.getByRole('button', { name: /^Parameters/ }).click();
  const table = page.getByRole('region', { name: 'Parameters of the URL' });
  const traced = table.locator('.templates-traced');
  await wire(page).locator('[data-trace]').nth(0).hover();
  await expect(traced).toHaveText('{Payout}');
  await wire(page).locator('[data-trace]').nth(1).hover();
  await expect(traced).toHaveText('{Currency}');
  // The last row is not even drawn until it is asked for.
  await wire(page).locator('[data-trace]').nth(2).hover();
  await expect(traced).toHaveText('{CampaignName}');
  await expect(traced).toBeInViewport();
  await page.mouse.move(0, 0);
  await expect(traced).toHaveCount(0);
  await table.getByText('{CampaignName}').hover();
  await expect(wire(page).locator('[data-traced]')).toHaveText('Acme%20Outdoor%20');
  await table.getByRole('textbox', { name: 'Value of k59' }).click();
  await expect(wire(page).locator('[data-traced]')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.insertText('{Status}');
  await expect(wire(page).locator('[data-traced]')).toHaveText('PENDING');
});

test('shows what has no picture of its own, and copies it as it is', async ({ page, context, app }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openScreen(page, app.url, 'Templates');
  await writeUrl(page, "/pb?q=it's{Payout}");
  await page.getByText('POST', { exact: true }).click();
  await page.getByRole('switch', { name: 'Send a body' }).click({ force: true });
  await page.getByRole('textbox', { name: 'Body template' }).click();
  await page.keyboard.insertText('a\tb\u200b{Currency}');
  await expect(wire(page).locator('.templates-invisible')).toHaveCount(2);
  expect(await wire(page).textContent()).toContain('a\tb\u200bUSD');
  const copied = async (item: string) => {
    await page.getByRole('button', { name: 'Copy request' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    await expect(page.getByRole('tooltip', { name: /copied/ })).toBeVisible();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  expect(await copied('Body only')).toBe('a\tb\u200bUSD');
  expect(await copied('URL only')).toBe(`${app.receiver}/pb?q=it's12.00`);
  expect(await copied('As a cURL command')).toContain(`'${app.receiver}/pb?q=it'\\''s12.00'`);
  expect(await copied('Full request')).toMatch(/^POST \/pb\?q=it's12\.00 HTTP\/1\.1\r\nhost: /);
});

test('says how much of a very long body is left out, and shows all of it on demand', async ({
  page,
  app,
}) => {
  await openScreen(page, app.url, 'Templates');
  await page.getByRole('switch', { name: 'Send a body' }).click({ force: true });
  await page.getByRole('textbox', { name: 'Body template' }).click();
  await page.keyboard.insertText(`{"pad":"${'x'.repeat(100_000)}","end":"{Currency}"}`);
  const rest = wire(page).getByRole('button', { name: /more characters. Show all/ });
  await expect(rest).toBeVisible();
  await rest.press('Enter');
  await expect(wire(page)).toContainText('"end":"USD"}');
  // The button is gone; the keyboard goes on where it was.
  await expect(wire(page)).toBeFocused();
});

const values = (page: Page) => page.getByTestId('values-preview');
const states = (page: Page) => values(page).getByRole('columnheader');
const note = (page: Page) => page.getByTestId('sample-note');

/** Opens the list of samples and chooses one, found by typing where it is not listed at once. */
async function choose(page: Page, option: RegExp, search = ''): Promise<void> {
  await page.getByRole('button', { name: /^Sample: / }).click();
  if (search !== '') await page.getByRole('textbox', { name: 'Find a sample' }).fill(search);
  await page.getByRole('option', { name: option }).click();
}

test('shows every event side by side, also what a scenario leaves out, marked as made up', async ({
  page,
  app,
}) => {
  writeFileSync(
    join(app.workspace, 'scenarios-only-track.yaml'),
    'name: Only bought\nsteps:\n  - id: a\n    track: { amount: "50.00" }\n',
  );
  await openScreen(page, app.url, 'Templates');
  await openPreviews(page, 'Values');
  await choose(page, /Only bought/);
  await expect(states(page)).toContainText([
    /^Key/,
    /^Tracked$/,
    /^Modified.*made up/,
    /^Reversed.*made up/,
    /^Restored.*made up/,
  ]);
  await expect(values(page).getByRole('row', { name: /^status/ })).toContainText(
    'PENDINGPENDINGREVERSEDPENDING',
  );
  await page.getByRole('option', { name: /Acme inquiries/ }).click();
  await choose(page, /Made-up events/);
  await expect(states(page)).toContainText([/^Key/, /^Inquiry opened/, /^Inquiry closed/]);
  await page.getByRole('option', { name: /Acme catalog/ }).click();
  await choose(page, /Made-up events/);
  await expect(states(page)).toContainText([/^Key/, /^Item added/, /^Item changed/, /^Item removed/]);
  await page.getByRole('option', { name: /Acme clearing/ }).click();
  await choose(page, /Only bought/);
  await expect(states(page)).toContainText([/^Key/, /^Cleared.*made up/]);
});

test('goes from difference to difference by keyboard, hides what is the same, and copies a state', async ({
  page,
  context,
  app,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openScreen(page, app.url, 'Templates');
  await openPreviews(page, 'Values');
  await expect(values(page).getByRole('row')).toHaveCount(15);
  await values(page).focus();
  await page.keyboard.press('F7');
  await expect(values(page).locator('[data-at]')).toHaveText('REVERSED');
  await expect(marked(page)).toHaveText('{Status}');
  await page.keyboard.press('Shift+F7');
  await page.keyboard.press('F7');
  await expect(values(page).locator('[data-at]')).toHaveText('REVERSED');
  await page.getByLabel('Only differences').check();
  await expect(values(page).getByRole('rowheader')).toHaveText(['status', 'detail', 'pay', 'dpay', 'amount']);
  await page.getByRole('button', { name: 'Copy Reversed', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Copy as JSON' }).click();
  await expect(page.getByText('Copied Reversed as JSON.')).toBeVisible();
  const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  expect(copied).toMatchObject({ status: 'REVERSED', pay: '0.00', cur: 'USD' });
});

test('takes its values from a simulated action as the engine made them, also after a reload', async ({
  page,
  app,
}) => {
  const { key, action } = await app.client.activity.track({ amount: '77.00', subId1: 'from-the-simulator' });
  await app.client.activity.modify({ key, amount: '70.00', reason: 'ORDER_UPDATE' });
  await openScreen(page, app.url, 'Templates');
  await openPreviews(page, 'Values');
  await choose(page, new RegExp(`^${action.id.replaceAll('.', '\\.')}`), action.id);
  await expect(states(page)).toContainText([
    /^Key/,
    /^Tracked$/,
    /^Modified$/,
    /^Reversed.*made up/,
    /^Restored.*made up/,
  ]);
  await expect(wire(page)).toContainText('pay=7.70');
  await expect(wire(page)).toContainText('s1=from-the-simulator');
  await page.reload();
  await page.getByRole('navigation').getByText('Templates').click();
  await expect(wire(page)).toContainText('s1=from-the-simulator');
  await app.client.activity.clearAll();
  await page.reload();
  await page.getByRole('navigation').getByText('Templates').click();
  await expect(note(page)).toContainText('no longer exists. Showing Purchase, then reversal instead.');
});

test('reads its values back from a capture, and says which are not known', async ({ page, app }) => {
  await fetch(`${app.receiver}/pb?id=1.2.3&pay=9.99&program=A%26B&status=PENDING`);
  // More than are offered without a search: the first one is found by its number.
  for (let n = 0; n < 13; n += 1) await fetch(`${app.receiver}/later?n=${n}`);
  await openScreen(page, app.url, 'Templates');
  await writeUrl(page, '/pb?id={ActionId}&pay={Payout}&program={CampaignName}&x={Currency}&s={Status}');
  await choose(page, /Capture 1(?!\d)/, 'Capture 1');
  await expect(wire(page)).toContainText('GET /pb?id=1.2.3&pay=9.99&program=A%26B&x=&s= HTTP/1.1');
  await expect(note(page)).toContainText(
    'Unknown from this capture: Currency (the request has no x in its query), Status (the request has no s in its query).',
  );
  await wire(page).locator('[data-trace]').nth(1).hover();
  await expect(card(page)).toContainText('capture 1, query pay');
});

test('takes values typed by hand, odd ones at one click, and keeps them', async ({ page, app }) => {
  await openScreen(page, app.url, 'Templates');
  await writeUrl(page, '/pb?n={CampaignName}&c={Currency}&s={SharedId}');
  await choose(page, /Typed values/);
  const dialog = page.getByRole('dialog', { name: 'Typed values' });
  await dialog.getByLabel('Value of Currency').fill('');
  await dialog.getByRole('button', { name: 'Edge case for CampaignName' }).click();
  await page.getByRole('menuitem', { name: 'A line break' }).click();
  await dialog.getByRole('button', { name: 'Edge case for SharedId' }).click();
  await page.getByRole('menuitem', { name: 'Missing' }).click();
  await expect(dialog.getByLabel('Value of SharedId')).toHaveAttribute('placeholder', 'missing');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(wire(page)).toContainText('/pb?n=first%20line%0Asecond%20line&c=&s= HTTP');
  await page.getByTestId('save-postback').click();
  await expect(page.getByTestId('save-postback')).toBeDisabled();
  await page.reload();
  await page.getByRole('navigation').getByText('Templates').click();
  await expect(wire(page)).toContainText('/pb?n=first%20line%0Asecond%20line&c=&s= HTTP');
  await page.getByRole('button', { name: 'Edit values' }).click();
  await dialog.getByRole('button', { name: 'Reset' }).click();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(wire(page)).toContainText('c=USD');
});

test('a test of an event-level postback sends the URL that was confirmed, to the byte', async ({
  page,
  app,
}) => {
  await openScreen(page, app.url, 'Templates');
  await page.getByRole('option', { name: /Acme sign-ups/ }).click();
  await page.getByRole('button', { name: 'Send a test' }).click();
  const shown = (await page.getByTestId('test-url').textContent()) ?? '';
  await page.getByRole('button', { name: 'Send test' }).click();
  await expect(page.getByTestId('test-result')).toHaveAttribute('data-outcome', 'delivered');
  const { rows } = await app.client.captures.list({ limit: 1 });
  expect(shown).toBe(`GET ${app.receiver}${rows[0]?.target}`);
  // What became of it stays beside the text.
  await page.getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByRole('button', { name: 'Test last: 200' })).toBeVisible();
  await openPreviews(page, 'Test');
  await expect(page.getByTestId('test-result')).toHaveAttribute('data-outcome', 'delivered');
});

/** Puts a postback with a large JSON body into the workspace, and shows it. */
async function openLarge(page: Page, app: App): Promise<void> {
  const postback = {
    name: 'Large',
    method: 'POST',
    url: '/pb?id={ActionId}',
    body: { format: 'json', template: bodyOf('json', 100_000) },
  };
  // JSON is YAML, too.
  writeFileSync(join(app.workspace, 'postbacks/large.yaml'), JSON.stringify(postback));
  await openScreen(page, app.url, 'Templates');
  await page.getByRole('option', { name: /^Large/ }).click();
  await openPreviews(page, 'Values');
}

/** Rows say where their key stands, too, where there is more than a query. */
const fieldNamed = (key: string) => new RegExp(`^${key}\\s*(?:body)? `);

const threads: Record<string, (page: Page) => Promise<unknown>> = {
  'beside the page': async () => undefined,
  'on the page where no thread can be started': (page) =>
    page.addInitScript(() => {
      Object.defineProperty(window, 'Worker', { value: undefined });
    }),
  'on the page where a thread does not load': (page) =>
    page.route(/template-worker/, (route) => route.abort('connectionrefused')),
};
for (const [where, arrange] of Object.entries(threads)) {
  test(`reads the values of a large body and follows what is typed, ${where}`, async ({ page, app }) => {
    await arrange(page);
    await openLarge(page, app);
    const row = (key: string) => values(page).getByRole('row', { name: fieldNamed(key) });
    await expect(row('key_1')).toContainText('fixed text number 1, as it stands');
    await expect(row('id')).toHaveCount(1);
    const count = page.getByText(/of [\d,]+ differ/);
    await expect(count).toBeVisible();
    const before = Number(/of ([\d,]+)/.exec((await count.textContent())!)![1]!.replace(',', ''));
    expect(before).toBeGreaterThan(2_000);
    await page.getByRole('textbox', { name: 'Body template' }).click();
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.insertText('"added": "{Status}",');
    await expect(row('added')).toContainText('PENDING');
    await expect(row('added').locator('[data-changed]').first()).toHaveText('REVERSED');
    await expect(count).toContainText(`of ${(before + 1).toLocaleString('en')} differ`);
    await page.keyboard.press('Backspace');
    await expect(values(page)).toContainText('not valid JSON');
    await page.keyboard.type(',');
    await expect(row('added')).toContainText('PENDING');
    // The rows lead to their placeholders as those of a small one do.
    await row('added').getByRole('cell').first().hover();
    await expect(page.locator('.cm-content[aria-label="Body template"] .templates-traced')).toHaveText(
      '{Status}',
    );
  });
}

test('keeps every character of five megabytes that are pasted into the body, and shows what it comes to', async ({
  page,
  context,
  app,
}) => {
  test.slow();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openScreen(page, app.url, 'Templates');
  await page.getByRole('option', { name: /Acme inquiries/ }).click();
  const [start, end] = ['{"pad":"', '","kind":"{InquiryType}"}'];
  const pad = 'Ünïcödé\\n'.repeat(500_000);
  const editor = page.getByRole('textbox', { name: 'Body template' });
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  // As the clipboard gives it, in one piece.
  await editor.evaluate(
    (element, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    },
    start + pad + end,
  );
  await openPreviews(page, 'Values', 'Placeholders');
  await expect(page.getByTestId('placeholder-preview')).toContainText(/more characters. Show all/);
  await expect(wire(page)).toContainText(/[\d,]{9} more characters. Show all/);
  await expect(values(page).getByRole('row', { name: fieldNamed('pad') })).toContainText(
    /\d more characters/,
  );
  await expect(values(page).getByRole('row', { name: fieldNamed('kind') })).toBeVisible();
  await page.getByRole('button', { name: 'Copy request' }).click();
  await page.getByRole('menuitem', { name: 'Body only' }).click();
  await expect(page.getByRole('tooltip', { name: /copied/ })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.length).toBeGreaterThan(pad.length);
  expect(copied.startsWith(start + pad)).toBe(true);
});
