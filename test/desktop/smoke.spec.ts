import { test as base, expect } from '@playwright/test';
import { WINDOW_READY } from '../../shared/window-ready.ts';
import { temporaryFolder } from '../fixtures/command.ts';
import { Desktop } from './desktop.ts';

/** A fixture, since it ends its processes even after a test that has run out of time. */
const test = base.extend<{ desktop: Desktop }>({
  desktop: async ({ context }, use) => {
    using folder = temporaryFolder();
    await using desktop = new Desktop(context, folder.path);
    await use(desktop);
  },
});

test('the built desktop opens, runs the sample, survives a reload and ends in order', async ({ desktop }) => {
  const page = await desktop.page();
  const deliveries = page.getByTestId('now-row');

  await test.step('shows its window and says so once', async () => {
    await expect.poll(() => desktop.printed).toBe(`${WINDOW_READY}\n`);
    await expect.poll(() => desktop.shown).toBe(true);
    await expect(page.getByText('Sample workspace')).toBeVisible();
    expect(desktop.portsGiven).toBe(1);
  });

  await test.step('runs the sample', async () => {
    await page.getByRole('navigation').getByText('Simulator').click();
    await page.getByRole('radiogroup', { name: 'Mode' }).getByText('Run a scenario').click();
    await page.getByTestId('run-button').click();
    await expect(deliveries).toHaveCount(5);
    for (const delivery of await deliveries.all())
      await expect(delivery).toHaveAttribute('data-outcome', 'delivered');
  });

  await test.step('continues over a new port after a reload', async () => {
    await page.reload();
    await expect(deliveries).toHaveCount(5);
    expect(desktop.portsGiven).toBe(2);
    await page.getByTestId('run-button').click();
    await expect(page.getByRole('combobox', { name: 'Run', exact: true })).toHaveValue('Run 2');
    await expect(deliveries).toHaveCount(5);
    expect(desktop.printed).toBe(`${WINDOW_READY}\n`);
  });

  await test.step('keeps to its content security policy, which is in force', async () => {
    expect(desktop.violations).toEqual([]);
    expect(desktop.complaints).toEqual([]);
    await page.evaluate(() => fetch('http://127.0.0.1:9/').catch(() => {}));
    await expect.poll(() => desktop.violations).toEqual(['connect-src http://127.0.0.1:9/']);
  });

  await test.step('ends the engine, then itself, when the window is closed', async () => {
    expect(desktop.engineRuns()).toBe(true);
    desktop.clickClose();
    await desktop.ended;
    expect(desktop.ends).toEqual(['engine 0', 'main 0']);
    expect(desktop.engineRuns()).toBe(false);
    expect(page.isClosed()).toBe(true);
    expect(desktop.errorBoxes).toEqual([]);
  });
});
