import { gzipSync } from 'node:zlib';
import { expect, test } from './app.ts';

const look = process.env['LOOK'];

test('bodies read as what they say: decoded, in parts, with what is odd about them', async ({
  page,
  app,
}) => {
  const form = new FormData();
  form.append('action_id', '1000.1');
  form.append('receipt', new Blob(['%PDF-1.4'], { type: 'application/pdf' }), 'receipt.pdf');
  await fetch(`${app.receiver}/parts`, { method: 'POST', body: form });
  await fetch(`${app.receiver}/zipped`, {
    method: 'POST',
    headers: { 'content-encoding': 'gzip', 'content-type': 'application/json' },
    body: gzipSync('{"payout":"12.00","status":"REVERSED"}'),
  });
  await fetch(`${app.receiver}/marked`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '\uFEFF{"id":"1"}',
  });
  await page.goto(app.url);
  const capture = page.getByRole('region', { name: 'Capture', exact: true });
  const open = (path: string) => page.getByRole('row').filter({ hasText: path }).click();
  await open('/parts');
  await expect(capture.getByLabel('Form parts')).toContainText('receipt.pdf');
  await expect(capture.getByLabel('Form parts')).toContainText('file, 8 B, application/pdf');
  if (look !== undefined) await page.screenshot({ path: `${look}/parts.png` });
  await open('/zipped');
  await expect(capture).toContainText('"REVERSED"');
  await expect(capture).toContainText('Decoded from gzip');
  if (look !== undefined) await page.screenshot({ path: `${look}/zipped.png` });
  await open('/marked');
  await expect(capture).toContainText('Begins with a byte order mark (utf-8)');
  await page.getByRole('textbox', { name: 'Search captures' }).fill('"REVERSED"');
  await expect(page.getByRole('row').filter({ hasText: '/zipped' })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: '/parts' })).toHaveCount(0);
});
