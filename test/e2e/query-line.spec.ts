import type { Page } from '@playwright/test';
import { type App, expect, openScreen, test } from './app.ts';

const field = (page: Page) => page.getByRole('textbox', { name: 'Search captures' });
const rows = (page: Page) => page.getByRole('grid', { name: 'Captures' }).getByRole('row');
const chips = (page: Page) => page.getByRole('group', { name: 'Filters' }).getByRole('button');

async function send(app: App, ...targets: string[]): Promise<void> {
  for (const target of targets) await fetch(app.receiver + target).then((r) => r.text());
}

test('the query line completes fields, comparisons and values, and the terms are chips', async ({
  page,
  app,
}) => {
  await send(app, '/pb?order_id=1&payout=5', '/pb?order_id=2&payout=12', '/other?order_id=3');
  await page.goto(app.url);
  await expect(rows(page)).toHaveCount(3);
  await page.keyboard.press('/');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('ord');
  const options = page.getByRole('listbox', { name: 'Completions' });
  await expect(options.getByRole('option', { name: /order_id:/ })).toContainText('in 3 captures');
  await page.keyboard.press('Tab');
  await expect(field(page)).toHaveText('order_id:');
  await expect(options.getByRole('option', { name: /^>=/ })).toBeVisible();
  await page.keyboard.type('>=2 meth');
  await expect(options.getByRole('option', { name: /^method:/ })).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.type('g');
  await expect(options.getByRole('option', { name: 'GET' })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(field(page)).toHaveText('order_id:>=2 method:GET ');
  await expect(page.getByText('2 of 3 captures')).toBeVisible();
  await expect(page.getByText('3 captures not yet indexed: searched one by one')).toBeVisible();
  await expect(chips(page)).toHaveText(['order_id:>=2', 'method:GET']);
  await chips(page).first().click();
  await expect(field(page)).toHaveText('method:GET');
  await expect(page.getByText('3 of 3 captures')).toBeVisible();
});

test('what is wrong with a query is said at its place, while the list keeps what was found before', async ({
  page,
  app,
}) => {
  await send(app, '/pb?order_id=1', '/pb?order_id=2');
  await page.goto(app.url);
  await field(page).fill('order_id:2');
  await expect(page.getByText('1 of 2 captures')).toBeVisible();
  await field(page).fill('order_id:2 ordre_id:7');
  const problem = page.getByRole('alert').filter({ hasText: 'No capture has a field' });
  await expect(problem).toContainText('Did you mean order_id?');
  await expect(problem).toContainText('The list still shows what order_id:2 found.');
  await expect(page.locator('.captures-query-wrong')).toHaveText('ordre_id');
  await expect(rows(page)).toHaveCount(1);
  await field(page).fill('took:>soon');
  await expect(page.getByRole('alert').filter({ hasText: 'neither a number nor a date' })).toBeVisible();
  await expect(page.locator('.captures-query-wrong')).toHaveText('soon');
  // A field that comes with the next capture is none that is unknown any more.
  await field(page).fill('fresh:1');
  await expect(page.getByRole('alert').filter({ hasText: 'fresh' })).toBeVisible();
  await send(app, '/pb?fresh=1');
  await expect(page.getByText('1 of 3 captures')).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'No capture' })).toHaveCount(0);
});

test('a value of a row is filtered by or excluded from its menu', async ({ page, app }) => {
  await send(app, '/pb?n=1', '/pb?n=2', '/other?n=3');
  await page.goto(app.url);
  const menu = page.getByRole('menu', { name: /^Actions for/ });
  await rows(page).filter({ hasText: 'n=2' }).getByText('/pb').click({ button: 'right' });
  await menu.getByRole('menuitem', { name: 'Exclude path:/pb' }).click();
  await expect(chips(page)).toHaveText(['-path:=/pb']);
  await expect(page.getByText('1 of 3 captures')).toBeVisible();
  await chips(page).first().click();
  await rows(page).filter({ hasText: 'n=2' }).getByText('200').click({ button: 'right' });
  await menu.getByRole('menuitem', { name: 'Filter by status:200' }).click();
  await expect(field(page)).toHaveText('status:200');
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Method' }).hover();
  await page.getByRole('menuitem', { name: 'POST' }).click();
  await expect(field(page)).toHaveText('status:200 method:POST');
  await expect(page.getByText('0 of 3 captures')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the query' }).click();
  await expect(page.getByText('3 captures', { exact: true })).toBeVisible();
});

test('the query outlives a reload, recent ones come with Down, and Esc goes back to the list', async ({
  page,
  app,
}) => {
  await send(app, '/pb?n=1', '/pb?n=2');
  await page.goto(app.url);
  await field(page).fill('n:2');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('grid', { name: 'Captures' })).toBeFocused();
  await expect(page.getByText('1 of 2 captures')).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('n:1');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('grid', { name: 'Captures' })).toBeFocused();
  await page.reload();
  await expect(field(page)).toHaveText('n:1');
  await expect(page.getByText('1 of 2 captures')).toBeVisible();
  await openScreen(page, app.url, 'Simulator');
  await openScreen(page, app.url, 'Receiver');
  await expect(field(page)).toHaveText('n:1');
  await field(page).fill('');
  await page.keyboard.press('ArrowDown');
  const options = page.getByRole('listbox', { name: 'Completions' });
  await expect(options.getByRole('option')).toHaveText(['n:1', 'n:2']);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(field(page)).toHaveText('n:2');
});

test('what the query asks for is marked in the detail, too, where it is asked for', async ({ page, app }) => {
  await send(app, '/pb?n=12&other=12&text=alpha');
  await page.goto(app.url);
  await field(page).fill('n:12 alpha');
  await page.getByRole('grid', { name: 'Captures' }).getByRole('row').first().click();
  const marked = () =>
    page.evaluate(() =>
      [...(CSS.highlights.get('receiver-hit') ?? [])].map((range) => {
        const found = range as Range;
        const row = found.startContainer.parentElement?.closest('.key-values > div');
        return `${row?.querySelector('dt')?.textContent ?? 'URL'}: ${found.toString()}`;
      }),
    );
  await expect.poll(marked).toEqual(['URL: alpha', 'n: 12', 'text: alpha']);
  await page.getByRole('button', { name: 'Clear the query' }).click();
  await expect.poll(marked).toEqual([]);
});
