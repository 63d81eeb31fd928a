import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SELF_SIGNED } from '../fixtures/certificates.ts';
import { violations, WCAG_A_AA } from './accessibility.ts';
import { expect, openScreen, test } from './app.ts';

test('a self-signed receiver is trusted from the failed attempt, tried again, and forgotten in the sending rules', async ({
  page,
  app,
}, { outputDir }) => {
  let requests = 0;
  const server = createServer(SELF_SIGNED, (_request, response) => {
    requests += 1;
    response.end('booked');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  try {
    await app.client.activity.track({ amount: '40.00', to: `https://${host}/pb?id={ActionId}` });
    await openScreen(page, app.url, 'Simulator');
    // The newest action is selected, and what was sent for it is shown.
    const card = page.getByTestId('certificate');
    await expect(card).toContainText('Certificate not trusted.');
    await expect(card).toContainText(SELF_SIGNED.sha256);
    await expect(card).toContainText('CN=localhost, O=Partner');
    await expect(card).toContainText('2120-01-01');
    await expect(card.getByRole('button', { name: 'Copy the shown fingerprint' })).toBeVisible();
    expect(requests).toBe(0);
    const pictures = async (name: string, part: string) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        for (const [width, height] of [
          [1280, 800],
          [900, 600],
        ] as const) {
          await page.setViewportSize({ width, height });
          await page.screenshot({
            path: join(outputDir, `${name}-${width}-${colorScheme}.png`),
            animations: 'disabled',
          });
        }
        expect(await violations(page, { within: part, tags: WCAG_A_AA })).toEqual([]);
      }
    };
    await pictures('refused', '[data-testid="certificate"]');
    await card.getByRole('button', { name: 'Trust this certificate' }).click();
    await expect(card).toContainText('Trusted.');
    expect(readFileSync(join(app.workspace, 'postbench.yaml'), 'utf8')).toContain(SELF_SIGNED.sha256);
    await pictures('trusted', '[data-testid="certificate"]');
    await card.getByRole('button', { name: 'Retry now' }).click();
    await expect.poll(() => requests).toBe(1);

    await page.getByTestId('sender-button').click();
    const dialog = page.getByRole('dialog', { name: 'Sending rules' });
    await dialog.getByRole('tab', { name: 'Certificates' }).click();
    await expect(dialog.getByTestId('trusted-certificate')).toContainText(host);
    await pictures('list', '[role="dialog"]');
    await dialog.getByRole('button', { name: `Stop trusting ${host}` }).click();
    await page.getByRole('button', { name: 'Stop trusting', exact: true }).click();
    await expect(dialog).toContainText('No trusted certificates');
    await pictures('none', '[role="dialog"]');
    expect(readFileSync(join(app.workspace, 'postbench.yaml'), 'utf8')).not.toContain(SELF_SIGNED.sha256);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
