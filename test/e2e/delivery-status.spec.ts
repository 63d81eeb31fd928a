import { rawReceiver } from '../fixtures/raw-receiver.ts';
import { expect, openMode, openScreen, runShown, serve, test, watchList } from './app.ts';
import { pictures } from './pictures.ts';

test('a delivery shows how its last attempt ended, and its postback’s name beside a long wait', async ({
  page,
  app,
}, { outputDir }) => {
  let requests = 0;
  await using receiver = await rawReceiver((socket) => {
    requests += 1;
    if (requests > 1) socket.resetAndDestroy();
    else socket.write('HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n');
  });
  await openScreen(page, app.url, 'Simulator');
  await openMode(page, 'Run a scenario');
  await expect(page.getByTestId('own-clock')).toHaveText(
    'Runs on its own clock: waits pass at once. The clock in the top bar is for manual steps.',
  );
  await page.locator('#simulator-to').click();
  await page.getByRole('option', { name: 'Your receiver…' }).click();
  await page.getByTestId('to-input').fill(`${receiver.origin}/pb?id={ActionId}&pay={Payout}&status={Status}`);
  await runShown(page);
  await expect(page.getByTestId('now-row').first()).toHaveAttribute('data-outcome', 'given-up', {
    timeout: 30_000,
  });
  await pictures(page, outputDir, 'run-line');
  await watchList(page);
  const rows = page.getByTestId('delivery-row');
  await expect(rows).toHaveCount(5);
  for (const row of await rows.all()) {
    await expect(row.getByTitle('Connection reset')).toHaveText('none');
    await expect(row).not.toContainText('503');
    await expect(row.locator('.simulator-postback')).toHaveText('Acme life cycle');
    await expect(row.getByRole('img', { name: /open for more than an hour/i })).toBeVisible();
  }
  await pictures(page, outputDir, 'long-open');
});

test('a capture keeps the address that it was sent to when the port changes', async ({ page, ownApp }) => {
  await fetch(`${ownApp.receiver}/pb?id=1`);
  const { origin } = new URL(ownApp.receiver);
  ownApp.running.child.kill('SIGTERM');
  await ownApp.running.ended;
  const again = await serve(ownApp.dataFolder);
  await using _running = again.running;
  expect(new URL(again.receiver).origin).not.toBe(origin);
  await openScreen(page, again.url, 'Receiver');
  await page.getByRole('row').filter({ hasText: '/pb' }).click();
  await expect(page.locator('.receiver-url')).toHaveText(`${origin}/pb?id=1`);
});
