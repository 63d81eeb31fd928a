import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { rawReceiver } from '../fixtures/raw-receiver.ts';
import { expect, openMode, openScreen, serve, showKind, test } from './app.ts';
import { pictures } from './pictures.ts';

const respond = () => rawReceiver((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));

/** Another postback of the workspace that is open. */
function addPostback(workspace: string, name: string, text: string): void {
  mkdirSync(join(workspace, 'postbacks'), { recursive: true });
  writeFileSync(join(workspace, 'postbacks', `${name}.yaml`), text);
}

async function chooseTo(page: Page, label: string): Promise<void> {
  await page.locator('#simulator-to').click();
  await page.getByRole('option', { name: label }).click();
}

test('errors in the URL disable Run and are shown with a fix; warnings let it run', async ({ page, app }, {
  outputDir,
}) => {
  await using receiver = await respond();
  await openScreen(page, app.url, 'Simulator');
  await openMode(page, 'Run a scenario');
  const run = page.getByTestId('run-button');
  await chooseTo(page, 'Your receiver…');
  await page.getByTestId('to-input').fill(`${receiver.origin}/pb?id={ActionID}&pay={Payout}&x={Payuot}`);
  const findings = page.getByTestId('sent-findings');
  await expect(findings).toContainText('1 error');
  await expect(findings).toContainText('Nothing is sent until the error is corrected.');
  await expect(run).toBeDisabled();
  await pictures(page, outputDir, 'to-errors');
  await page.keyboard.press('Control+Enter');
  await findings.getByRole('listitem').getByRole('button').click();
  await expect(page.getByTestId('to-input')).toHaveValue(
    `${receiver.origin}/pb?id={ActionId}&pay={Payout}&x={Payuot}`,
  );
  await expect(findings).toContainText('2 warnings');
  await findings.getByRole('button', { name: 'Show warnings' }).click();
  await expect(findings.getByRole('listitem').filter({ hasText: 'Payuot' })).toHaveCount(1);
  expect(receiver.requests).toEqual([]);
  await run.click();
  await expect.poll(() => receiver.requests.length).toBeGreaterThan(0);
});

test('another origin keeps the postbacks, and asks about headers that look like secrets', async ({
  page,
  app,
}, { outputDir }) => {
  await using receiver = await respond();
  addPostback(
    app.workspace,
    'acme-life-cycle',
    'name: Acme\nmethod: POST\nurl: https://partner.example/in?id={ActionId}&s={Status}&pay={Payout}\nheaders: { Authorization: Bearer abc, X-Env: prod }\nbody: { format: json, template: \'{"id":"{ActionId}"}\' }\n',
  );
  await openScreen(page, app.url, 'Simulator');
  await openMode(page, 'Run a scenario');
  await chooseTo(page, 'Another origin…');
  await page.getByTestId('at-input').fill('nonsense');
  await expect(page.getByRole('alert')).toContainText('Enter scheme, host and port only');
  await page.getByTestId('at-input').fill(receiver.origin);
  await expect(page.getByText('Choose before anything is sent.')).toBeVisible();
  await pictures(page, outputDir, 'at-origin');
  await page.getByTestId('run-button').click();
  await expect(page.getByText('Choose whether headers that look like secrets are sent')).toBeVisible();
  expect(receiver.requests).toEqual([]);
  await page.getByText('Leave out', { exact: true }).click();
  await page.getByTestId('run-button').click();
  await expect.poll(() => receiver.requests.length).toBeGreaterThan(0);
  expect(receiver.requests[0]).toMatch(/^POST \/in\?id=/);
  expect(receiver.requests[0]).toContain('X-Env: prod');
  expect(receiver.requests.join('')).not.toMatch(/authorization/i);
});

test('dialogs say where the postbacks of their kind really go', async ({ page, app }, { outputDir }) => {
  await using receiver = await respond();
  addPostback(
    app.workspace,
    'my-inquiries',
    'name: My inquiries\nkind: inquiry\nurl: https://partner.example/inquiry?id={InquiryId}\n',
  );
  await openScreen(page, app.url, 'Simulator');
  await openMode(page, 'By hand');
  await chooseTo(page, 'Your receiver…');
  const to = `${receiver.origin}/pb?id={ActionId}`;
  await page.getByTestId('to-input').fill(to);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Track an action' }).first().click();
  const destinations = page.getByTestId('destinations');
  await expect(destinations).toContainText(to);
  await pictures(page, outputDir, 'track-dialog');
  await page.getByRole('dialog').getByRole('button', { name: 'Track', exact: true }).click();
  await expect.poll(() => receiver.requests.length).toBe(1);

  await showKind(page, 'Inquiries');
  await page.getByRole('button', { name: /^Open inquiry/ }).click();
  await expect(destinations).toContainText('My inquiries to https://partner.example/inquiry?id={InquiryId}');
  await expect(destinations).not.toContainText(receiver.origin);
  await pictures(page, outputDir, 'inquiry-dialog');
});

test('the target and the scenario survive a restart', async ({ page, ownApp }) => {
  await openScreen(page, ownApp.url, 'Simulator');
  await openMode(page, 'Run a scenario');
  await page.getByRole('combobox', { name: 'Scenario' }).click();
  await page.getByRole('option', { name: 'Inquiries' }).click();
  await chooseTo(page, 'Another origin…');
  await page.getByTestId('at-input').fill('http://127.0.0.1:9000');
  ownApp.running.child.kill('SIGTERM');
  await ownApp.running.ended;
  const again = await serve(ownApp.dataFolder);
  await using _running = again.running;
  expect(new URL(again.url).port).toBe(new URL(ownApp.url).port);
  await openScreen(page, again.url, 'Simulator');
  await openMode(page, 'Run a scenario');
  await expect(page.getByRole('combobox', { name: 'Scenario' })).toHaveValue('Inquiries');
  await expect(page.getByTestId('at-input')).toHaveValue('http://127.0.0.1:9000');
});
