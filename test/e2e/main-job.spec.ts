import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { partnerReceiver } from '../fixtures/command.ts';
import { violations } from './accessibility.ts';
import { expect, openMode, openPreviews, openScreen, runShown, serve, test, watchList } from './app.ts';

const PAYOUTS = ['12.00', '8.00', '0.00', '8.00', '0.00'];
const payOf = (target: string) => /[?&]pay=([^&]*)/.exec(target)?.[1];

test('shows the sample workspace, the receiver and its address with a copy button at the start', async ({
  page,
  app,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(app.url).origin });
  await page.goto(app.url);
  expect(new URL(page.url()).search).toBe('');
  await expect(page.getByText('Sample workspace')).toBeVisible();
  await expect(page.getByRole('banner').getByText(app.receiver)).toBeVisible();
  await page.getByRole('button', { name: /copy receiver address/i }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(app.receiver);
});

test('runs the sample: five steps over real HTTP, shown with status and answer, captured byte for byte', async ({
  page,
  app,
}) => {
  await openScreen(page, app.url, 'Simulator');
  await runShown(page);
  const sent = page.getByTestId('now-row');
  await expect(sent).toHaveCount(5);
  for (const row of await sent.all()) {
    await expect(row).toHaveAttribute('data-outcome', 'delivered');
    await expect(row).toContainText('200');
    await expect(row).toContainText(/\d ms/);
  }
  const steps = page.getByTestId('step-row');
  await expect(steps).toHaveCount(5);
  for (const step of await steps.all()) {
    await expect(step).toHaveAttribute('data-state', 'done');
    await expect(step.getByTestId('step-delivered')).toHaveText('Delivered1');
  }

  await watchList(page);
  const rows = page.getByTestId('delivery-row');
  await expect(rows).toHaveCount(5);
  for (const [index, payout] of PAYOUTS.entries()) {
    await expect(rows.nth(index)).toHaveAttribute('data-outcome', 'delivered');
    await expect(rows.nth(index)).toContainText(payout);
    await expect(rows.nth(index)).toContainText('200');
    await expect(rows.nth(index)).toContainText(/\d ms/);
  }
  await openMode(page, 'By hand');
  await expect(page.getByTestId('ledger-row')).toHaveCount(5);

  const { rows: captures } = await app.client.captures.list({ limit: 10 });
  expect(captures.toReversed().map(({ target }) => payOf(target))).toEqual(PAYOUTS);
  for (const capture of captures) {
    const { head, body } = await app.client.captures.get({ id: capture.id });
    const attempt = await app.client.activity.attempt({ id: capture.delivery!.attemptId });
    expect(Buffer.concat([Buffer.from(head, 'base64'), Buffer.from(body, 'base64')]).toString('latin1')).toBe(
      Buffer.from(attempt.request, 'base64').toString('latin1'),
    );
    expect(attempt.captureId).toBe(capture.id);
  }
});

test('does each step by hand, offers only what is legal, and refuses the rest with the reason', async ({
  page,
  app,
}) => {
  await openScreen(page, app.url, 'Simulator');
  await page
    .getByRole('button', { name: /^Track/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^Amount/).fill('64,50');
  await expect(dialog.getByText(/comma/)).toBeVisible();
  await dialog.getByLabel(/^Amount/).fill('64.50');
  await dialog.getByLabel(/^Payout/).fill('6.45');
  await dialog.getByRole('button', { name: /^Track/ }).click();
  await expect(page.getByTestId('action-row')).toHaveCount(1);
  await expect(page.getByRole('button', { name: /^Restore/ })).toBeDisabled();

  await page.getByRole('button', { name: /^Modify/ }).click();
  await dialog.getByLabel(/^Amount/).fill('30.00');
  await dialog.getByLabel(/^Payout/).fill('3.00');
  await dialog.getByRole('button', { name: /^Modify/ }).click();
  await page.getByRole('button', { name: /^Reverse/ }).click();
  await dialog.getByRole('button', { name: /^Reverse/ }).click();
  await expect(page.getByRole('button', { name: /^Modify/ })).toBeDisabled();
  await page.getByRole('button', { name: /^Restore/ }).click();
  await expect(page.getByTestId('ledger-row')).toHaveCount(4);

  await expect
    .poll(async () => (await app.client.captures.list({ limit: 9 })).rows.map(({ target }) => payOf(target)))
    .toEqual(['6.45', '3.00', '0.00', '3.00'].toReversed());
});

test('shows captures live, in full, and keeps them over a restart', async ({ page, ownApp: app }) => {
  await page.goto(app.url);
  const body = '{"a":  "ä€😀", "n": 12345678901234567890, "a": 2}';
  const answer = await fetch(`${app.receiver}/pb/x?b=1&a=%2Bplus+blank&a=&d=%C3%A9`, {
    method: 'POST',
    headers: { 'X-Mixed-CASE': 'Value ', 'content-type': 'application/json' },
    body,
  });
  expect(answer.status).toBe(200);
  const row = page.getByRole('row').filter({ hasText: '/pb/x' });
  await row.click();
  const capture = page.getByRole('region', { name: 'Capture', exact: true });
  await expect(capture).toContainText('POST');
  await expect(capture).toContainText('+plus blank');
  await expect(capture).toContainText('%2Bplus+blank');
  await expect(capture).toContainText('12345678901234567890');
  await expect(capture).toContainText('ä€😀');
  await expect(capture).toContainText(/x-mixed-case/i);

  app.running.child.kill('SIGTERM');
  await app.running.ended;
  const again = await serve(app.dataFolder);
  await page.goto(again.url);
  await expect(page.getByRole('row').filter({ hasText: '/pb/x' })).toHaveCount(1);
  await again.running[Symbol.asyncDispose]();
});

test('copies a capture as cURL that repeats the request, and clears only after asking', async ({
  page,
  app,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(app.url).origin });
  await page.goto(app.url);
  await fetch(`${app.receiver}/pb?q='x'`, { method: 'POST', headers: { 'X-A': "it's" }, body: 'a=b&c=%20' });
  await page.getByRole('row').filter({ hasText: '/pb' }).click();
  await page.getByRole('button', { name: /copy as curl/i }).click();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  expect(command).toMatch(/^curl /);
  expect(command).toContain(app.receiver);
  expect(command).toContain('a=b&c=%20');

  await page.getByRole('button', { name: /clear captures/i }).click();
  await expect.poll(async () => (await app.client.captures.list({ limit: 5 })).total).toBe(0);
  await expect(page.getByText(/no captures yet/i)).toBeVisible();
});

test('Clear removes the captures there are at once, keeps those that come later, and is undone', async ({
  page,
  app,
}) => {
  await page.goto(app.url);
  for (const path of ['/one', '/two']) await fetch(`${app.receiver}${path}`);
  await expect(page.getByRole('row').filter({ hasText: '/two' })).toHaveCount(1);
  await page.getByRole('button', { name: /clear captures/i }).click();
  await expect(page.getByText('Cleared 2 captures.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo Clear' }).first()).toBeVisible();
  await fetch(`${app.receiver}/later`);
  const list = page.getByRole('grid', { name: /captures/i });
  await expect(list.getByRole('row').filter({ hasText: '/' })).toHaveCount(1);
  await expect(list).toContainText('/later');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByText('Restored 2 captures.')).toBeVisible();
  await expect(list.getByRole('row').filter({ hasText: '/' })).toHaveCount(3);
  expect((await app.client.captures.list({ limit: 5 })).total).toBe(3);
});

test('hears keys as soon as the page has loaded, and takes the token out of the address each time', async ({
  page,
  app,
}) => {
  for (const key of [3, 2, 3]) {
    await page.goto('about:blank');
    await page.goto(app.url);
    await page.keyboard.press(`Alt+${key}`);
    await expect(page).toHaveURL(key === 3 ? /\/#\/simulator$/ : /\/#\/templates$/);
    expect(page.url()).not.toContain('token');
  }
});

/** Names of the panes that a key visits, until it is back where it began. */
async function panesBy(page: Page, key: string): Promise<string[]> {
  const seen: string[] = [];
  for (;;) {
    await page.keyboard.press(key);
    const pane = await page.evaluate(
      () => document.activeElement?.closest('section.pane[aria-label]')?.getAttribute('aria-label') ?? 'none',
    );
    if (seen.includes(pane)) return seen;
    seen.push(pane);
  }
}

test('goes through all panes of each section with F6, and back with Shift-F6', async ({ page, app }) => {
  await openScreen(page, app.url, 'Simulator');
  await runShown(page);
  await expect(page.getByTestId('now-row')).toHaveCount(5);
  const goesThrough = async (names: readonly string[]) => {
    await expect(page.getByRole('region', { name: names[0]!, exact: true })).toBeVisible();
    expect((await panesBy(page, 'F6')).toSorted()).toEqual(names.toSorted());
    expect((await panesBy(page, 'Shift+F6')).toSorted()).toEqual(names.toSorted());
  };
  await goesThrough(['Steps', 'Now', 'Expectations']);
  await watchList(page);
  await goesThrough(['Deliveries', 'Delivery']);
  await openMode(page, 'By hand');
  await goesThrough(['Actions', 'Action', 'Sent']);
  const panes = {
    Receiver: ['Captures', 'Capture'],
    Templates: [
      'Postbacks',
      'Acme life cycle',
      'Template',
      'Previews',
      'Wire preview',
      'Values preview',
      'Placeholders preview',
      'Test',
    ],
  };
  for (const [section, names] of Object.entries(panes)) {
    await page.getByRole('navigation').getByText(section).click();
    if (section === 'Templates') await openPreviews(page, 'Values', 'Placeholders', 'Test');
    await goesThrough(names);
  }
});

test('edits a postback with live previews and saves it with the user’s comments', async ({ page, app }) => {
  await openScreen(page, app.url, 'Templates');
  await openPreviews(page, 'Values', 'Placeholders');
  await expect(page.getByTestId('placeholder-preview')).toContainText('<SharedId>');
  await expect(page.getByTestId('values-preview')).toContainText('REVERSED');
  const editor = page.locator('.cm-content').first();
  await editor.click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('&mine={CustomerCountry}x');
  await expect(page.getByTestId('wire-preview')).toContainText('&mine=x HTTP/1.1');
  await expect(page.getByTestId('placeholder-preview')).toContainText('&mine=<CustomerCountry>x');
  await page.keyboard.press('ControlOrMeta+s');
  const file = join(app.workspace, 'postbacks/acme-life-cycle.yaml');
  await expect.poll(() => readFileSync(file, 'utf8')).toContain('&mine={CustomerCountry}x');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('# Sent whenever an action is tracked');
  expect(text).toContain('# A URL that begins with "/"');
});

test('shows on the wire preview, byte for byte, what then arrives', async ({ page, app }) => {
  await openScreen(page, app.url, 'Templates');
  const editor = page.locator('.cm-content').first();
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('/odd path?a={Amount}&n={CampaignName}&x={Nope}');
  await page.keyboard.press('ControlOrMeta+s');
  await expect
    .poll(() => readFileSync(join(app.workspace, 'postbacks/acme-life-cycle.yaml'), 'utf8'))
    .toContain('{Nope}');
  // The preview follows the keys when there is time.
  await expect(page.getByTestId('wire-preview')).toContainText('&x={Nope} HTTP/1.1');
  const preview = await page.getByTestId('wire-preview').textContent();
  await app.client.activity.run({ file: 'purchase-reversal.yaml' });
  await expect.poll(async () => (await app.client.captures.list({ limit: 9 })).total).toBe(5);
  const { rows } = await app.client.captures.list({ limit: 9 });
  const { head } = await app.client.captures.get({ id: rows.at(-1)!.id });
  expect(Buffer.from(head, 'base64').toString('latin1').replaceAll('\r\n', '\n')).toBe(preview);
  expect(preview).toContain('GET /odd%20path?a=120.00&n=Acme%20Outdoor%20&x={Nope} HTTP/1.1');
});

test('asks when the file was changed on disk while it was being edited', async ({ page, app }) => {
  await openScreen(page, app.url, 'Templates');
  const file = join(app.workspace, 'postbacks/acme-life-cycle.yaml');
  const editor = page.locator('.cm-content').first();
  await editor.click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('&local=1');
  writeFileSync(file, readFileSync(file, 'utf8').replace('name: Acme life cycle', 'name: Changed on disk'));
  await expect(page.getByText(/changed on disk/i).first()).toBeVisible();
  await expect(editor).toContainText('&local=1');
  expect(readFileSync(file, 'utf8')).not.toContain('&local=1');
});

test('points the scenario at the partner’s own receiver, whose books then agree', async ({ page, app }) => {
  await using partner = await partnerReceiver();
  await openScreen(page, app.url, 'Simulator');
  await page.getByRole('combobox', { name: 'To', exact: true }).click();
  await page.getByRole('option', { name: /your receiver/i }).click();
  await page
    .getByTestId('to-input')
    .fill(`${partner.base}/pb?secure=ed7e46f&id={ActionId}&status={Status}&pay={Payout}&s={SharedId}`);
  await runShown(page);
  await expect.poll(async () => (await partner.books()).targets.map(payOf)).toEqual(PAYOUTS);
  expect((await app.client.captures.list({ limit: 1 })).total).toBe(0);
});

test('a run that starts from the Receiver goes to the receiver and has the seed of every other run', async ({
  page,
  app,
}) => {
  await using partner = await partnerReceiver();
  await openScreen(page, app.url, 'Simulator');
  await page.getByRole('combobox', { name: 'To', exact: true }).click();
  await page.getByRole('option', { name: /your receiver/i }).click();
  await page.getByTestId('to-input').fill(`${partner.base}/pb?id={ActionId}&pay={Payout}&secure=ed7e46f`);
  await openMode(page, 'Run a scenario');
  await page.getByRole('button', { name: /^Seed/ }).click();
  await page.getByLabel('Of the next run').fill('77');
  await page.keyboard.press('Escape');
  await page.getByRole('navigation').getByText('Receiver').click();
  await expect(page.getByText('Nothing leaves this machine.')).toHaveCount(0);
  // Two clicks at once are one run.
  await page.getByRole('button', { name: 'Run the sample' }).evaluate((button: HTMLElement) => {
    button.click();
    button.click();
  });
  await expect.poll(async () => (await partner.books()).targets.map(payOf)).toEqual(PAYOUTS);
  expect((await app.client.captures.list({ limit: 1 })).total).toBe(0);
  await page.getByRole('navigation').getByText('Simulator').click();
  await expect(page.getByTestId('now-row')).toHaveCount(5);
  await expect(page.getByRole('button', { name: /^Seed/ })).toHaveText('Seed 77');
});

test('says what to do when the host is not allowed, and allows it on request', async ({ page, app }) => {
  await openScreen(page, app.url, 'Simulator');
  await page.getByRole('combobox', { name: 'To', exact: true }).click();
  await page.getByRole('option', { name: /your receiver/i }).click();
  await page.getByTestId('to-input').fill('http://192.0.2.1:9/pb?id={ActionId}');
  await runShown(page);
  await page
    .getByRole('button', { name: /allow 192\.0\.2\.1/i })
    .first()
    .click();
  await page.getByRole('dialog').getByRole('button', { name: /allow/i }).click();
  await expect.poll(() => readFileSync(join(app.workspace, 'postbench.yaml'), 'utf8')).toContain('192.0.2.1');
});

test('names the step of a scenario that cannot be played, before anything is sent where it can', async ({
  page,
  app,
}) => {
  const world = `world:
  partner: { id: "7", name: Tester }
  programs:
    - { id: "1", name: Acme, timeZone: UTC, currency: USD, lockingDays: 1, eventTypes: [{ id: "1", name: Sale, payout: 5 % }] }
`;
  const track = '  - { id: a, track: { amount: 5 } }\n';
  writeFileSync(
    join(app.workspace, 'twice.yaml'),
    `name: Twice\nsteps:\n${track}  - reverse: { action: a }\n  - reverse: { action: a }\n`,
  );
  writeFileSync(
    join(app.workspace, 'late.yaml'),
    `name: Late\n${world}steps:\n${track}  - modify: { action: a, amount: 4 }\n`,
  );
  await app.client.engine.setResponses({ responses: [503] });
  await openScreen(page, app.url, 'Simulator');
  await openMode(page, 'Run a scenario');
  const choose = async (name: string) => {
    await page.getByRole('combobox', { name: 'Scenario' }).click();
    await page.getByRole('option', { name }).click();
  };
  await choose('Twice');
  await page.getByTestId('run-button').click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText(
    'Step 3, Reverse: Action "a" cannot be reversed: it is already reversed.',
  );
  await expect(alert).toContainText('twice.yaml:5:5');
  expect((await app.client.captures.list({ limit: 9 })).rows).toEqual([]);
  await alert.getByRole('button', { name: 'Close' }).click();

  await choose('Late');
  await page.getByTestId('run-button').click();
  await expect(page.getByRole('region', { name: 'Steps' }).getByRole('status').first()).toContainText(
    /late\.yaml:8:5: Step 2, Modify: Action "a" cannot be modified: it locked on .*\. Possible now: clear\./,
  );
});

test('catches up after a reload in the middle of a run', async ({ page, app }) => {
  await using partner = await partnerReceiver('200', 'hang');
  await openScreen(page, app.url, 'Simulator');
  await openMode(page, 'Run a scenario');
  const { runId } = await app.client.activity.run({
    file: 'purchase-reversal.yaml',
    to: `${partner.base}/pb?id={ActionId}&pay={Payout}`,
  });
  await expect.poll(async () => (await partner.books()).targets.length).toBe(2);
  await page.reload();
  // Of the step that is running; the one before has been delivered.
  await expect(page.getByTestId('now-row')).toHaveCount(1);
  await expect(page.getByTestId('step-delivered').first()).toHaveText('Delivered1');
  await expect(page.getByTestId('step-row').first()).toHaveAttribute('data-state', 'done');
  await expect(page.getByTestId('step-row').nth(1)).toHaveAttribute('data-state', 'running');
  await page.getByTestId('cancel-run').click();
  await expect(page.getByTestId('run-button')).toBeEnabled();
  expect(await app.client.activity.cancelRun({ runId })).toEqual({ cancelled: false });
});

test('goes on after the engine is gone and back, with what was on the screen kept meanwhile', async ({
  page,
  ownApp: app,
}) => {
  await page.goto(app.url);
  await fetch(`${app.receiver}/before`);
  await expect(page.getByRole('row').filter({ hasText: '/before' })).toHaveCount(1);
  app.running.child.kill('SIGKILL');
  await app.running.ended;
  await expect(page.getByText(/connection.*lost|lost/i).first()).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: '/before' })).toHaveCount(1);
});

test('stays quick with 10,000 captures and 10,000 deliveries', async ({ page, app }) => {
  const post = async (worker: number) => {
    for (let i = 0; i < 2500; i += 1)
      await fetch(`${app.receiver}/load?w=${worker}&i=${i}`).then((r) => r.arrayBuffer());
  };
  await Promise.all([0, 1, 2, 3].map(post));
  await page.goto(app.url);
  await expect(page.getByText(/10.000 captures/).first()).toBeVisible();
  const list = page.getByRole('grid', { name: /captures/i });
  expect(await list.getByRole('row').count()).toBeLessThan(60);
  await list.focus();
  await page.keyboard.press('End');
  await expect(
    list
      .getByRole('row')
      .filter({ hasText: /i=0(?!\d)/ })
      .first(),
  ).toBeVisible();
  expect(await list.getByRole('row').count()).toBeLessThan(60);
  await page.keyboard.press('Home');
  await expect(
    list
      .getByRole('row')
      .filter({ hasText: /i=2499(?!\d)/ })
      .first(),
  ).toBeVisible();
});

test('names a broken workspace file with its place, and goes on with the rest', async ({ page, app }) => {
  writeFileSync(join(app.workspace, 'postbacks/broken.yaml'), 'name: Broken\nurl: /pb\nmethod: PUT\n');
  await openScreen(page, app.url, 'Templates');
  await expect(page.getByText(/postbacks\/broken\.yaml:3:9/).first()).toBeVisible();
  await expect(page.getByTestId('wire-preview')).toContainText('GET /pb?id=');
});

test('finds its commands in the palette and its sections by keys alone', async ({ page, app }) => {
  await page.goto(app.url);
  await page.keyboard.press('Alt+3');
  await expect(page.getByRole('radio', { name: 'By hand' })).toBeChecked();
  await page.keyboard.press('ControlOrMeta+k');
  const palette = page.getByRole('dialog', { name: 'Commands' });
  await expect(palette.getByRole('textbox')).toBeFocused();
  await page.keyboard.type('run scenario');
  await expect(palette.getByText('Run scenario').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: 'Run a scenario' })).toBeChecked();
  await expect(page.getByTestId('now-row')).toHaveCount(5);
});

for (const scheme of ['light', 'dark'] as const) {
  test(`has no serious accessibility finding in ${scheme}`, async ({ page, app }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await openScreen(page, app.url, 'Simulator');
    await runShown(page);
    await expect(page.getByTestId('now-row')).toHaveCount(5);
    const looksGood = async (what: string) => {
      const found = await violations(page);
      const serious = found.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => `${what} ${id}: ${nodes[0]?.html}`)).toEqual([]);
    };
    for (const mode of ['Run a scenario', 'Watch', 'By hand'] as const) {
      await openMode(page, mode);
      await looksGood(mode);
    }
    for (const section of ['Receiver', 'Templates']) {
      await page.getByRole('navigation').getByText(section).click();
      await expect(page.getByRole('main')).toBeVisible();
      await looksGood(section);
    }
  });
}
