import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type App, expect, openMode, openScreen, runShown, test, watchList } from './app.ts';

const mode = (page: Page, name: string) => page.getByRole('radio', { name, exact: true });

/** Writes a scenario, waits until the engine has read it, and shows it. */
async function showScenario(page: Page, app: App, text: string): Promise<void> {
  writeFileSync(join(app.workspace, 'shown.yaml'), text);
  for await (const { scenarios } of await app.client.workspace.follow())
    if (scenarios.some(({ file, content }) => file === 'shown.yaml' && content !== null)) break;
  await page.addInitScript(() => localStorage.setItem('postbench.simulator.scenario', 'shown.yaml'));
  await openScreen(page, app.url, 'Simulator');
}

test('an entry of the ledger shows what was sent for it, by pointer and by keys', async ({ page, app }) => {
  const { key } = await app.client.activity.track({ amount: '120.00' });
  await app.client.activity.modify({ key, amount: '80.00', reason: 'ORDER_UPDATE' });
  await app.client.activity.reverse({ key, reason: 'ITEM_RETURNED' });
  await openScreen(page, app.url, 'Simulator');
  const sent = page.getByRole('region', { name: 'Sent', exact: true });
  const detail = page.getByTestId('attempt-detail');
  // The latest at first.
  await expect(sent.getByRole('heading')).toHaveText('Sent for Reversed');
  await expect(detail).toContainText('status=REVERSED');
  const rows = page.getByTestId('ledger-row');
  await expect(rows).toHaveCount(3);
  for (const row of await rows.all())
    await expect(row.getByRole('img', { name: 'Delivered' })).toHaveCount(1);

  await rows.first().click();
  await expect(sent.getByRole('heading')).toHaveText('Sent for Tracked');
  await expect(detail).toContainText('pay=12.00');
  await page.keyboard.press('ArrowDown');
  await expect(sent.getByRole('heading')).toHaveText('Sent for Modified');
  await expect(detail).toContainText('pay=8.00');
  await page.keyboard.press('Enter');
  await expect(detail.getByRole('radio')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('grid', { name: 'Ledger' })).toBeFocused();
  await page.keyboard.press('Home');
  await expect(rows.first()).toHaveAttribute('aria-selected', 'true');

  // What is done next becomes the entry that is shown.
  await page.keyboard.press('s');
  await expect(rows).toHaveCount(4);
  await expect(sent.getByRole('heading')).toHaveText('Sent for Restored');
  await expect(sent.getByTestId('sent-row')).toHaveAttribute('data-outcome', 'delivered');
});

test('the request of an attempt is copied as a command, and found in the Receiver', async ({
  page,
  app,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(app.url).origin });
  await app.client.activity.track({ amount: '120.00' });
  await openScreen(page, app.url, 'Simulator');
  await page.getByRole('button', { name: 'Copy as cURL' }).click();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  expect(command).toMatch(/^curl /);
  expect(command).toContain(`${app.receiver}/pb?id=`);
  expect(command).toContain('pay=12.00');
  await page.getByRole('button', { name: 'Show in Receiver' }).click();
  await page.getByRole('button', { name: 'Show in Simulator' }).click();
  await expect(page.getByRole('radio', { name: 'By hand' })).toBeChecked();
  await expect(page.getByTestId('ledger-row')).toHaveAttribute('aria-selected', 'true');
});

test('each next step says what it does and sends, or why it is not possible', async ({ page, app }) => {
  await app.client.activity.track({ amount: '120.00' });
  await openScreen(page, app.url, 'Simulator');
  const steps = page.getByRole('group', { name: 'Next steps' });
  await expect(steps).toContainText(
    `Amount and payout become 0.00. Sends Reversed to ${new URL(app.receiver).origin}.`,
  );
  await expect(steps).toContainText('Ends the locking period now. Payout stays 12.00. Sends nothing.');
  await expect(steps).toContainText('It is not reversed.');
  await expect(steps).toContainText('Its values are still the first ones.');
});

test('entries of several days stand under the day that they happened on', async ({ page, app }) => {
  await app.client.clock.set({ mode: 'stepped' });
  const { key } = await app.client.activity.track({ amount: '120.00' });
  await app.client.activity.modify({ key, amount: '80.00', reason: 'ORDER_UPDATE' });
  await app.client.clock.step({ by: 86_400_000 });
  await app.client.activity.reverse({ key, reason: 'ITEM_RETURNED' });
  await openScreen(page, app.url, 'Simulator');
  await expect(page.getByTestId('ledger-row')).toHaveCount(3);
  const days = page.getByTestId('ledger-day');
  await expect(days).toHaveCount(2);
  const order = await page
    .getByRole('grid', { name: 'Ledger' })
    .getByRole('row')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-testid')));
  expect(order).toEqual(['ledger-day', 'ledger-row', 'ledger-row', 'ledger-day', 'ledger-row']);
});

test('running a scenario from anywhere shows the run, and the mode is remembered', async ({ page, app }) => {
  await openScreen(page, app.url, 'Simulator');
  await expect(mode(page, 'By hand')).toBeChecked();
  await page.keyboard.press('3');
  await expect(mode(page, 'Watch')).toBeChecked();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(mode(page, 'Run a scenario')).toBeChecked();
  await expect(page.getByTestId('run-progress')).toContainText('5 of 5 delivered');
  await page.reload();
  await expect(mode(page, 'Run a scenario')).toBeChecked();
  await page.keyboard.press('1');
  await expect(page.getByTestId('ledger-row')).toHaveCount(5);
  await page.keyboard.press('2');
  await expect(page.getByTestId('step-row')).toHaveCount(5);
});

test('a step says how many of its deliveries stand where, what is expected of them, and lists them', async ({
  page,
  app,
}) => {
  await showScenario(
    page,
    app,
    `name: Shown
steps:
  - loseResponse: buy
  - { id: buy, track: { amount: "10.00" } }
  - { id: more, track: { amount: "20.00" } }
expect:
  - deliveries: { step: buy }
    delivered: all
    attempts: 1
  - books: { actions: 3 }
`,
  );
  await openMode(page, 'Run a scenario');
  await expect(page.getByTestId('expectation-counts')).toHaveText('3 open');
  await page.getByTestId('run-button').click();
  await expect(page.getByTestId('expectation-counts')).toHaveText('2 failed, 1 met');
  const steps = page.getByTestId('step-row');
  await expect(steps.nth(0).getByTestId('step-delivered')).toHaveText('');
  await expect(steps.nth(1).getByTestId('step-delivered')).toHaveText('Delivered1');
  await expect(steps.nth(1)).toContainText('all delivered');
  await expect(steps.nth(1)).toContainText('at most 1 attempts each, found 2');
  await expect(page.getByRole('region', { name: 'Platform’s books' })).toContainText('Found: 2');
  await expect(page.getByRole('region', { name: 'On purpose' })).toContainText('1 step loses responses');
  await expect(page.getByRole('region', { name: 'On purpose' })).toContainText('1 with the response lost');

  const now = page.getByTestId('now-row');
  await expect(now).toHaveCount(2);
  await steps.nth(2).click();
  await expect(now).toHaveCount(1);
  // A delivery leads to its action by hand.
  await now.dblclick();
  await expect(mode(page, 'By hand')).toBeChecked();
  await expect(page.getByTestId('ledger-row')).toHaveCount(1);
  await expect(page.getByRole('region', { name: 'Action', exact: true })).toContainText('20.00');
});

test('several deliveries of the list that is watched are retried together', async ({ page, app }) => {
  await app.client.engine.setResponses({ responses: [500] });
  for (const amount of ['10.00', '20.00', '30.00']) await app.client.activity.track({ amount });
  await openScreen(page, app.url, 'Simulator');
  await watchList(page);
  const rows = page.getByTestId('delivery-row');
  await expect(rows).toHaveCount(3);
  await rows.nth(0).click();
  await rows.nth(2).click({ modifiers: ['Shift'] });
  const chosen = page.getByRole('group', { name: 'Selected deliveries' });
  await expect(chosen).toContainText('3 selected');
  await app.client.engine.setResponses({ responses: [200] });
  await chosen.getByRole('button', { name: 'Retry now' }).click();
  for (const row of await rows.all()) await expect(row).toHaveAttribute('data-outcome', 'delivered');
  await chosen.getByRole('button', { name: 'Clear selection' }).click();
  await page.getByRole('button', { name: 'Not accepted, 3' }).click();
  await expect(rows).toHaveCount(3);
  await page.getByRole('button', { name: 'Not accepted, 3' }).click();
  await page.getByRole('button', { name: 'Given up, 0' }).click();
  await expect(page.getByText('No deliveries with this outcome')).toBeVisible();
});

test('the keys go on from a selected click that is far out of what was read', async ({ page, app }) => {
  const { link } = await app.client.world.link({ subId1: 'x' });
  for (let n = 0; n < 250; n += 1) await app.client.world.click({ link });
  await openScreen(page, app.url, 'Simulator');
  await page.getByRole('button', { name: /^Kind: / }).click();
  await page.getByRole('menuitemradio', { name: /^Clicks/ }).click();
  const list = page.getByRole('grid', { name: 'Clicks' });
  await list.focus();
  await page.keyboard.press('End');
  const at = (index: number) => list.locator(`[aria-rowindex="${index}"]`);
  await expect(at(250)).toHaveAttribute('aria-selected', 'true');
  await list.evaluate((element) => element.scrollTo(0, 0));
  await expect(at(1)).toBeVisible();
  // A click that comes in renews what is read: only the first rows are known then.
  await app.client.world.click({ link });
  await expect(list).toHaveAttribute('aria-rowcount', '251');
  await page.keyboard.press('ArrowUp');
  // From where it stood, or stands now; not from the top again.
  await expect(list.locator('[aria-selected="true"]')).toHaveAttribute('aria-rowindex', /^(249|250)$/);
});

test('nothing is cut off at the right, down to a window of 800 px, with nothing, one action and a run', async ({
  page,
  app,
}) => {
  test.setTimeout(120_000);
  const fits = async (what: string) => {
    for (const [width, height] of [
      [1280, 800],
      [900, 600],
      [800, 600],
    ] as const) {
      await page.setViewportSize({ width, height });
      for (const name of ['By hand', 'Run a scenario', 'Watch'] as const) {
        await openMode(page, name);
        const beyond = () =>
          page.evaluate(() =>
            [...document.querySelectorAll('main button, main input, header button')]
              .filter((element) => {
                const { right, width: own } = element.getBoundingClientRect();
                return own > 0 && right > window.innerWidth;
              })
              .map((element) => element.getAttribute('aria-label') ?? element.textContent),
          );
        await expect.poll(beyond, `${what}, ${name}, ${width} px`).toEqual([]);
        const size = () => page.evaluate(() => document.documentElement.scrollWidth);
        await expect.poll(size, `${what}, ${name}, ${width} px`).toBe(width);
      }
    }
  };
  await openScreen(page, app.url, 'Simulator');
  await expect(page.getByText('No actions yet')).toBeVisible();
  await fits('nothing');
  await app.client.activity.track({ amount: '120.00' });
  await fits('one action');
  await page.setViewportSize({ width: 1280, height: 800 });
  await runShown(page);
  await expect(page.getByTestId('run-progress')).toContainText('5 of 5 delivered');
  await fits('a run');
});
