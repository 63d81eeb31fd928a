import type { Page } from '@playwright/test';
import { violations, WCAG_A_AA } from './accessibility.ts';
import { expect, openScreen, test } from './app.ts';
import { pictures } from './pictures.ts';

const entry = (n: number) => ({
  startedDateTime: new Date(Date.UTC(2026, 4, 11, 10, 0, n % 60)).toISOString(),
  request: {
    method: n % 3 === 0 ? 'POST' : 'GET',
    url: `https://rx.example/pb/${n}?txid=1000.4636.${n}&pay=12.00`,
    headers: [{ name: 'x-key', value: 'k' }],
    ...(n % 3 === 0 ? { postData: { mimeType: 'application/json', text: `{"oid":"${n}"}` } } : {}),
  },
  response: { status: n % 7 === 0 ? 500 : 200 },
});
const har = (count: number) =>
  JSON.stringify({ log: { entries: Array.from({ length: count }, (_, n) => entry(n)) } });

const file = (name: string, content: string | Buffer) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(content as string),
});

async function openImport(page: Page, url: string) {
  await openScreen(page, url, 'Templates');
  await page.getByRole('button', { name: 'Import a request' }).click();
  return page.getByRole('dialog', { name: 'Import a request' });
}

/** Drops a file as a file manager would. */
async function drop(page: Page, name: string, bytes: readonly number[]) {
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(content)], fileName));
      return data;
    },
    [name, bytes] as const,
  );
  const source = page.getByRole('region', { name: 'Request text' });
  await source.dispatchEvent('dragover', { dataTransfer: transfer });
  await source.dispatchEvent('drop', { dataTransfer: transfer });
}

test('a HAR of ten thousand entries is chosen as a file, filtered, and walked by keys', async ({
  page,
  app,
}) => {
  const dialog = await openImport(page, app.url);
  await dialog.locator('input[type=file]').setInputFiles(file('all.har', har(10_000)));
  await expect(dialog.getByRole('status')).toHaveText('Recognized as HAR, 10,000 entries.');
  const list = dialog.getByRole('grid', { name: 'Requests' });
  await expect(list).toHaveAttribute('aria-rowcount', '10000');
  const result = dialog.getByRole('region', { name: 'Result' });
  await expect(result).toContainText('POST https://rx.example/pb/0?');
  await list.focus();
  await page.keyboard.press('End');
  await expect(result).toContainText('POST https://rx.example/pb/9999?');
  await page.keyboard.press('ArrowUp');
  await expect(result).toContainText('GET https://rx.example/pb/9998?txid={ActionId}&pay={Payout}');
  await dialog.getByLabel('Filter requests').fill('post /pb/123');
  await expect(list).toHaveAttribute('aria-rowcount', '5');
  await expect(dialog.getByText('5 of 10,000')).toBeVisible();
  await list.getByText('rx.example/pb/1230?').click();
  await expect(result).toContainText('"oid":"{Oid}"');
  await dialog.getByLabel('Filter requests').fill('nothing has this');
  await expect(dialog.getByText('No requests match “nothing has this”.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Create postback' }).click();
  await expect(page.getByRole('listbox', { name: 'Postbacks' })).toContainText('Imported postback');
});

test('several commands that are pasted are a choice, each with its notes, before anything is imported', async ({
  page,
  app,
}) => {
  const dialog = await openImport(page, app.url);
  const field = dialog.getByLabel('Request', { exact: true });
  await field.fill(
    "curl -k 'https://h.test/1?id=$ID'\ncurl -d @body.json https://h.test/2 --next -F a=@x.png https://h.test/3",
  );
  await expect(dialog.getByRole('status')).toHaveText('Recognized as cURL, 3 requests.');
  const notes = dialog.getByRole('list', { name: 'Notes' });
  await expect(notes).toContainText('Not part of a postback, left out: “-k”.');
  const list = dialog.getByRole('grid', { name: 'Requests' });
  await list.getByText('h.test/2').click();
  await expect(dialog.getByRole('alert')).toContainText('The body is in a file that is not in the command.');
  await expect(dialog.getByRole('button', { name: 'Create postback' })).toBeDisabled();
  await list.getByText('h.test/3').click();
  await expect(notes).toContainText('A multipart form was left out');
  await expect(dialog.getByRole('button', { name: 'Create postback' })).toBeEnabled();
  await field.fill('fetch("https://h.test/", {');
  await expect(dialog.getByText('This is not JavaScript that can be read (line 1, column')).toBeVisible();
  await expect(dialog.getByRole('status')).toBeEmpty();
});

test('a file is dropped: UTF-16 of PowerShell is decoded, a binary one is refused and keeps what is there', async ({
  page,
  app,
}) => {
  const dialog = await openImport(page, app.url);
  const command = 'curl.exe "https://h.test/pb?pay=12.00" `\r\n  -H "X-Name: Zoë"';
  await drop(page, 'command.ps1', [0xff, 0xfe, ...Buffer.from(command, 'utf16le')]);
  await expect(dialog.getByRole('status')).toHaveText('Recognized as cURL (PowerShell).');
  await expect(dialog.getByText('command.ps1')).toBeVisible();
  const result = dialog.getByRole('region', { name: 'Result' });
  await expect(result).toContainText('X-Name: Zoë');
  await drop(page, 'picture.png', [0x89, 0x50, 0x4e, 0x47, 0, 1, 2]);
  await expect(dialog.getByRole('alert')).toContainText('This file is a picture, not text.');
  await expect(dialog.getByRole('alert')).toContainText('picture.png');
  await expect(result).toContainText('X-Name: Zoë');
  await dialog.getByLabel('Request', { exact: true }).fill('https://h.test/typed');
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  await expect(dialog.getByText('command.ps1')).toHaveCount(0);
});

test('a text too long for the field is kept, and can be cleared', async ({ page, app }) => {
  const dialog = await openImport(page, app.url);
  await dialog.locator('input[type=file]').setInputFiles(file('big.har', har(1_000)));
  await expect(dialog.getByText('too long to show here')).toBeVisible();
  await dialog.getByRole('button', { name: 'Clear' }).click();
  await expect(dialog.getByLabel('Request', { exact: true })).toHaveValue('');
  await expect(dialog.getByRole('status')).toBeEmpty();
});

test('the states of the dialog fit every window', async ({ page, app }, info) => {
  const dialog = await openImport(page, app.url);
  await pictures(page, info.outputDir, 'import-empty');
  const field = dialog.getByLabel('Request', { exact: true });
  await field.fill(
    'sudo curl -sk \'https://h.test/pb?txid=1000.4636.158133&pay=12.00\' -H "X-Sig: $SIG" -F f=@x.png | jq .',
  );
  await expect(dialog.getByRole('list', { name: 'Notes' })).toBeVisible();
  expect(await violations(page, { within: '[role=dialog]', tags: WCAG_A_AA })).toEqual([]);
  await pictures(page, info.outputDir, 'import-notes');
  await field.fill('{"log":{"entries":[');
  await expect(dialog.getByText('This is not JSON')).toBeVisible();
  await pictures(page, info.outputDir, 'import-error');
  await dialog.locator('input[type=file]').setInputFiles(file('session.har', har(2_000)));
  await expect(dialog.getByRole('status')).toContainText('2,000 entries');
  expect(await violations(page, { within: '[role=dialog]', tags: WCAG_A_AA })).toEqual([]);
  await pictures(page, info.outputDir, 'import-many');
  await dialog.locator('input[type=file]').setInputFiles(file('x.zip', Buffer.from('PK\x03\x04\0\0')));
  await expect(dialog.getByRole('alert')).toBeVisible();
  await pictures(page, info.outputDir, 'import-file-error');
});
