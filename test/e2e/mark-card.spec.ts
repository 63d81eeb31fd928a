import { violations } from './accessibility.ts';
import { expect, openScreen, test } from './app.ts';

test('sends, cancels and opens by hand what a mark stands for', async ({ page, app }) => {
  await app.client.engine.setResponses({ responses: [500] });
  await app.client.activity.track({ amount: '20.00' });
  await expect
    .poll(async () => (await app.client.activity.deliveries({ limit: 1 })).rows[0]?.attempts.length)
    .toBe(1);
  await page.addInitScript(() => localStorage.setItem('postbench.simulator.deliveries', 'timeline'));
  await openScreen(page, app.url, 'Simulator');
  await page.getByRole('radiogroup', { name: 'Mode' }).getByText('Watch').click();
  const grid = page.getByRole('grid', { name: 'Deliveries' });
  await expect(grid).toHaveAttribute('aria-rowcount', '1');
  const card = page.getByTestId('mark-card');
  await grid.focus();
  // To the mark, then into its card.
  await page.keyboard.press('Enter');
  await expect(card).toContainText('Attempt 2 of 16, planned');
  await expect(grid).toBeFocused();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: /Tracked .*, Attempt 2 of 16, planned/ });
  await expect(dialog.getByRole('button', { name: 'Send now' })).toBeFocused();
  expect(await violations(page)).toEqual([]);
  for (const name of ['Open by hand', 'Cancel', 'Send now']) {
    await page.keyboard.press('Tab');
    await expect(dialog.getByRole('button', { name })).toBeFocused();
  }
  await page.keyboard.press('Enter');
  await expect(card).toHaveCount(0);
  await expect(grid).toBeFocused();
  await expect
    .poll(async () => (await app.client.activity.deliveries({ limit: 1 })).rows[0]?.attempts.length)
    .toBe(2);

  // The last mark is the planned attempt only once the page knows how the second one ended.
  const cancel = page.getByRole('dialog').getByRole('button', { name: 'Cancel' });
  await expect(async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await expect(cancel).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await cancel.click();
  await expect(page.getByTestId('delivery-row')).toHaveAttribute('data-outcome', 'cancelled');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Open by hand' }).click();
  await expect(page.getByRole('radio', { name: 'By hand' })).toBeChecked();
  await expect(page.getByTestId('attempt-detail')).toBeVisible();
});
