import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, openScreen, test } from './app.ts';

test('a rule that forwards is written in the editor, and responds with the other server’s response', async ({
  page,
  app,
}) => {
  const server = createServer((_request, response) => response.writeHead(202).end('theirs'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await openScreen(page, app.url, 'Receiver');
    await page.keyboard.press('Shift+F9');
    await page.getByRole('button', { name: 'New rule' }).click();
    const editor = page.getByRole('region', { name: 'Response rule' });
    const field = editor.getByRole('textbox', { name: 'Forward to' });
    await field.fill('127.0.0.1:9000');
    await expect(editor).toContainText('is not an address such as http://127.0.0.1:9000');
    await field.fill(origin);
    await expect(editor.getByTestId('rule-sentence')).toHaveText(new RegExp(`^Forward .* to ${origin}`));
    // Its own response would never be sent.
    await expect(editor.getByRole('textbox', { name: 'Status' })).toHaveCount(0);
    await editor.getByRole('textbox', { name: 'within' }).fill('5 s');
    await editor.getByRole('button', { name: 'Turn on' }).click();
    await expect(page.getByTestId('rule')).toHaveCount(1);
    const response = await fetch(`${app.receiver}/pb`, { method: 'POST' });
    expect([response.status, await response.text()]).toEqual([202, 'theirs']);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await expect(editor.getByRole('textbox', { name: 'Forward to' })).toHaveValue(origin);
    await expect(editor.getByRole('textbox', { name: 'within' })).toHaveValue('5 s');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('a rule of the workspace names the line where it stands', async ({ page, app }) => {
  const file = join(app.workspace, 'postbench.yaml');
  const before = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    `${before}\nendpoints:\n  - name: default\n    responses:\n      - { name: First, when: { path: /a }, respond: { status: 410 } }\n      # about the second\n      - name: Second\n        when: { path: /b }\n        respond: { status: 411 }\n`,
  );
  const line =
    readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((one) => one.includes('name: Second')) + 1;
  await openScreen(page, app.url, 'Receiver');
  await page.keyboard.press('Shift+F9');
  await page.getByRole('button', { name: 'Second', exact: true }).click();
  await expect(page.getByTestId('rule').filter({ hasText: 'Second' })).toContainText(
    `postbench.yaml:${line}`,
  );
});
