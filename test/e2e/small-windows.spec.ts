import type { Page } from '@playwright/test';
import { type App, expect, openMode, openScreen, runShown, showKind, test } from './app.ts';
import { badTexts, headsOffColumns } from './fit.ts';
import config from './playwright.config.ts';

// As a desktop with a mouse has them: they take room.
test.use({ launchOptions: { ...config.use?.launchOptions, ignoreDefaultArgs: ['--hide-scrollbars'] } });

/** 900x600, and what is left of 1280x800 and of 900x600 at 200 %. */
const WINDOWS = [
  [900, 600],
  [640, 400],
  [450, 300],
] as const;

/** Nothing of the window scrolls sideways or lies outside of it, and its texts can be read. */
async function fits(page: Page, what: string): Promise<void> {
  for (const [width, height] of WINDOWS) {
    await page.setViewportSize({ width, height });
    const beyond = () =>
      page.evaluate(() => {
        const { scrollWidth, scrollHeight } = document.documentElement;
        const sideways = [...document.querySelectorAll('main, .panes, .hand-panes, .list-scroll')].filter(
          (part) => part.scrollWidth > part.clientWidth + 1,
        );
        return { size: [scrollWidth, scrollHeight], sideways: sideways.map((part) => part.className) };
      });
    await expect.poll(beyond, `${what}, ${width}x${height}`).toEqual({ size: [width, height], sideways: [] });
    if (width > 450) await expect.poll(() => badTexts(page), `${what}, ${width}x${height}`).toEqual([]);
    await expect.poll(async () => (await headsOffColumns(page)).off, `${what}, ${width}`).toEqual([]);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

async function fill(app: App): Promise<void> {
  for (let at = 0; at < 30; at += 1) await app.client.activity.track({ amount: '120.00' });
  const { key } = await app.client.activity.track({ amount: '120.00' });
  await app.client.activity.reverse({ key, reason: 'ITEM_RETURNED' });
  await app.client.world.openInquiry({ type: 'INCORRECT', action: key });
  const { link } = await app.client.world.link({ subId1: 'x' });
  await app.client.world.click({ link });
}

test('the Simulator fits small windows in each of its modes', async ({ page, app }) => {
  test.setTimeout(120_000);
  await fill(app);
  await openScreen(page, app.url, 'Simulator');
  for (const name of ['Actions', 'Clicks', 'Inquiries', 'Catalogs', 'Programs']) {
    await showKind(page, name);
    const list = page.getByRole('region', { name, exact: true });
    await list.locator('[role="row"][aria-selected]').first().click();
    await fits(page, name);
  }
  await runShown(page);
  await expect(page.getByTestId('run-progress')).toContainText('5 of 5 delivered');
  await fits(page, 'a run');
  await openMode(page, 'Watch');
  await fits(page, 'the timeline');
  await page.getByTitle('List', { exact: true }).click();
  await page.getByTestId('delivery-row').nth(2).click();
  await fits(page, 'the list that is watched');
});

test('the Receiver fits small windows, and its heads stand over their columns', async ({ page, app }) => {
  await openScreen(page, app.url, 'Receiver');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await fits(page, 'no captures');
  await fill(app);
  await page.getByRole('grid', { name: 'Captures' }).getByRole('row').nth(2).click();
  for (const tab of ['Request', 'Response', 'Raw']) {
    await page.getByRole('tab', { name: tab }).click();
    await fits(page, tab);
  }
  expect((await headsOffColumns(page)).heads).toBeGreaterThan(0);
});

test('the response rules and their editor fit small windows', async ({ page, app }) => {
  await app.client.receiver.turnPreset({ preset: 'partial-firewall', on: true });
  await app.client.activity.track({ amount: '120.00' });
  await openScreen(page, app.url, 'Receiver');
  await page.keyboard.press('Shift+F9');
  await expect(page.getByTestId('rule')).toHaveCount(1);
  await fits(page, 'response rules');
  await page.getByRole('button', { name: 'New rule' }).click();
  await page.getByRole('button', { name: 'Condition', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Field' }).click();
  await fits(page, 'a new rule');
});

test('a text that is cut says all of itself in a tooltip', async ({ page, app }) => {
  await app.client.activity.track({
    amount: '120.00',
    subId1: 'a-name-that-is-longer-than-its-room'.repeat(4),
  });
  await page.setViewportSize({ width: 900, height: 600 });
  await openScreen(page, app.url, 'Receiver');
  const row = page.getByRole('grid', { name: 'Captures' }).getByRole('row').first();
  await row.click();
  const cut = page
    .getByTestId('capture-meta')
    .or(page.locator('.ellipsis'))
    .filter({ hasText: 'from 127.0.0.1' });
  await cut.first().hover();
  await expect(cut.first()).toHaveAttribute('title', /from 127\.0\.0\.1:\d+/);
});

test('the Sending dialog fits small windows in each of its tabs', async ({ page, app }) => {
  await openScreen(page, app.url, 'Receiver');
  await page.getByTestId('sender-button').click();
  const dialog = page.getByRole('dialog', { name: 'Sending rules' });
  for (const tab of ['Profile', 'What if', 'Certificates']) {
    await dialog.getByRole('tab', { name: tab }).click();
    await expect(dialog.getByRole('tabpanel', { name: tab })).toBeVisible();
    await fits(page, tab);
  }
});

test('the endpoints fit small windows, as facts and as fields', async ({ page, app }) => {
  await app.client.workspace.saveEndpoint({
    endpoint: { name: 'secure', port: 0, tls: true, bind: '0.0.0.0', access: { allow: ['203.0.113.0/24'] } },
  });
  await openScreen(page, app.url, 'Receiver');
  await page.getByRole('button', { name: /^http:/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Endpoints' });
  await expect(dialog.getByTestId('trust-step')).toBeVisible();
  await fits(page, 'facts of an endpoint');
  await dialog.getByRole('button', { name: 'Edit' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Allowed addresses' })).toBeVisible();
  await fits(page, 'fields of an endpoint');
});

test('a replay and the readings of a body fit small windows', async ({ page, app }) => {
  const post = (path: string, type: string, body: string | FormData) =>
    fetch(`${app.receiver}${path}`, {
      method: 'POST',
      ...(type === '' ? {} : { headers: { 'content-type': type } }),
      body,
    });
  const form = new FormData();
  form.append('action_id', '1000.4636.158136');
  form.append('file', new Blob(['id,payout\n1,12.00\n'], { type: 'text/csv' }), 'actions-of-may-12.csv');
  await post('/parts', '', form);
  await post('/lines', 'application/x-ndjson', '{"id":1,"big":9007199254740993}\n{"id":\n');
  await openScreen(page, app.url, 'Receiver');
  const row = (path: string) =>
    page.getByRole('grid', { name: 'Captures' }).getByRole('row').filter({ hasText: path });
  for (const path of ['/parts', '/lines']) {
    await row(path).click();
    await expect(page.getByRole('radiogroup', { name: 'Body format' })).toBeVisible();
    await fits(page, `a body of ${path}`);
  }
  await page.getByRole('radiogroup', { name: 'Body format' }).getByText('Both', { exact: true }).click();
  await fits(page, 'text beside bytes');
  await row('/lines').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Replay the capture…' }).click();
  const dialog = page.getByRole('dialog', { name: /^Replay capture/ });
  await dialog.getByRole('switch', { name: 'Edit the request' }).click();
  await dialog.getByRole('button', { name: 'Send' }).click();
  await expect(dialog.getByTestId('replayed')).toHaveCount(1);
  await fits(page, 'a replay');
});

test('what a program is set to, and the list of keys, are never painted over', async ({ page, app }) => {
  await fill(app);
  await openScreen(page, app.url, 'Simulator');
  await showKind(page, 'Programs');
  const programs = page.getByRole('region', { name: 'Programs', exact: true });
  await programs.locator('[role="row"][aria-selected]').first().click();
  const clears = page.getByText('Clears after', { exact: true }).first();
  for (const width of [640, 900, 1000, 1100, 1280]) {
    await page.setViewportSize({ width, height: 600 });
    // Another layout may have taken its place meanwhile.
    await expect(async () => {
      await clears.scrollIntoViewIfNeeded();
      await expect(clears).toBeInViewport();
    }).toPass();
    await expect.poll(() => badTexts(page), `${width}`).toEqual([]);
  }
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await fits(page, 'keys');
});
