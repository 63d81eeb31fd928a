import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, openScreen, serve, test } from './app.ts';

test('makes a workspace in a new folder, from the first screen on, and leads to its first postback', async ({
  page,
  app,
}) => {
  const folder = join(app.dataFolder, 'teams/acme-postbacks');
  await openScreen(page, app.url, 'Receiver');
  await page.getByRole('button', { name: /Create a workspace/ }).click();
  const dialog = page.getByRole('dialog', { name: 'New workspace' });
  await dialog.getByLabel('Folder').fill(folder);
  await expect(dialog.getByLabel('Name')).toHaveAttribute('placeholder', 'acme-postbacks');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('banner').getByText('acme-postbacks')).toBeVisible();
  await expect(page.getByText('No postbacks in this workspace')).toBeVisible();
  await page
    .getByRole('button', { name: /New postback/ })
    .first()
    .click();
  await expect.poll(() => existsSync(join(folder, 'postbacks'))).toBe(true);
  expect(readFileSync(join(folder, 'postbench.yaml'), 'utf8')).toContain('name: acme-postbacks\n');
});

test('a folder without a workspace that is opened can be made one, under a name of its own', async ({
  page,
  app,
}) => {
  const folder = join(app.dataFolder, 'empty');
  mkdirSync(folder);
  await page.goto(app.url);
  await page.getByRole('button', { name: 'Sample workspace' }).click();
  await page.getByRole('menuitem', { name: 'Open another workspace…' }).click();
  const open = page.getByRole('dialog', { name: 'Open workspace' });
  await open.getByLabel('Folder').fill(folder);
  await open.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(open.getByText(/has no postbench.yaml/)).toBeVisible();
  await open.getByRole('button', { name: 'Create a workspace here…' }).click();
  const dialog = page.getByRole('dialog', { name: 'New workspace' });
  await expect(dialog.getByLabel('Folder')).toHaveValue(folder);
  await dialog.getByLabel('Name').fill('Ours: all of it');
  await dialog.getByLabel('A copy of the sample').check();
  await dialog.getByRole('button', { name: 'Create workspace' }).click();
  await expect(page.getByRole('banner').getByText('Ours: all of it')).toBeVisible();
  await expect(page.getByText('Acme life cycle').first()).toBeVisible();
});

test('says why a workspace cannot be made, keeps what was typed, and opens the one that is there', async ({
  page,
  app,
}) => {
  await page.goto(app.url);
  await expect(page.getByText('Sample workspace')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('new workspace');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'New workspace' });
  await dialog.getByLabel('Folder').fill('acme');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(/is not an absolute path/)).toBeVisible();
  await dialog.getByLabel('Folder').fill(app.workspace);
  await expect(dialog.getByText(/is not an absolute path/)).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(/is already a workspace/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Open it' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('banner').getByText('Sample workspace')).toBeVisible();
});

test('unsaved edits are there again after a reload, after kill -9, and are merged with what came in between', async ({
  page,
  ownApp: app,
}) => {
  const url = page.getByRole('textbox', { name: 'URL' });
  const open = async (address: string) => {
    await openScreen(page, address, 'Templates');
    await page.getByRole('option', { name: /Acme life cycle/ }).click();
  };
  const kept = () => app.client.drafts.of({ workspace: app.workspace });
  await open(app.url);
  await url.click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('&mine=1');
  await expect.poll(async () => (await kept())[0]?.draft.form.url).toMatch(/&mine=1$/);
  await page.reload();
  await expect(url).toContainText('&mine=1');
  await expect(page.getByText('Restored unsaved edits to 1 postback.')).toBeVisible();
  await expect(page.getByRole('option', { name: /Acme life cycle/ })).toContainText('edited');

  app.running.child.kill('SIGKILL');
  await app.running.ended;
  const file = join(app.workspace, 'postbacks/acme-life-cycle.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('name: Acme life cycle', 'name: Acme renamed'));
  const again = await serve(app.dataFolder);
  try {
    await openScreen(page, again.url, 'Templates');
    await page.getByRole('option', { name: /Acme renamed/ }).click();
    await expect(url).toContainText('&mine=1');
    await page.keyboard.press('ControlOrMeta+s');
    await expect.poll(() => readFileSync(file, 'utf8')).toContain('&mine=1');
    expect(readFileSync(file, 'utf8')).toContain('name: Acme renamed');
    await expect.poll(() => again.client.drafts.of({ workspace: again.workspace })).toEqual([]);
    await page.reload();
    await expect(page.getByRole('option', { name: /Acme renamed/ })).toBeVisible();
    await expect(page.getByRole('option', { name: /Acme renamed/ })).not.toContainText('edited');
  } finally {
    await again.running[Symbol.asyncDispose]();
  }
});
