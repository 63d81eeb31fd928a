import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { followDeliveries } from '../fixtures/lists.ts';
import { violations } from './accessibility.ts';
import { type App, expect, openMode, openScreen, test } from './app.ts';

const POSTBACKS = 10;

/** A scenario that tracks purchases, a second apart, and an answer of 500 to every third request at first. */
async function runMany(app: App, tracks: number, postbacks: number): Promise<void> {
  const first = join(app.workspace, 'postbacks/acme-life-cycle.yaml');
  const text = readFileSync(first, 'utf8');
  for (let copy = 1; copy < postbacks; copy += 1) {
    writeFileSync(
      join(app.workspace, `postbacks/copy-${copy}.yaml`),
      text.replace('life cycle', `copy ${copy}`),
    );
  }
  const steps = Array.from(
    { length: tracks },
    (_, index) =>
      `  - { at: ${index} s, track: { program: Acme Outdoor, eventType: Purchase, amount: 20.00 } }`,
  );
  const scenario = `name: Many\nstart: 2026-05-12T14:00:00-07:00\nsteps:\n${steps.join('\n')}\n`;
  writeFileSync(join(app.workspace, 'many.yaml'), scenario);
  for await (const view of await app.client.workspace.follow()) {
    const found = view.scenarios.some(({ file }) => file === 'many.yaml');
    const sent = view.postbacks.filter(({ content }) => content?.kind === 'action' && content.enabled);
    if (found && sent.length === postbacks) break;
  }
  const total = tracks * postbacks;
  const answers = Array.from({ length: Math.min(total, 10_000) }, (_, index) =>
    index % 3 === 0 ? 500 : 200,
  );
  await app.client.engine.setResponses({ responses: [...answers.slice(0, -1), 200] });
  const { runId } = await app.client.activity.run({ file: 'many.yaml', seed: 1 });
  for await (const { runs } of await app.client.activity.follow({ after: 0 })) {
    if (runs.some(({ id, state }) => id === runId && state !== 'running')) return;
  }
}

/** Shows the deliveries that are watched: of one run, or of all. */
async function watchOnly(page: Page, which: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Which deliveries' }).click();
  await page.getByRole('option', { name: which }).click();
}

async function openMany(page: Page, app: App, view = 'timeline'): Promise<Locator> {
  await page.addInitScript((shown) => {
    localStorage.setItem('postbench.simulator.scenario', 'many.yaml');
    localStorage.setItem('postbench.simulator.mode', 'watch');
    localStorage.setItem('postbench.simulator.deliveries', shown);
  }, view);
  await openScreen(page, app.url, 'Simulator');
  await watchOnly(page, 'Run 1 Many');
  return page.getByRole('grid', { name: 'Deliveries' });
}

/** How many pixels of a canvas are drawn on, and how many have the colour of a token, as opaque as asked for. */
function pixels(canvas: Locator, token: string, alpha = 1): Promise<{ drawn: number; coloured: number }> {
  return canvas.evaluate(
    (element, [name, opaque]) => {
      const sheet = element as HTMLCanvasElement;
      const probe = document.createElement('canvas').getContext('2d')!;
      probe.globalAlpha = opaque;
      probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
      probe.fillRect(0, 0, 1, 1);
      const wanted = probe.getImageData(0, 0, 1, 1).data;
      const { data } = sheet.getContext('2d')!.getImageData(0, 0, sheet.width, sheet.height);
      let drawn = 0;
      let coloured = 0;
      for (let at = 0; at < data.length; at += 4) {
        if (data[at + 3]! > 0) drawn += 1;
        if (wanted.every((value, part) => data[at + part] === value)) coloured += 1;
      }
      return { drawn, coloured };
    },
    [token, alpha] as const,
  );
}

test('draws 10,000 deliveries with few elements, from the first to the last', async ({ page, app }) => {
  test.setTimeout(240_000);
  await runMany(app, 1000, POSTBACKS);
  const grid = await openMany(page, app);
  await expect(grid).toHaveAttribute('aria-rowcount', '10000');
  await expect(page.getByRole('button', { name: 'Delivered, 10,000' })).toBeVisible();
  const marks = page.getByTestId('timeline-marks');
  const look = async () => {
    expect(await page.getByRole('row').count()).toBeLessThan(60);
    await expect.poll(async () => (await pixels(marks, '--ok-mark')).coloured).toBeGreaterThan(300);
  };
  await look();
  const bars = async () => (await pixels(page.getByTestId('timeline-head'), '--warn-mark')).coloured;
  await expect.poll(bars).toBeGreaterThan(20);
  await grid.evaluate((element) => element.scrollTo(0, 120_000));
  await expect(page.getByTestId('delivery-row').first()).toHaveAttribute('aria-rowindex', /^(49|50)\d\d$/);
  await look();
  await grid.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(grid.locator('[aria-rowindex="10000"]')).toBeVisible();
  await look();

  await page.getByRole('button', { name: 'Not accepted' }).click();
  const listed = async () => Number(await grid.getAttribute('aria-rowcount'));
  await expect.poll(listed).toBeLessThan(5000);
  expect(await listed()).toBeGreaterThan(2000);
  await look();
});

test('lists hundreds in windows: gone through by keys, chosen from end to end, followed as they change', async ({
  page,
  app,
}) => {
  test.setTimeout(120_000);
  await runMany(app, 150, 5);
  const grid = await openMany(page, app, 'list');
  const row = (index: number) => grid.locator(`[aria-rowindex="${index}"]`);
  await expect(grid).toHaveAttribute('aria-rowcount', '750');
  await grid.focus();
  await page.keyboard.press('End');
  await expect(row(750)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowUp');
  await expect(row(749)).toHaveAttribute('aria-selected', 'true');
  const chosen = page.getByRole('group', { name: 'Selected deliveries' });
  await page.keyboard.press('Shift+Home');
  await expect(chosen).toContainText('749 selected');
  await page.keyboard.press('ControlOrMeta+a');
  await expect(chosen).toContainText('750 selected');
  await chosen.getByRole('button', { name: 'Clear selection' }).click();

  // From the selected row on, although it has been scrolled out of what the page holds.
  await page.keyboard.press('End');
  await expect(row(750)).toHaveAttribute('aria-selected', 'true');
  await page.reload();
  await expect(grid).toHaveAttribute('aria-rowcount', '750');
  await watchOnly(page, 'All runs');
  await expect(row(1)).toBeVisible();
  await grid.focus();
  await page.keyboard.press('End');
  await expect(row(750)).toHaveAttribute('aria-selected', 'true');
  await app.client.engine.setResponses({ responses: [500] });
  await app.client.clock.pause({ paused: true });
  const { key } = await app.client.activity.track({ amount: '20.00' });
  await expect(grid).toHaveAttribute('aria-rowcount', '755');
  // The view stays at the row that was looked at, which stands five rows further down now.
  await expect(row(755)).toHaveAttribute('aria-selected', 'true');
  await expect(row(755)).toBeVisible();
  await page.getByRole('button', { name: '5 new' }).click();
  await expect(row(1).getByTestId('delivery-row')).toHaveAttribute('data-outcome', 'waiting');
  const about = { subject: 'action', key } as const;
  const ids = await app.client.activity.deliveryIds(about);
  await app.client.activity.cancelDeliveries({ ids: [...ids] });
  for (const index of [1, 5])
    await expect(row(index).getByTestId('delivery-row')).toHaveAttribute('data-outcome', 'cancelled');
  await expect(row(6).getByTestId('delivery-row')).toHaveAttribute('data-outcome', 'delivered');
});

test('goes from mark to mark by keys, opens the card, and shows the attempt', async ({ page, app }) => {
  await runMany(app, 6, 1);
  const grid = await openMany(page, app);
  await expect(grid).toHaveAttribute('aria-rowcount', '6');
  await openMode(page, 'Run a scenario');
  await expect(page.getByTestId('step-row').nth(2)).toContainText('+2 s');
  await openMode(page, 'Watch');
  const card = page.getByTestId('mark-card');
  await grid.focus();
  await page.keyboard.press('ArrowDown');
  await expect(card).toContainText('Attempt 2 of 16, response 200');
  await page.keyboard.press('ArrowLeft');
  await expect(card).toContainText('Attempt 1 of 16, response 500');
  await expect(card).toContainText('Postback’s minimum delay');
  await page.keyboard.press('ArrowDown');
  await expect(card).toContainText('Attempt 1 of 16, response 200');
  await expect(grid.locator('[aria-rowindex="2"]')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);

  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(card.getByRole('button').first()).toBeFocused();
  await card.getByRole('button', { name: 'Open by hand' }).press('Enter');
  await expect(page.getByRole('radio', { name: 'By hand' })).toBeChecked();
  const detail = page.getByTestId('attempt-detail');
  await expect(detail.getByRole('radio').first()).toBeChecked();
  await expect(detail.getByRole('radio').first()).toBeFocused();
  await expect(detail).toContainText('First byte');
  await expect(detail).toContainText(/Retry 1 of 15/);
  await expect(detail.getByText('assumed').first()).toBeVisible();
  await expect(detail.getByText('Next attempt due')).toBeVisible();
  await expect(detail).toContainText('HTTP/1.1');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('grid', { name: 'Ledger' })).toBeFocused();
});

/** A purchase by hand whose first attempt was answered with 500; the next one is a minute away. */
async function openFailing(page: Page, app: App): Promise<Locator> {
  await app.client.engine.setResponses({ responses: [500] });
  await app.client.activity.track({ amount: '20.00' });
  for await (const { deliveries } of followDeliveries(app.client)) {
    if (deliveries.some(({ attempts }) => attempts[0]?.outcome === 'not-accepted')) break;
  }
  await openScreen(page, app.url, 'Simulator');
  await openMode(page, 'Watch');
  const grid = page.getByRole('grid', { name: 'Deliveries' });
  await expect(grid).toHaveAttribute('aria-rowcount', '1');
  return grid;
}

test('draws what is planned beyond the next attempt paler, and says on what it depends', async ({
  page,
  app,
}) => {
  const grid = await openFailing(page, app);
  const marks = page.getByTestId('timeline-marks');
  const card = page.getByTestId('mark-card');
  await grid.focus();
  await page.keyboard.press('ArrowDown');
  await expect(card).toContainText('Attempt 2 of 16, planned');
  await expect(card).toContainText('If every response is 500, given up after attempt 16');
  await page.keyboard.press('ArrowRight');
  await expect(card).toContainText('Attempt 3 of 16');
  await expect(card).toContainText('if it fails again');
  await expect(card).toContainText('Attempt 2, planned');
  await page.keyboard.press('End');
  await expect(card).toContainText('Attempt 16 of 16');
  await page.keyboard.press('Escape');
  await page.keyboard.press('0');
  const faint = async () => (await pixels(marks, '--idle-mark', 0.5)).coloured;
  expect(await faint()).toBe(0);
  // Out to the three days of the whole schedule.
  for (let step = 0; step < 20; step += 1) await page.keyboard.press('-');
  await expect.poll(faint).toBeGreaterThan(50);
});

test('keeps the card at its mark, and the keyboard with it, when the window changes its layout', async ({
  page,
  app,
}) => {
  const grid = await openFailing(page, app);
  const card = page.getByTestId('mark-card');
  await grid.focus();
  await page.keyboard.press('ArrowDown');
  await expect(card).toBeVisible();
  const before = (await card.boundingBox())!;
  await page.setViewportSize({ width: 1190, height: 800 });
  await expect.poll(async () => (await card.boundingBox())!.x).not.toBe(before.x);
  await page.setViewportSize({ width: 800, height: 600 });
  await expect(card).toBeVisible();
  await expect
    .poll(async () => (await card.boundingBox())!.x + (await card.boundingBox())!.width)
    .toBeLessThan(800);
  await expect(page.getByTestId('delivery-row')).toHaveCount(1);
  await expect(grid).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
});

test('zooms by keys, by a drag over the histogram and by the wheel, and goes back', async ({ page, app }) => {
  await runMany(app, 40, 1);
  const grid = await openMany(page, app);
  const shown = page.getByTitle('Show everything (0)');
  // What everything spans is known once the engine has told it.
  await expect(page.getByRole('button', { name: 'Delivered, 40' })).toBeVisible();
  const all = (await shown.textContent())!;
  await grid.focus();
  await page.keyboard.press('+');
  await expect(shown).not.toHaveText(all);
  await page.keyboard.press('0');
  await expect(shown).toHaveText(all);

  const head = (await page.getByTestId('timeline-head').boundingBox())!;
  await page.mouse.move(head.x + 40, head.y + 12);
  await page.mouse.down();
  await page.mouse.move(head.x + 140, head.y + 12, { steps: 4 });
  await page.mouse.up();
  await expect(shown).not.toHaveText(all);
  await page.mouse.dblclick(head.x + 300, head.y + 12);
  await expect(shown).toHaveText(all);

  const box = (await grid.boundingBox())!;
  await page.mouse.move(box.x + 400, box.y + 100);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -400);
  await page.keyboard.up('Control');
  await expect(shown).not.toHaveText(all);
  await page.mouse.dblclick(box.x + 500, box.y + 106);
  await expect(shown).toHaveText(all);
});

test('lists by legend, chooses several, and tries again what was given up', async ({ page, app }) => {
  await app.client.engine.setResponses({ responses: [200] });
  await runMany(app, 8, 1);
  const grid = await openMany(page, app);
  const entry = page.getByRole('button', { name: 'Not accepted' });
  await entry.click();
  await expect(entry).toHaveAttribute('aria-pressed', 'true');
  await expect(grid).toHaveAttribute('aria-rowcount', /^[2-5]$/);
  await entry.click();
  await expect(grid).toHaveAttribute('aria-rowcount', '8');

  const rows = page.getByTestId('delivery-row');
  await rows.nth(1).click({ position: { x: 30, y: 12 } });
  await rows.nth(3).click({ position: { x: 30, y: 12 }, modifiers: ['Shift'] });
  const chosen = page.getByRole('group', { name: 'Selected deliveries' });
  await expect(chosen).toContainText('3 selected');
  await rows.nth(6).click({ position: { x: 30, y: 12 }, modifiers: ['Control'] });
  await expect(chosen).toContainText('4 selected');
  await grid.focus();
  await page.keyboard.press('Control+a');
  await expect(chosen).toContainText('8 selected');
  await chosen.getByRole('button', { name: 'Retry now' }).click();
  await expect(page.getByText('Nothing to retry')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(chosen).toHaveCount(0);

  await app.client.engine.setResponses({ responses: [500] });
  await app.client.activity.run({ file: 'many.yaml', seed: 2 });
  await openMode(page, 'Run a scenario');
  await page.getByRole('combobox', { name: 'Run', exact: true }).click();
  await page.getByRole('option', { name: /^Run 2/ }).click();
  await expect(page.getByTestId('run-progress')).toContainText('8 given up');
  // From the expectations into the deliveries that fell short.
  await page
    .getByRole('region', { name: 'Expectations', exact: true })
    .getByRole('button', { name: 'Show 8' })
    .click();
  await expect(page.getByRole('button', { name: 'Given up, 8' })).toHaveAttribute('aria-pressed', 'true');
  await expect(grid).toHaveAttribute('aria-rowcount', '8');
  await app.client.engine.setResponses({ responses: [200] });
  await page.getByRole('button', { name: 'Delivery actions' }).click();
  await page.getByRole('menuitem', { name: 'Retry all failed (8)' }).click();
  await openMode(page, 'Run a scenario');
  await expect(page.getByTestId('run-progress')).toContainText('8 of 8 delivered');
});

test('pauses, steps and speeds the clock up, with the time in the program’s zone', async ({ page, app }) => {
  await openScreen(page, app.url, 'Simulator');
  const time = page.getByRole('timer', { name: 'Virtual time' });
  await expect(time).toContainText(/[A-Z][a-z]{2} \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d/);
  await page.getByRole('button', { name: 'Pause the clock' }).click();
  await expect(page.getByText('paused', { exact: true })).toBeVisible();
  await page.locator('body').press('Space');
  await expect(page.getByRole('button', { name: 'Pause the clock' })).toBeVisible();

  await page.getByText('Step', { exact: true }).click();
  const day = (await time.textContent())!.slice(0, 15);
  await expect(time).toContainText(day);
  await page.getByRole('button', { name: 'Step by a duration' }).click();
  await page.getByLabel('Step by a custom duration').fill('15 mins?');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Such as 90 s, 15 min or 2 h')).toBeVisible();
  await page.getByLabel('Step by a custom duration').fill('1 d');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Clock advanced by 1 d.')).toBeVisible();

  await page.getByRole('button', { name: 'Choose the speed' }).click();
  await page.getByRole('menuitemradio', { name: '×600' }).click();
  await expect(page.getByRole('radio', { name: /×600/ })).toBeChecked();
  await expect(time).not.toContainText(day);
  await page.setViewportSize({ width: 900, height: 600 });
  await expect(page.getByRole('button', { name: 'Clock: ×600' })).toBeVisible();
});

test('holds postbacks back during maintenance and says how many wait', async ({ page, app }) => {
  await openScreen(page, app.url, 'Simulator');
  await page.getByRole('button', { name: 'Platform maintenance' }).click();
  await page.getByRole('menuitem', { name: 'Start maintenance' }).click();
  const banner = page.getByTestId('maintenance-banner');
  await expect(banner).toContainText(/Maintenance since \d\d:\d\d:/);
  await app.client.activity.track({ amount: '20.00' });
  await expect(banner).toContainText('1 postback waits');
  await banner.getByRole('button', { name: 'End maintenance' }).click();
  await expect(banner).toHaveCount(0);
  await expect.poll(async () => (await app.client.captures.list({ limit: 9 })).rows.length).toBe(1);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`has no accessibility fault in the timeline (${colorScheme})`, async ({ page, app }) => {
    await page.emulateMedia({ colorScheme });
    await runMany(app, 6, 1);
    const grid = await openMany(page, app);
    await grid.focus();
    await page.keyboard.press('ArrowDown');
    await expect(page.getByTestId('mark-card')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByTestId('mark-card').getByRole('button', { name: 'Open by hand' }).press('Enter');
    await expect(page.getByTestId('attempt-detail')).toContainText('HTTP/1.1');
    expect(await violations(page)).toEqual([]);
  });
}
