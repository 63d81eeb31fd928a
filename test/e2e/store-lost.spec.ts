import { rmSync } from 'node:fs';
import { expect, test } from './app.ts';

test('the screen says that nothing can be stored once the data folder is gone, and what to do', async ({
  page,
  ownApp: app,
}) => {
  await page.goto(app.url);
  await expect(page.getByText('Sample workspace')).toBeVisible();
  rmSync(app.dataFolder, { recursive: true });
  expect((await fetch(app.receiver, { method: 'POST', body: 'x' })).status).toBe(503);
  const alert = page.getByRole('alert').filter({ hasText: 'Requests are not stored' });
  await expect(alert).toContainText(/was removed while Postbench was using it.*restart Postbench/);
  await expect(page.getByRole('img', { name: 'Receiver: Not storing' })).toBeVisible();
});
