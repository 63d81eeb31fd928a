import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { violations } from './accessibility.ts';
import { type App, expect, openScreen, test } from './app.ts';

const list = (page: Page) => page.getByRole('listbox', { name: 'Postbacks' });
const row = (page: Page, name: string | RegExp) => list(page).getByRole('option', { name });
const urlOf = (page: Page) => page.getByRole('textbox', { name: 'URL' });
const notice = (page: Page, text: string | RegExp) =>
  page.getByRole('status').filter({ hasText: text }).first();

const LIFE_CYCLE = 'postbacks/acme-life-cycle.yaml';
const pathOf = (app: App, file: string) => join(app.workspace, file);
const textOf = (app: App, file: string) => readFileSync(pathOf(app, file), 'utf8');
const postbacksOf = (app: App) => readdirSync(join(app.workspace, 'postbacks')).sort();

/** Puts the cursor to the end of the URL and types. */
async function append(page: Page, text: string): Promise<void> {
  await urlOf(page).click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(text);
}

/** Types one thing over what a URL holds. */
async function write(page: Page, text: string): Promise<void> {
  await urlOf(page).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

test('makes a postback, names it in place, copies it, and deletes it, by keyboard alone', async ({
  page,
  app,
}) => {
  await openScreen(page, app.url, 'Templates');
  await expect(row(page, /Acme life cycle/)).toBeVisible();
  await page.keyboard.press('n');
  const field = page.getByRole('textbox', { name: 'New name' });
  await expect(field).toBeFocused();
  await page.keyboard.type('Acme life cycle');
  await expect(page.getByText('is the name of another postback')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(field).toBeVisible();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('Partner: test');
  await page.keyboard.press('Enter');
  await expect(row(page, /Partner: test/)).toBeFocused();
  expect(textOf(app, 'postbacks/new-postback.yaml')).toContain('name: "Partner: test"');
  await expect(row(page, /Partner: test/)).toContainText('off');

  await page.keyboard.press('d');
  await expect(field).toHaveValue('Partner: test copy');
  await page.keyboard.press('Escape');
  await expect(row(page, /Partner: test copy/)).toBeFocused();
  expect(postbacksOf(app)).toContain('partner-test-copy.yaml');

  await page.keyboard.press('Delete');
  await expect(notice(page, 'Deleted Partner: test copy.')).toBeVisible();
  await expect(row(page, /Partner: test copy/)).toHaveCount(0);
  expect(postbacksOf(app)).not.toContain('partner-test-copy.yaml');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(row(page, /Partner: test copy/)).toBeVisible();
  expect(postbacksOf(app)).toContain('partner-test-copy.yaml');

  await row(page, /Partner: test$|Partner: test(?! copy)/)
    .first()
    .focus();
  await page.keyboard.press('F2');
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
});

test('brings a deleted postback back byte for byte, with the edits that were not saved', async ({
  page,
  app,
}) => {
  const before = `${textOf(app, LIFE_CYCLE)}\r\n#   odd: end  `;
  writeFileSync(pathOf(app, LIFE_CYCLE), before);
  await openScreen(page, app.url, 'Templates');
  await append(page, '&mine=1');
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: /^Delete/ }).click();
  await expect(notice(page, 'Deleted Acme life cycle.')).toBeVisible();
  await expect.poll(() => existsSync(pathOf(app, LIFE_CYCLE))).toBe(false);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(urlOf(page)).toContainText('&mine=1');
  expect(textOf(app, LIFE_CYCLE)).toBe(before);
});

test('keeps the offer of Undo while another file stands in the way', async ({ page, app }) => {
  await openScreen(page, app.url, 'Templates');
  await row(page, /Acme clearing/).click();
  await page.keyboard.press('Delete');
  await expect(notice(page, 'Deleted Acme clearing.')).toBeVisible();
  const path = pathOf(app, 'postbacks/acme-clearing.yaml');
  writeFileSync(path, 'name: In the way\nurl: /other\n');
  await expect(row(page, /In the way/)).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('alert')).toContainText('There is a file postbacks/acme-clearing.yaml again.');
  expect(readFileSync(path, 'utf8')).toBe('name: In the way\nurl: /other\n');
  rmSync(path);
  await expect(row(page, /In the way/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(row(page, /Acme clearing/)).toBeVisible();
  expect(readFileSync(path, 'utf8')).toContain('kind: clearing');
});

test('says how many deliveries of a deleted postback still go on', async ({ page, app }) => {
  await app.client.clock.pause({ paused: true });
  await app.client.activity.track({ amount: '12.00' });
  await openScreen(page, app.url, 'Templates');
  await row(page, /Acme life cycle/).click();
  await page.keyboard.press('Delete');
  await expect(notice(page, 'Deleted Acme life cycle.')).toContainText('1 delivery still open goes on');
});

test('lists what can be done with a row where it is clicked with the other button', async ({ page, app }) => {
  await openScreen(page, app.url, 'Templates');
  await row(page, /Acme inquiries/).click({ button: 'right' });
  const menu = page.getByRole('menu');
  await expect(menu.getByRole('menuitem')).toHaveText([/Rename/, /Duplicate/, /Compare with…/, /Delete/]);
  await menu.getByRole('menuitem', { name: /Duplicate/ }).click();
  await expect(page.getByRole('textbox', { name: 'New name' })).toHaveValue('Acme inquiries copy');
  await page.keyboard.press('Enter');
  await expect(notice(page, 'is disabled so that nothing is sent twice')).toBeVisible();
  expect(textOf(app, 'postbacks/acme-inquiries-copy.yaml')).toContain('# Sent when an inquiry is opened');
});

test('shows at once what is added, renamed and deleted on disk; edits of a deleted one are saved as new', async ({
  page,
  app,
}) => {
  await openScreen(page, app.url, 'Templates');
  writeFileSync(pathOf(app, 'postbacks/added.yaml'), 'name: Added by hand\nurl: /added\n');
  await expect(row(page, /Added by hand/)).toBeVisible();
  writeFileSync(pathOf(app, 'postbacks/added.yaml'), 'name: Renamed by hand\nurl: /added\n');
  await expect(row(page, /Renamed by hand/)).toBeVisible();
  await row(page, /Renamed by hand/).click();
  await append(page, '?kept=1');
  rmSync(pathOf(app, 'postbacks/added.yaml'));
  await expect(page.getByText('was deleted on disk. Your edits are kept.')).toBeVisible();
  await expect(urlOf(page)).toHaveText('/added?kept=1');
  await page.getByRole('button', { name: 'Save as new' }).click();
  await expect(notice(page, /Saved as postbacks\/renamed-by-hand\.yaml/)).toBeVisible();
  expect(textOf(app, 'postbacks/renamed-by-hand.yaml')).toContain('url: /added?kept=1');
  await expect(page.getByText('was deleted on disk')).toHaveCount(0);
});

test('stays with the postback that is edited while its file is gone, wrong, and back again', async ({
  page,
  app,
}) => {
  await openScreen(page, app.url, 'Templates');
  const before = textOf(app, LIFE_CYCLE);
  await append(page, '&mine=1');
  const at = await list(page).getByRole('option').allTextContents();
  rmSync(pathOf(app, LIFE_CYCLE));
  await expect(page.getByText('was deleted on disk')).toBeVisible();
  await expect(list(page).getByRole('option').nth(3)).toContainText('Acme life cycledeleted on disk');
  expect(await list(page).getByRole('option').count()).toBe(at.length);
  writeFileSync(pathOf(app, LIFE_CYCLE), 'name: [\n');
  await expect(page.getByText('Your unsaved edits are kept until then.')).toBeVisible();
  writeFileSync(pathOf(app, LIFE_CYCLE), before);
  await expect(urlOf(page)).toContainText('&mine=1');
  await page.getByRole('switch', { name: 'Enabled' }).uncheck({ force: true });
  await expect(page.getByRole('textbox', { name: 'Postback name' })).toHaveValue('Acme life cycle');
  await expect(page.getByRole('switch', { name: 'Enabled' })).not.toBeChecked();
});

test('offers the first postback in an empty workspace', async ({ page, app }) => {
  for (const name of postbacksOf(app)) rmSync(pathOf(app, `postbacks/${name}`));
  await openScreen(page, app.url, 'Templates');
  await expect(page.getByText('No postbacks in this workspace')).toBeVisible();
  await page.getByRole('button', { name: /Import a request/ }).click();
  await page.getByLabel('Request', { exact: true }).fill('/pb?txid=1000.4636.158133');
  await page.getByRole('button', { name: 'Create postback' }).click();
  await expect(row(page, /Imported postback/)).toBeVisible();
  expect(textOf(app, 'postbacks/imported-postback.yaml')).toContain('url: /pb?txid={ActionId}');
  await expect(page.getByRole('switch', { name: 'Enabled' })).toBeChecked();
});

test('imports into the postback on screen, and takes that back, but not what was typed since', async ({
  page,
  app,
}) => {
  await openScreen(page, app.url, 'Templates');
  const before = (await urlOf(page).textContent())!;
  await page.getByRole('button', { name: 'Import a request' }).click();
  await page.getByLabel('Request', { exact: true }).fill("curl 'https://h.test/pb?pay=12.00' -H 'X-Key: k'");
  await page.getByLabel('Into Acme life cycle').check();
  await page.getByRole('button', { name: 'Replace request' }).click();
  await expect(urlOf(page)).toHaveText('https://h.test/pb?pay={Payout}');
  await page.getByRole('textbox', { name: 'Postback name' }).fill('Typed since');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(urlOf(page)).toHaveText(before);
  await expect(page.getByRole('textbox', { name: 'Postback name' })).toHaveValue('Typed since');
  expect(textOf(app, LIFE_CYCLE)).toContain('name: Acme life cycle');
});

test('makes a template of a capture, from the Receiver and from a filtered list', async ({ page, app }) => {
  await fetch(`${app.receiver}/hook?txid=1000.4636.158133&pay=12.00`);
  await fetch(`${app.receiver}/other`, { method: 'POST', body: 'amount=5.00' });
  await openScreen(page, app.url, 'Receiver');
  await page.getByRole('grid', { name: 'Captures' }).getByText('/hook').first().click();
  await page.getByRole('button', { name: 'Create postback' }).click();
  const becomes = page.getByRole('region', { name: 'Result' });
  await expect(becomes).toContainText('GET /hook?txid={ActionId}&pay={Payout}');
  await expect(becomes.locator('mark')).toHaveText(['{ActionId}', '{Payout}']);
  await page.getByLabel('Name', { exact: true }).fill('From a capture');
  await page.getByRole('button', { name: 'Create postback' }).click();
  await expect(row(page, /From a capture/)).toBeVisible();
  expect(textOf(app, 'postbacks/from-a-capture.yaml')).toContain('url: /hook?txid={ActionId}&pay={Payout}');

  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('i');
  await page.getByText('A capture', { exact: true }).click();
  const captures = page.getByRole('listbox', { name: 'Captures' });
  await expect(captures.getByRole('option')).toHaveCount(2);
  await page.getByLabel('Filter captures').fill('amount');
  await expect(captures.getByRole('option')).toHaveCount(1);
  await captures.getByRole('option').click();
  await expect(becomes).toContainText('POST /other');
  await expect(becomes).toContainText('amount={Amount}');
});

test('merges what was changed on disk elsewhere in the file, says so, and takes it back', async ({
  page,
  app,
}) => {
  await openScreen(page, app.url, 'Templates');
  await write(page, '/pb?id={ActionId}&pay={Payout}&mine=1');
  await page.keyboard.press('ControlOrMeta+s');
  await expect.poll(() => textOf(app, LIFE_CYCLE)).toContain('mine=1');
  await append(page, '&more=2');
  const changed = textOf(app, LIFE_CYCLE)
    .replace('name: Acme life cycle', 'name: By hand')
    .replace('?id=', '?tx=');
  writeFileSync(pathOf(app, LIFE_CYCLE), changed);
  await expect(urlOf(page)).toHaveText('/pb?tx={ActionId}&pay={Payout}&mine=1&more=2');
  await expect(page.getByRole('textbox', { name: 'Postback name' })).toHaveValue('By hand');
  await expect(notice(page, 'was changed on disk. Merged into your edits: Name, URL.')).toBeVisible();
  expect(textOf(app, LIFE_CYCLE)).toBe(changed);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(urlOf(page)).toHaveText('/pb?id={ActionId}&pay={Payout}&mine=1&more=2');
  await expect(page.getByRole('button', { name: 'Resolve…' })).toBeVisible();
  await page.getByRole('button', { name: 'Resolve…' }).click();
  await page.getByRole('button', { name: 'Merge', exact: true }).click();
  // At once: a dialog that is closed has no hold of the keyboard any more.
  await page.keyboard.press('ControlOrMeta+s');
  await expect.poll(() => textOf(app, LIFE_CYCLE)).toContain('/pb?tx={ActionId}&pay={Payout}&mine=1&more=2');
  expect(textOf(app, LIFE_CYCLE)).toContain('name: By hand');
});

test('takes back a merge and an import after they were saved', async ({ page, app }) => {
  await openScreen(page, app.url, 'Templates');
  await write(page, '/pb?id={ActionId}&pay={Payout}');
  await page.keyboard.press('ControlOrMeta+s');
  await expect.poll(() => textOf(app, LIFE_CYCLE)).toContain('/pb?id={ActionId}&pay={Payout}\n');
  await append(page, '&more=2');
  writeFileSync(pathOf(app, LIFE_CYCLE), textOf(app, LIFE_CYCLE).replace('?id=', '?tx='));
  await expect(notice(page, 'Merged into your edits: URL.')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+s');
  await expect.poll(() => textOf(app, LIFE_CYCLE)).toContain('?tx={ActionId}&pay={Payout}&more=2');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(urlOf(page)).toHaveText('/pb?id={ActionId}&pay={Payout}&more=2');
  await page.keyboard.press('ControlOrMeta+s');
  await expect.poll(() => textOf(app, LIFE_CYCLE)).toContain('?id={ActionId}&pay={Payout}&more=2');

  await page.getByRole('button', { name: 'Import a request' }).click();
  await page.getByLabel('Request', { exact: true }).fill('https://h.test/pb?pay=12.00');
  await page.getByLabel('Into Acme life cycle').check();
  await page.getByRole('button', { name: 'Replace request' }).click();
  await page.keyboard.press('ControlOrMeta+s');
  await expect.poll(() => textOf(app, LIFE_CYCLE)).toContain('https://h.test/pb?pay={Payout}');
  await notice(page, 'Imported into').getByRole('button', { name: 'Undo' }).click();
  await expect(urlOf(page)).toHaveText('/pb?id={ActionId}&pay={Payout}&more=2');
  await expect(page.getByText('• edited')).toBeVisible();
});

test('keeps what was typed after Revert when Revert is taken back', async ({ page, app }) => {
  await openScreen(page, app.url, 'Templates');
  await append(page, '&one=1');
  await page.getByRole('button', { name: 'Revert', exact: true }).click();
  await page.getByRole('textbox', { name: 'Postback name' }).fill('Typed since');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(urlOf(page)).toContainText('&one=1');
  await expect(page.getByRole('textbox', { name: 'Postback name' })).toHaveValue('Typed since');
});

test('keeps unsaved edits, and what can be taken back, in their own workspace', async ({ page, app }) => {
  const other = join(app.dataFolder, 'other');
  cpSync(app.workspace, other, { recursive: true });
  await openScreen(page, app.url, 'Templates');
  await append(page, '&mine=1');
  await row(page, /Acme inquiries/).click();
  await append(page, '&dropped=1');
  await page.getByRole('button', { name: 'Revert', exact: true }).click();
  await row(page, /Acme life cycle/).click();
  await app.client.workspace.open({ folder: other });
  await expect(notice(page, 'Unsaved edits of 1 postback are kept')).toBeVisible();
  await expect(urlOf(page)).not.toContainText('&mine=1');
  await expect(list(page)).not.toContainText('edited');
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
  await notice(page, 'Discarded edits to').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('belongs to another workspace')).toBeVisible();
  await expect(list(page)).not.toContainText('edited');
  await app.client.workspace.open({ folder: app.workspace });
  await expect(urlOf(page)).toContainText('&mine=1');
  await notice(page, 'Discarded edits to').getByRole('button', { name: 'Undo' }).click();
  await row(page, /Acme inquiries/).click();
  await expect(urlOf(page)).toContainText('&dropped=1');
});

test('asks only where both changed the same place, and keeps all else of both', async ({ page, app }) => {
  await openScreen(page, app.url, 'Templates');
  await write(page, '/pb?id={ActionId}&pay={Payout}');
  await page.keyboard.press('ControlOrMeta+s');
  await expect.poll(() => textOf(app, LIFE_CYCLE)).toContain('/pb?id={ActionId}&pay={Payout}\n');
  await write(page, '/pb?id={ActionId}&pay={Amount}');
  writeFileSync(
    pathOf(app, LIFE_CYCLE),
    textOf(app, LIFE_CYCLE).replace('{Payout}', '{DeltaPayout}').replace('method: GET', 'method: POST'),
  );
  await page.getByRole('button', { name: 'Resolve…' }).click();
  const dialog = page.getByRole('dialog');
  const url = dialog.getByRole('region', { name: 'URL' });
  await expect(url).toContainText('&pay={DeltaPayout}');
  await expect(url).toContainText('&pay={Amount}');
  await expect(dialog).toContainText('Taken from the file without a question: Method.');
  await url.getByText('− The file').click();
  await dialog.getByRole('button', { name: 'Use selection' }).click();
  await expect(urlOf(page)).toHaveText('/pb?id={ActionId}&pay={DeltaPayout}');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(urlOf(page)).toHaveText('/pb?id={ActionId}&pay={Amount}');
});

test('compares two postbacks field by field, with what each would send', async ({ page, app }) => {
  await openScreen(page, app.url, 'Templates');
  await expect(urlOf(page)).toBeVisible();
  await row(page, /Acme life cycle/).focus();
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: 'Compare two postbacks' });
  await expect(dialog.getByRole('combobox', { name: 'Right postback' })).toHaveValue('Acme sign-ups');
  const fields = dialog.getByRole('table', { name: 'Fields' });
  await expect(fields.getByRole('row', { name: /^status\b.*differs/ })).toContainText('not there');
  await expect(fields.getByRole('row', { name: /^id / })).toBeVisible();
  await dialog.getByLabel('Only differences').check();
  await expect(fields.getByRole('row', { name: /^id / })).toHaveCount(0);
  const wires = dialog.getByRole('region', { name: 'Requests' });
  await expect(wires.getByRole('textbox', { name: 'Request, left' })).toContainText('GET /pb?id=1000.');
  await expect(wires.getByRole('textbox', { name: 'Request, right' })).toContainText(
    'GET /sign-ups?id=1000.',
  );
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await wires.getByRole('button', { name: 'Copy Requests, right' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /^GET \/sign-ups\?id=1000\..* HTTP\/1\.1\nhost: /,
  );
  await dialog.getByRole('button', { name: 'Swap' }).click();
  await expect(dialog.getByRole('combobox', { name: 'Left postback' })).toHaveValue('Acme sign-ups');
});

test('is accessible in each of its dialogs and while a name is changed', async ({ page, app }) => {
  await openScreen(page, app.url, 'Templates');
  const check = async () => expect(await violations(page, { tags: ['wcag2a', 'wcag2aa'] })).toEqual([]);
  await row(page, /Acme life cycle/).focus();
  await page.keyboard.press('F2');
  await expect(page.getByRole('textbox', { name: 'New name' })).toBeVisible();
  await check();
  await page.keyboard.press('Escape');
  await row(page, /Acme life cycle/).focus();
  for (const key of ['c', 'i']) {
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog')).toBeVisible();
    await check();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
});

test('goes through hundreds of postbacks with a key held down, and edits the one where it was let go', async ({
  page,
  app,
}) => {
  const numbers = Array.from({ length: 300 }, (_, i) => String(i + 1).padStart(3, '0'));
  for (const n of numbers) {
    writeFileSync(pathOf(app, `postbacks/p${n}.yaml`), `name: Partner ${n}\nurl: /pb?id={ActionId}&n=${n}\n`);
  }
  await openScreen(page, app.url, 'Templates');
  await row(page, 'Partner 001').click();
  for (let i = 0; i < 40; i += 1) await page.keyboard.press('ArrowDown');
  await expect(row(page, 'Partner 041')).toBeFocused();
  await expect(page.getByRole('textbox', { name: 'Postback name' })).toHaveValue('Partner 041');
  await append(page, 'x');
  await expect(row(page, 'Partner 041')).toContainText('edited');
  await page.keyboard.press('ControlOrMeta+s');
  await expect.poll(() => textOf(app, 'postbacks/p041.yaml')).toContain('n=041x');
  await row(page, 'Partner 041').click();
  await page.keyboard.press('End');
  await expect(row(page, 'Partner 300')).toBeInViewport();
  await expect(urlOf(page)).toContainText('n=300');
});

test('a click into the URL while a name is changed keeps the name, and what is typed goes into the URL', async ({
  page,
  app,
}) => {
  await openScreen(page, app.url, 'Templates');
  await expect(row(page, /Acme life cycle/)).toBeVisible();
  await page.keyboard.press('n');
  const field = page.getByRole('textbox', { name: 'New name' });
  await expect(field).toBeFocused();
  await page.keyboard.type('Named on the way');
  await append(page, '&n=now');
  await expect(row(page, /Named on the way/)).toContainText('edited');
  await expect(field).toBeHidden();
  await expect(urlOf(page)).toBeFocused();
  await page.keyboard.type('2');
  await expect(urlOf(page)).toContainText('&n=now2');
  await expect(row(page, /New postback/)).toHaveCount(0);
});
