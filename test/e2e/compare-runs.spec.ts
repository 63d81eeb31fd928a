import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { violations, WCAG_A_AA } from './accessibility.ts';
import { type App, expect, openScreen, test } from './app.ts';

const look = process.env['LOOK'];

/** Plays a scenario to its end; each time the file says something else. */
async function play({ workspace, client }: App, name: string, steps: readonly string[], seed: number) {
  writeFileSync(
    join(workspace, 'outage.yaml'),
    `name: ${name}\nstart: 2026-05-12T14:00:00-07:00\nsteps:\n${steps.map((step) => `  - ${step}\n`).join('')}`,
  );
  for await (const { scenarios } of await client.workspace.follow())
    if (scenarios.some(({ file, content }) => file === 'outage.yaml' && content?.name === name)) break;
  const { runId } = await client.activity.run({ file: 'outage.yaml', seed });
  for await (const { runs } of await client.activity.follow({ after: 0 }))
    if (runs.some(({ id, state }) => id === runId && state !== 'running')) break;
}

const TRACKS = [0, 1, 2].map((minute) => `{ at: ${minute} min, track: { amount: "25.00" } }`);
const END = '{ at: 4 h, wait: until the end }';

for (const theme of ['light', 'dark'] as const) {
  test(`two runs are compared: which deliveries differ, and in what (${theme})`, async ({ page, app }) => {
    await play(app, 'Before', [...TRACKS, END], 1);
    await play(app, 'After', ['{ at: 0 min, responses: "500, 200" }', ...TRACKS, END], 2);
    await page.emulateMedia({ colorScheme: theme });
    await page.addInitScript(() => {
      localStorage.setItem('postbench.simulator.scenario', 'outage.yaml');
      localStorage.setItem('postbench.simulator.mode', 'run');
    });
    await openScreen(page, app.url, 'Simulator');
    await page.getByRole('button', { name: 'Compare two runs' }).click();
    const dialog = page.getByRole('dialog', { name: 'Compare two runs' });
    await expect(dialog.getByRole('status').first()).toContainText(
      '0 of 3 deliveries are the same: 1 ended differently',
    );
    await expect(dialog.getByTestId('compared-row')).toHaveCount(3);
    await expect(dialog.getByRole('row', { name: /^Run 2/ })).toContainText('500, 200');
    if (look !== undefined) await page.screenshot({ path: `${look}/compare-runs-${theme}.png` });

    await dialog.getByRole('button', { name: 'Ignore what differs in all 3' }).click();
    await expect(dialog.getByTestId('compared-row')).not.toHaveCount(3);
    await expect(dialog.getByTestId('compared-row').first()).toContainText('200 against 500, 200');
    expect(await violations(page, { tags: WCAG_A_AA })).toEqual([]);
    await page.setViewportSize({ width: 720, height: 560 });
    if (look !== undefined) await page.screenshot({ path: `${look}/compare-runs-narrow-${theme}.png` });
    await dialog.getByRole('button', { name: 'Ignore nothing' }).click();
    await expect(dialog.getByTestId('compared-row')).toHaveCount(3);
    expect(await violations(page, { tags: WCAG_A_AA })).toEqual([]);

    await dialog.getByRole('button', { name: 'Swap' }).click();
    await expect(dialog.getByRole('combobox', { name: 'First run' })).toHaveValue(/^Run 2/);
    await dialog
      .getByRole('row', { name: /^Run 1/ })
      .getByRole('button', { name: 'Open' })
      .click();
    await expect(dialog).toHaveCount(0);
  });
}

test('a run beside itself has no delivery that differs', async ({ page, app }) => {
  await play(app, 'Once', [...TRACKS, END], 1);
  await play(app, 'Again', [...TRACKS, END], 1);
  await page.addInitScript(() => {
    localStorage.setItem('postbench.simulator.scenario', 'outage.yaml');
    localStorage.setItem('postbench.simulator.mode', 'run');
  });
  await openScreen(page, app.url, 'Simulator');
  // The palette lists what can be done when it opens.
  await expect(page.getByRole('combobox', { name: 'Run', exact: true })).toHaveValue('Run 2');
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('textbox', { name: 'Find a command' }).fill('Compare two runs');
  await expect(page.getByText('which deliveries differ, and in what')).toBeVisible();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Compare two runs' });
  await expect(dialog.getByText('All 3 deliveries are the same.')).toBeVisible();
  await expect(dialog.getByText('No delivery differs')).toBeVisible();
  if (look !== undefined) await page.screenshot({ path: `${look}/compare-runs-same.png` });
});
