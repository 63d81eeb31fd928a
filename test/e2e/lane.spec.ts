import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { violations } from './accessibility.ts';
import { type App, expect, openMode, openScreen, test } from './app.ts';

/** A run whose receiver fails for a while, whose platform pauses for an hour, and that is over. */
async function runOutage(app: App): Promise<number> {
  const steps = [
    ...[0, 31, 32, 33, 150].map((minute) => `{ at: ${minute} min, track: { amount: "25.00" } }`),
    '{ at: 30 min, responses: "500x5, 200" }',
    '{ at: 2 h, maintenance: start }',
    '{ at: 3 h, maintenance: end }',
    '{ at: 4 h, wait: until the end }',
  ].toSorted((a, b) => minutesOf(a) - minutesOf(b));
  writeFileSync(
    join(app.workspace, 'outage.yaml'),
    `name: Outage\nstart: 2026-05-12T14:00:00-07:00\nsteps:\n${steps.map((step) => `  - ${step}\n`).join('')}`,
  );
  for await (const { scenarios } of await app.client.workspace.follow())
    if (scenarios.some(({ file }) => file === 'outage.yaml')) break;
  const { runId } = await app.client.activity.run({ file: 'outage.yaml', seed: 1 });
  for await (const { runs } of await app.client.activity.follow({ after: 0 }))
    if (runs.some(({ id, state }) => id === runId && state !== 'running')) break;
  return runId;
}

function minutesOf(step: string): number {
  const [, count, unit] = /at: (\d+) (min|h)/.exec(step)!;
  return Number(count) * (unit === 'h' ? 60 : 1);
}

async function openOutage(page: Page, app: App) {
  await page.addInitScript(() => {
    localStorage.setItem('postbench.simulator.scenario', 'outage.yaml');
    localStorage.setItem('postbench.simulator.mode', 'watch');
  });
  await openScreen(page, app.url, 'Simulator');
  await page.getByRole('combobox', { name: 'Which deliveries' }).click();
  await page.getByRole('option', { name: 'Run 1 Outage' }).click();
  return page.getByTestId('lane-span');
}

test('shows what the receiver was told and when the platform paused, also after a reload', async ({
  page,
  app,
}) => {
  const run = await runOutage(app);
  const spans = await openOutage(page, app);
  for (const again of [false, true]) {
    if (again) await page.reload();
    await expect(spans).toHaveText([/^500 x5/, /^maintenance/]);
    await expect(spans.first()).toHaveAccessibleName(
      new RegExp(
        `told to respond 500 x5 by run ${run}, Outage, from Tue 12 May 14:30:00 to 14:\\d\\d:\\d\\d .*5 requests got such a response`,
      ),
    );
    await expect(spans.last()).toHaveAccessibleName(/sent nothing from Tue 12 May 16:00:00 to 17:00:00/);
  }
  // They stand beside each other, in the order of time.
  const boxes = await Promise.all([0, 1].map((index) => spans.nth(index).boundingBox()));
  expect(boxes[0]!.x + boxes[0]!.width).toBeLessThan(boxes[1]!.x);
  expect(boxes[1]!.width).toBeGreaterThan(boxes[0]!.width);
});

test('goes from span to span by keys, says what each means, and zooms to one', async ({ page, app }) => {
  await runOutage(app);
  const spans = await openOutage(page, app);
  const card = page.getByTestId('lane-card');
  await expect(spans).toHaveCount(2);
  await spans.last().hover();
  await expect(card).toContainText('Platform maintenance');
  await page.mouse.move(0, 0);
  await expect(card).toHaveCount(0);

  await spans.first().focus();
  await expect(card).toContainText('Receiver responds 500 x5');
  await page.keyboard.press('ArrowRight');
  await expect(spans.last()).toBeFocused();
  await expect(card).toContainText('postbacks waited until the end');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
  // One of them is in the way of Tab, not all.
  await page.keyboard.press('Tab');
  await expect(page.getByRole('grid', { name: 'Deliveries' })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(spans.last()).toBeFocused();

  const shown = page.getByTitle('Show everything (0)');
  await expect(shown).toHaveText(/^[34]\.?\d? h$/);
  await page.keyboard.press('Enter');
  await expect(shown).toHaveText('2 h');
});

test('shows a response rule by its name and sentence', async ({ page, app }) => {
  await app.client.receiver.turnPreset({ preset: 'database-down', on: true });
  await app.client.activity.track({ amount: '20.00' });
  await openScreen(page, app.url, 'Simulator');
  await openMode(page, 'Watch');
  const span = page.getByTestId('lane-span');
  await expect(span).toHaveAccessibleName(
    /^Database down\. Respond 500 with the body .* to all requests\. Told by you, since .* 1 request got .* so far/,
  );
  await span.hover();
  await expect(page.getByTestId('lane-card')).toContainText('Database down');
  await page.keyboard.press('F9');
  await expect(span).toHaveAccessibleName(/Told by you, from .* 1 request got such a response\./);
});

test('counts on while what the user told the receiver lasts', async ({ page, app }) => {
  await app.client.engine.setResponses({ responses: [404] });
  await app.client.activity.track({ amount: '20.00' });
  await openScreen(page, app.url, 'Simulator');
  await openMode(page, 'Watch');
  const span = page.getByTestId('lane-span');
  await expect(span).toHaveAccessibleName(/told to respond 404 by you, since .* 1 request got .* so far/);
  await app.client.engine.setResponses({ responses: [200] });
  await expect(span).toHaveAccessibleName(/404 by you, from .* 1 request got such a response\./);
});
