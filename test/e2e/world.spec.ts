import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { violations } from './accessibility.ts';
import { type App, expect, openMode, openScreen, runShown, showKind, test } from './app.ts';

const read = (path: string) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** Changes a file of the workspace, and waits until the engine has read it without finding fault. */
async function edit(app: App, file: string, change: (text: string) => string): Promise<void> {
  const path = join(app.workspace, file);
  const stream = (await app.client.workspace.follow())[Symbol.asyncIterator]();
  await stream.next();
  writeFileSync(path, change(read(path)));
  const { value } = await stream.next();
  await stream.return?.(undefined);
  expect(value).toMatchObject({ problems: [] });
}

/** Each delivered request's target, oldest first. */
async function targets(app: App): Promise<string[]> {
  const { rows } = await app.client.captures.list({ limit: 50 });
  return rows.toReversed().map(({ target }) => target);
}

const INQUIRY_POSTBACK = `name: Inquiries
kind: inquiry
url: /inquiry?id={Id}&order={OrderId}&state={ResolutionStatus}&why={RejectReason}
`;
const CATALOG_POSTBACK = `name: Catalog changes
kind: catalog
url: /item?sku={CatalogItemId}&price={CurrentPrice}&stock={StockAvailability}
`;
test('a guided test conversion goes from the link to the postback of the reversal', async ({ page, app }) => {
  await edit(app, 'postbench.yaml', (text) => text.replace('processing: none', 'processing: platform'));
  await openScreen(page, app.url, 'Simulator');
  await page.getByRole('grid', { name: 'Actions' }).focus();
  await page.keyboard.press('g');
  const guide = page.getByRole('region', { name: 'Guided test conversion' });
  const step = (id: string) => guide.locator(`[data-step="${id}"]`);
  const press = (name: string) => guide.getByRole('button', { name, exact: true }).press('Enter');

  await press('Create link');
  await expect(step('link')).toHaveAttribute('data-state', 'done');
  await press('Click link');
  await expect(step('click')).toHaveAttribute('data-state', 'done');
  await press('Convert');
  await expect(step('pending')).toHaveAttribute('data-state', 'done');
  await expect(step('postback')).toHaveAttribute('data-state', 'now');
  await expect(guide.getByTestId('guide-hint')).toContainText('about 15 minutes');

  // It is all in the store: a reload goes on where it was.
  await page.reload();
  await expect(step('postback')).toHaveAttribute('data-state', 'now');
  await press('Advance the clock');
  await expect(step('postback')).toHaveAttribute('data-state', 'done');
  await press('Request the reversal');
  await expect(step('reverse')).toHaveAttribute('data-state', 'done');
  await press('Advance the clock');
  await expect(guide.getByText('Everything arrived')).toBeVisible();

  const [tracked, reversed] = await targets(app);
  expect(tracked).toContain('s1=test-conversion');
  expect(tracked).toContain('pay=12.00');
  expect(reversed).toContain('detail=TEST_ACTION');
  expect(reversed).toContain('pay=0.00');
});

test('the guide says why nothing arrives while the postback is disabled', async ({ page, app }) => {
  await edit(app, 'postbacks/acme-life-cycle.yaml', (text) => `${text}\nenabled: false\n`);
  await openScreen(page, app.url, 'Simulator');
  await page.getByRole('button', { name: 'Try it step by step' }).click();
  for (const name of ['Create link', 'Click link', 'Convert'])
    await page.getByRole('button', { name, exact: true }).click();
  await expect(page.getByTestId('guide-hint').first()).toContainText('“Acme life cycle” is disabled');
});

test('an order of two items is tracked, one is rejected, and the ledger adds up', async ({ page, app }) => {
  await openScreen(page, app.url, 'Simulator');
  await page
    .getByRole('button', { name: /^Track/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Items', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Add item' }).click();
  await dialog.getByLabel('SKU of item 1').fill('TENT');
  await dialog.getByLabel('Amount of item 1').fill('100.00');
  await dialog.getByLabel('SKU of item 2').fill('TENT');
  await expect(dialog.getByText(/appears twice/)).toBeVisible();
  await dialog.getByLabel('SKU of item 2').fill('ROPE');
  await dialog.getByLabel('Amount of item 2').fill('20.00');
  await dialog.getByRole('button', { name: 'Track', exact: true }).click();
  await expect(page.getByTestId('ledger-row')).toHaveCount(1);

  await page.getByRole('button', { name: /^Modify/ }).click();
  await dialog.getByLabel('Quantity of item 1').fill('0');
  await expect(dialog.getByLabel('Amount of item 1')).toHaveValue('0.00');
  await dialog.getByRole('button', { name: 'Modify', exact: true }).click();
  await expect(page.getByTestId('ledger-row')).toHaveCount(2);
  await expect(page.getByTestId('ledger-row').nth(1)).toContainText('20.00');
  await expect(page.getByTestId('ledger-sum')).toHaveAttribute('data-agrees', 'true');

  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect(page.getByTestId('ledger-row')).toHaveCount(3);
  await page.getByRole('button', { name: /^Approve/ }).click();
  await expect(page.getByRole('button', { name: /^Reverse/ })).toBeDisabled();
  await page.getByRole('button', { name: /^Reverse/ }).hover();
  await expect(page.getByRole('tooltip')).toContainText('takes no more changes');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(page.getByTestId('action-row')).toContainText('Cleared');
  await expect(page.getByRole('region', { name: 'Action details' })).toContainText('ClearedDate');
});

test('a click brings the SubIds of its link into the postback of its conversion', async ({ page, app }) => {
  await openScreen(page, app.url, 'Simulator');
  await showKind(page, 'Clicks');
  await page.getByLabel('SubId1').fill('a b&c');
  await page.getByLabel('Deep link').fill('nowhere');
  await expect(page.getByRole('alert')).toContainText('is not a landing page');
  await page.getByLabel('Deep link').fill('https://www.example.com/tents?x=1');
  await expect(page.getByTestId('tracking-link')).toContainText('subId1=a%20b%26c');
  await page.getByTestId('click-link').click();
  await expect(page.getByTestId('click-row')).toContainText('a b&c');
  await page.getByRole('button', { name: /^Convert/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Convert', exact: true }).click();
  await expect.poll(() => targets(app)).toHaveLength(1);
  expect((await targets(app))[0]).toContain('s1=a%20b%26c');
});

test('inquiries are opened and closed, each with its postback', async ({ page, app }) => {
  await edit(app, 'postbacks/acme-inquiries.yaml', () => INQUIRY_POSTBACK);
  await openScreen(page, app.url, 'Simulator');
  await showKind(page, 'Inquiries');
  await page.getByRole('button', { name: /^Open inquiry/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Transaction date').fill('2020-13-01T00:00:00Z');
  await dialog.getByLabel('Order id').fill('A-1');
  await expect(dialog.getByRole('button', { name: 'Open inquiry' })).toBeDisabled();
  await dialog.getByLabel('Transaction date').fill('2020-12-01T00:00:00Z');
  await dialog.getByRole('button', { name: 'Open inquiry' }).click();
  await expect(page.getByTestId('inquiry-row')).toContainText('Open');

  await page.getByRole('button', { name: /^Close inquiry/ }).click();
  await dialog.getByText('Declined', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Close inquiry' }).click();
  await expect(page.getByTestId('inquiry-row')).toContainText('Declined');
  await expect(page.getByTestId('inquiry-history')).toHaveCount(2);
  await expect(page.getByRole('button', { name: /^Close inquiry/ })).toBeDisabled();
  await expect.poll(() => targets(app)).toHaveLength(2);
  const [opened, closed] = await targets(app);
  expect(opened).toMatch(/order=A-1&state=UNRESOLVED&why=$/);
  expect(closed).toMatch(/state=DECLINED&why=Transaction%20cannot%20be%20traced$/);
});

test('a partner of another kind is told why there are no inquiries', async ({ page, app }) => {
  await edit(app, 'postbench.yaml', (text) => text.replace('kind: cashback', 'kind: content'));
  await openScreen(page, app.url, 'Simulator');
  await showKind(page, 'Inquiries');
  await expect(page.getByTestId('no-inquiries')).toContainText('Only cashback and loyalty partners');
  await expect(page.getByRole('button', { name: /^Open inquiry/ })).toBeDisabled();
});

test('one change of many items of a catalog fires a postback for each', async ({ page, app }) => {
  await edit(app, 'postbacks/acme-catalog.yaml', () => CATALOG_POSTBACK);
  await openScreen(page, app.url, 'Simulator');
  await showKind(page, 'Catalogs');
  await expect(page.getByTestId('item-totals')).toContainText('45 items');
  await page.getByLabel('Search items').fill('PB-0000');
  await expect(page.getByTestId('item-totals')).toContainText('9 of 45');
  await page.getByRole('button', { name: /^Change/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Price, USD').fill('12,50');
  await expect(dialog.getByText(/has a comma/)).toBeVisible();
  await dialog.getByLabel('Price, USD').fill('12.50');
  await expect(dialog.getByTestId('postbacks-fired')).toContainText('9 postbacks');
  await dialog.getByRole('button', { name: 'Change 9 items' }).click();
  await expect.poll(async () => (await targets(app)).length).toBe(9);
  for (const target of await targets(app)) expect(target).toContain('price=12.50');
  await expect(page.getByTestId('item-row').first()).toContainText('12.50');

  await page.getByRole('button', { name: 'More items' }).click();
  await page.getByRole('menuitem', { name: /Import CSV/ }).click();
  await dialog.getByLabel('CSV').fill('sku,name,price\nNEW-1,Stove,49.00\nNEW-2,Lamp,9.999\n');
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(dialog.getByRole('alert')).toContainText(/:3/);
  await dialog.getByLabel('CSV').fill('sku,name,price\nNEW-1,Stove,49.00\n');
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByLabel('Search items').fill('NEW-');
  await expect(page.getByTestId('item-totals')).toContainText('1 of 46');
});

test('hundreds of clicks are a list that is read as it is scrolled, and follows what comes and goes', async ({
  page,
  app,
}) => {
  const clickOn = async (subId1: string) => {
    const { link } = await app.client.world.link({ subId1 });
    await app.client.world.click({ link });
  };
  for (let n = 1; n <= 250; n += 1) await clickOn(`click-${n}-of-many`);
  await openScreen(page, app.url, 'Simulator');
  await showKind(page, 'Clicks');
  const list = page.getByRole('grid', { name: 'Clicks' });
  const row = (n: number) => list.getByRole('row').filter({ hasText: `click-${n}-of-many` });
  await expect(row(250)).toHaveAttribute('aria-rowindex', '1');
  await list.focus();
  await page.keyboard.press('End');
  await expect(row(1)).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('region', { name: 'Link' })).toContainText('click-1-of-many');
  await clickOn('click-251-of-many');
  await expect(row(1)).toHaveAttribute('aria-rowindex', '251');
  await page.keyboard.press('Home');
  await expect(row(251)).toHaveAttribute('aria-selected', 'true');
  await app.client.activity.clearAll();
  await expect(page.getByText('No clicks yet')).toBeVisible();
});

test('an item far down a long catalog is changed elsewhere, and its row and detail follow', async ({
  page,
  app,
}) => {
  const catalogOf = async () => {
    for await (const { catalogs } of await app.client.activity.follow({ after: 0 }))
      if (catalogs.length > 0) return catalogs[0]!.key;
    throw new Error('no catalog');
  };
  const catalog = await catalogOf();
  await app.client.world.generateItems({ catalog, count: 900 });
  await openScreen(page, app.url, 'Simulator');
  await showKind(page, 'Catalogs');
  await expect(page.getByTestId('item-totals')).toContainText('945 items');
  await page.getByRole('grid', { name: 'Catalog items' }).focus();
  await page.keyboard.press('End');
  const last = page.getByTestId('item-row').filter({ hasText: 'PB-00945' });
  await last.click();
  await app.client.world.changeItems({ catalog, which: { skus: ['PB-00945'] }, change: { price: '12.34' } });
  await expect(last).toContainText('12.34');
  await expect(page.getByRole('region', { name: 'Catalog item', exact: true })).toContainText('12.34');
});

test('ten thousand actions stay a list of few rows, which filters and sorts', async ({ page, app }) => {
  test.setTimeout(120_000);
  await edit(app, 'postbacks/acme-life-cycle.yaml', (text) => `${text}\nenabled: false\n`);
  await edit(
    app,
    'many.yaml',
    () => `name: Many
seed: 7
steps:
  - repeat:
      times: 10000
      over: 1 d
      track: { amount: { from: "10.00", to: "300.00" }, subId1: sale }
      reversed: { share: 10 %, within: 1 d }
expect:
  - books: { actions: 10000 }
`,
  );
  await openScreen(page, app.url, 'Simulator');
  await app.client.activity.run({ file: 'many.yaml' });
  await expect(page.getByTestId('action-totals')).toContainText('10,000 actions', { timeout: 90_000 });
  await openMode(page, 'Run a scenario');
  await page.getByRole('combobox', { name: 'Scenario' }).click();
  await page.getByRole('option', { name: /Many/ }).click();
  await expect(page.getByTestId('expectation-counts')).toHaveText('1 met', { timeout: 60_000 });
  await expect(page.getByRole('region', { name: 'Platform’s books' })).toContainText('Actions 10000');
  await openMode(page, 'By hand');
  expect(await page.getByTestId('action-row').count()).toBeLessThan(60);

  const sort = page.getByRole('button', { name: 'Sort', exact: true });
  await sort.click();
  await page.getByRole('menuitem', { name: 'Sort by amount' }).click();
  await sort.click();
  await page.getByRole('menuitem', { name: 'Sort by amount, ascending' }).click();
  const amounts = async () =>
    (await page.getByTestId('action-row').allInnerTexts()).map((text) =>
      Number(/(\d+\.\d\d)/.exec(text.replace(/\d+\.\d+\.\d+/, ''))?.[1]),
    );
  await expect.poll(async () => (await amounts())[0]).toBeGreaterThan(290);
  const sorted = await amounts();
  expect(sorted).toEqual(sorted.toSorted((a, b) => b - a));

  await page.getByRole('button', { name: 'Filter by program, status and source' }).click();
  await page.getByRole('combobox', { name: 'Status' }).click();
  await page.getByRole('option', { name: 'Reversed', exact: true }).click();
  await expect(page.getByTestId('action-totals')).toContainText(/^[\d,]+ of 10,000/);
  await page.keyboard.press('Escape');
  const grid = page.getByRole('grid', { name: 'Actions' });
  await grid.focus();
  await page.keyboard.press('End');
  await expect(page.getByTestId('ledger-row')).toHaveCount(2);
  expect(await page.getByTestId('action-row').count()).toBeLessThan(60);

  // One row further by keys, and what changes elsewhere leaves the list that it does not fit any more.
  const listed = Number(await grid.getAttribute('aria-rowcount'));
  await page.keyboard.press('ArrowUp');
  await expect(grid.locator(`[aria-rowindex="${listed - 1}"]`)).toHaveAttribute('aria-selected', 'true');
  const [last] = (await app.client.activity.actions({ status: 'REVERSED', limit: 1 })).rows;
  await app.client.activity.restore({ key: last!.key });
  await expect(grid).toHaveAttribute('aria-rowcount', String(listed - 1));
  await expect(page.getByTestId('action-totals')).toContainText(
    `${(listed - 1).toLocaleString('en')} of 10,000`,
  );
});

test('what was done by hand is saved as a scenario and runs again', async ({ page, app }) => {
  const { key } = await app.client.activity.track({ amount: '120.00' });
  await app.client.activity.reverse({ key, reason: 'ITEM_RETURNED' });
  await openScreen(page, app.url, 'Simulator');
  await page.getByRole('button', { name: 'More of the simulator' }).click();
  await page.getByRole('menuitem', { name: /Save as scenario/ }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Bought and returned');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByTestId('step-row')).toHaveCount(2);
  await runShown(page);
  await expect(page.getByTestId('run-progress')).toContainText('2 of 2 delivered');
});

test('an event-level postback is tested as the platform does, and a repeated event is warned of', async ({
  page,
  app,
}) => {
  await openScreen(page, app.url, 'Templates');
  await page.getByRole('option', { name: /Acme life cycle/ }).click();
  await expect(page.getByRole('button', { name: 'Send a test' })).toBeDisabled();
  await edit(
    app,
    'postbacks/purchases.yaml',
    () => 'name: Purchases\nlevel: event\nprogram: "1000"\neventType: "2240"\nurl: /event?id={ActionId}\n',
  );
  await page.getByRole('option', { name: /Purchases/ }).click();
  await page.getByRole('button', { name: 'Duplicates' }).click();
  await expect(page.getByText(/arrives twice/)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByRole('button', { name: 'Send test' }).click();
  await expect(page.getByTestId('test-result')).toHaveAttribute('data-outcome', 'delivered');
  expect((await targets(app))[0]).toMatch(/^\/event\?id=1000\./);
  await page.getByRole('button', { name: 'Close' }).last().click();

  await page.getByRole('button', { name: 'Change what it fires on' }).click();
  await page.getByText('All events', { exact: true }).click();
  await page.keyboard.press('Escape');
  await page.getByTestId('save-postback').click();
  await expect
    .poll(() => read(join(app.workspace, 'postbacks/purchases.yaml')))
    .not.toMatch(/eventType|program:|level: event/);
  await page.getByRole('navigation').getByText('Simulator').click();
  await expect(page.getByTestId('repeated')).toContainText('arrives twice');
});

test('the parts of the world have no violations, in light and dark, wide and narrow', async ({
  page,
  app,
}) => {
  // Twenty looks at whole pages.
  test.setTimeout(240_000);
  const { key } = await app.client.activity.track({ amount: '120.00' });
  await app.client.world.openInquiry({ type: 'INCORRECT', action: key });
  const { link } = await app.client.world.link({ subId1: 'x' });
  await app.client.world.click({ link });
  await openScreen(page, app.url, 'Simulator');
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const [width, height] of [
      [1280, 800],
      [900, 600],
    ] as const) {
      await page.setViewportSize({ width, height });
      for (const name of ['Actions', 'Clicks', 'Inquiries', 'Catalogs', 'Programs']) {
        const picker = page.getByRole('button', { name: /^Select another: / });
        if (width === 900) await picker.click();
        await showKind(page, name);
        const list = page.getByRole('region', { name, exact: true });
        await list.locator('[role="row"][aria-selected]').first().click({ timeout: 10_000 });
        if (width === 900) await expect(page.getByRole('dialog', { name: 'Select another' })).toHaveCount(0);
        expect(await violations(page), `${name} ${scheme} ${width}`).toEqual([]);
        const size = () =>
          page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]);
        expect(await size()).toEqual([width, height]);
      }
    }
  }
});
