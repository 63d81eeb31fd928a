import { violations, WCAG_A_AA } from './accessibility.ts';
import { expect, openScreen, test } from './app.ts';

test('a capture is replayed edited and several times, and what came back is a click away', async ({
  page,
  app,
}) => {
  await fetch(`${app.receiver}/pb?id=1`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain', 'x-id': '7' },
    body: 'Zoë',
  });
  await openScreen(page, app.url, 'Receiver');
  const list = page.getByRole('grid', { name: 'Captures' });
  await list.getByRole('row').first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Replay the capture…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Replay capture #1' });
  await expect(dialog.getByRole('textbox', { name: 'To' })).toHaveValue(app.receiver);
  await expect(dialog.getByRole('textbox', { name: 'To' })).toBeFocused();
  await dialog.getByRole('switch', { name: 'Edit the request' }).click();
  await dialog.getByRole('textbox', { name: 'Path and query' }).fill('no path');
  await expect(dialog).toContainText('Must begin with / and have no blanks');
  await expect(dialog.getByRole('button', { name: 'Send' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Path and query' }).fill('/other?id=2');
  await dialog.getByRole('textbox', { name: 'Body' }).fill('Zoë again');
  await dialog.getByRole('textbox', { name: 'Times' }).fill('3');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page, { within: '[role=dialog]', tags: WCAG_A_AA })).toEqual([]);
  }
  await dialog.getByRole('button', { name: 'Send' }).click();
  await expect(dialog.getByRole('status').filter({ hasText: 'sent' })).toHaveText(
    '3 of 3 requests sent: 3 with 2xx',
  );
  await expect(dialog.getByTestId('replayed')).toHaveCount(3);
  await dialog.getByTestId('replayed').first().getByRole('button', { name: '#4' }).click();
  await expect(dialog).toHaveCount(0);
  const capture = await app.client.captures.get({ id: 4 });
  expect([capture.method, capture.target, Buffer.from(capture.body, 'base64').toString()]).toEqual([
    'POST',
    '/other?id=2',
    'Zoë again',
  ]);
  expect(capture.headers).toContainEqual(['x-id', '7']);
  await expect(page.getByRole('region', { name: 'Capture', exact: true })).toContainText('/other');
});

test('a foreign host is asked about, a masked value must be filled in, and a replay can be stopped', async ({
  page,
  app,
}) => {
  await fetch(`${app.receiver}/pb?key=%7B%7Bmasked%3A1%3Asecret%7D%7D`);
  await openScreen(page, app.url, 'Receiver');
  await page.getByRole('grid', { name: 'Captures' }).getByRole('row').first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Replay the capture…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Replay capture #1' });
  await expect(dialog.getByRole('button', { name: 'Send' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: '1: secret' }).fill('a&b');
  await dialog.getByRole('textbox', { name: 'To' }).fill('http://198.51.100.7');
  await expect(dialog).toContainText('198.51.100.7 is not this machine.');
  await dialog.getByRole('button', { name: 'Send' }).click();
  const question = page.getByRole('dialog', { name: 'Send to 198.51.100.7?' });
  await expect(question).toContainText('1 request will be sent there, this once.');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await dialog.getByRole('textbox', { name: 'To' }).fill(app.receiver);
  await dialog.getByRole('textbox', { name: 'Times' }).fill('1000');
  await dialog.getByText('At a rate').click();
  await dialog.getByRole('textbox', { name: 'Requests per second' }).fill('5');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await expect(dialog.getByTestId('replayed').first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await expect(dialog.getByRole('status').filter({ hasText: 'sent' })).toContainText('stopped');
  expect((await app.client.captures.get({ id: 2 })).target).toBe('/pb?key=a%26b');
});
