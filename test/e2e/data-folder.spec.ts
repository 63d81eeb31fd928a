import { expect, test } from './app.ts';

test('the status line tells the data folder, and lets it survive a power cut', async ({ page, app }) => {
  await page.goto(app.url);
  await page.getByRole('button', { name: 'Engine running: data folder' }).click();
  const folder = page.getByRole('dialog', { name: 'Engine running: data folder' });
  await expect(folder).toContainText(app.dataFolder);
  const survives = folder.getByRole('switch', { name: 'Survive power failures' });
  await expect(survives).not.toBeChecked();
  await survives.press('Space');
  await expect(survives).toBeChecked();
  await page.reload();
  await page.getByRole('button', { name: 'Engine running: data folder' }).click();
  await expect(survives).toBeChecked();
});
