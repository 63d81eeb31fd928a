import { expect, test } from './app.ts';

const DAY = 86_400_000;

test('a clock away from real time says how far, and goes back to now', async ({ page, app }) => {
  await app.client.clock.set({ mode: 'stepped' });
  await app.client.clock.step({ by: 3 * DAY });
  await page.goto(app.url);
  const away = page.getByRole('button', { name: /Back to now: the clock is 3 d ahead/ });
  await expect(away).toBeVisible();
  const { receiver } = app;
  await fetch(`${receiver}/by-hand`, { method: 'POST', body: 'x' });
  const row = page.getByRole('row').filter({ hasText: '/by-hand' });
  // Real arrival: today, so without a day.
  await expect(row.getByRole('gridcell').nth(1)).toHaveText(/^\d\d:\d\d:\d\d\.\d{3}$/);
  await row.click();
  await expect(page.getByRole('region', { name: 'Capture', exact: true })).toContainText(
    'on the simulator’s clock',
  );
  if (process.env['LOOK'] !== undefined) await page.screenshot({ path: `${process.env['LOOK']}/away.png` });
  await away.click();
  await expect(away).toHaveCount(0);
  await expect(page.getByText('The clock shows real time.')).toBeVisible();
  const { now, mode } = await app.client.clock.pause({ paused: false });
  expect(mode).toBe('real');
  expect(Math.abs(now - Date.now())).toBeLessThan(DAY / 10);
});
