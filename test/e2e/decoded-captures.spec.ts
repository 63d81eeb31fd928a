import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, test } from './app.ts';

/** Sends bytes as no client library would. */
async function sendRaw(receiver: string, text: string): Promise<void> {
  const socket = connect(Number(new URL(receiver).port), '127.0.0.1', () => socket.end(text));
  socket.resume();
  await once(socket, 'close');
}

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
  await expect(capture.getByLabel('Form parts')).toContainText('application/pdf%PDF-1.48 B');
  const saved = page.waitForEvent('download');
  await capture.getByRole('button', { name: 'Save receipt.pdf' }).click();
  expect((await saved).suggestedFilename()).toBe('receipt.pdf');
  expect(readFileSync(await (await saved).path(), 'utf8')).toBe('%PDF-1.4');
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

test('a body is read exactly: lines, big numbers, byte order marks, and raw characters in the URL', async ({
  page,
  app,
}) => {
  const post = (path: string, type: string, body: string) =>
    fetch(`${app.receiver}${path}`, { method: 'POST', headers: { 'content-type': type }, body });
  await post('/lines', 'application/x-ndjson', '{"id":1}\n{"id":\n{"big":9007199254740993}\n');
  await post('/form', 'application/x-www-form-urlencoded', '\ufeffid=1&points=9007199254740993');
  await post('/json', 'application/json', '{"a":9007199254740993,"b":"\ufeffx","c":12.00}');
  await sendRaw(app.receiver, 'GET /raw/Zoë?b=%EF%BB%BFx HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  await page.goto(app.url);
  const capture = page.getByRole('region', { name: 'Capture', exact: true });
  const open = (path: string) => page.getByRole('row').filter({ hasText: path }).click();
  await open('/lines');
  await expect(capture).toContainText('Line 2 is not JSON.');
  const lines = capture.getByRole('list', { name: 'JSON lines' });
  await expect(lines.getByRole('listitem')).toHaveCount(3);
  await lines.getByText('9007199254740993').click();
  await expect(lines.locator('pre')).toHaveText(/"big": 9007199254740993/);
  await open('/form');
  await expect(capture.getByLabel('Form fields')).toContainText('BOMid');
  await expect(capture.getByLabel('Form fields')).toContainText(
    'exact; JavaScript would round it to 9007199254740992',
  );
  await open('/json');
  await expect(capture).toContainText('1 number has more digits than JavaScript keeps');
  await expect(capture.locator('pre')).toContainText('"b": "BOMx"');
  await open('/raw');
  await expect(capture.locator('.receiver-url .wire-raw')).toHaveText('ë');
  await expect(capture).toContainText('The URL holds raw UTF-8');
  await expect(capture.getByRole('region', { name: 'Query' })).toContainText('BOMx');
});

test('text and bytes stand beside each other, and a selection shows in both', async ({ page, app }) => {
  await fetch(`${app.receiver}/both`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain', 'content-encoding': 'gzip' },
    body: gzipSync('Zoë buys'),
  });
  await page.goto(app.url);
  await page.getByRole('row').filter({ hasText: '/both' }).click();
  const capture = page.getByRole('region', { name: 'Capture', exact: true });
  const formats = capture.getByRole('radiogroup', { name: 'Body format' });
  await capture.getByRole('button', { name: 'Show as received' }).click();
  await expect(capture.getByRole('region', { name: 'Body as received' })).toContainText('1f 8b');
  await formats.getByText('Both', { exact: true }).click();
  const bytes = capture.getByRole('region', { name: 'Body as bytes' });
  // The second byte of the ë stands for the whole character.
  await bytes.locator('[data-byte="3"]').first().click();
  await expect(capture.locator('mark')).toHaveText('ë');
  await page.keyboard.press('Escape');
  await expect(capture.locator('mark')).toHaveCount(0);
  await capture
    .getByRole('region', { name: 'Body as text' })
    .locator('pre')
    .dblclick({ position: { x: 8, y: 8 } });
  await expect(bytes.locator('.hex-selected')).toHaveText(
    [' 5a', ' 6f', ' c3', ' ab', 'Z', 'o', '·', '·'].map((text) => new RegExp(text.trim())),
  );
});
