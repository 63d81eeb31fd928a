import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { openPreviews, openProblems, openScreen, test } from './app.ts';

/** The URL of the postback as its editor has it. */
const urlOf = (page: Page) => page.getByRole('textbox', { name: 'URL' });
const problems = (page: Page) => page.getByRole('region', { name: 'Problems' });

/** Puts the cursor to the end of the URL and types. */
async function append(page: Page, text: string): Promise<void> {
  await urlOf(page).click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(text);
}

test('completes a name, with what is known of it', async ({ page, app }) => {
  await openScreen(page, app.url, 'Templates');
  await append(page, '&s2={SubI');
  const list = page.getByRole('listbox', { name: 'Completions' });
  await expect(list.getByRole('option', { name: /\{SubId2\}/ })).toBeVisible();
  await expect(page.locator('.cm-completionInfo')).toContainText('SubId1');
  // The editor ignores keys that come within 75 ms after the list has opened; no hand is that quick.
  await expect(async () => {
    if ((await list.count()) === 0) {
      // A key that came too early went to the text, and the cursor behind the brace that the editor has added.
      for (const key of ['ControlOrMeta+End', 'ArrowLeft', 'Control+Space']) await page.keyboard.press(key);
      await expect(list).toBeVisible({ timeout: 2_000 });
      throw new Error('The list has opened only now.');
    }
    await page.keyboard.press('ArrowDown');
    const selected = list.getByRole('option', { selected: true });
    await expect(selected).toContainText('{SubId2}', { timeout: 1_000 });
  }).toPass();
  await page.keyboard.press('Enter');
  await expect(urlOf(page)).toContainText('&s2={SubId2}');
  await expect(urlOf(page)).not.toContainText('{SubId2}}');
  await expect(problems(page)).toContainText('none');
});

test('completes the names of secrets, and a file of secrets that cannot be used is said with its remedy', async ({
  page,
  app,
}) => {
  const file = join(app.dataFolder, 'secrets.json');
  writeFileSync(file, '{ "PARTNER_KEY": "not shown anywhere" }', { mode: 0o600 });
  await openScreen(page, app.url, 'Templates');
  await append(page, '&key={secret:PART');
  const option = page.getByRole('option', { name: /\{secret:PARTNER_KEY\}/ });
  await expect(async () => {
    if ((await option.count()) === 0) await page.keyboard.press('Control+Space');
    await expect(option).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(page.locator('.cm-completionInfo')).toContainText('put in when the request is sent');
  await option.click();
  await expect(urlOf(page)).toContainText('&key={secret:PARTNER_KEY}');
  await expect(urlOf(page)).not.toContainText('}}');
  await expect(problems(page)).toContainText('none');
  await openPreviews(page, 'Values');
  const cell = page.getByTestId('values-preview').getByText('{secret:PARTNER_KEY}').first();
  await expect(cell).toHaveClass(/placeholder/);
  await expect(cell).not.toHaveClass(/placeholder-unknown/);
  await expect(page.locator('body')).not.toContainText('not shown anywhere');

  writeFileSync(file, '{ "PARTNER_KEY": "not shown anywhere"', { mode: 0o600 });
  const banner = page.getByTestId('secrets-problem');
  await expect(banner).toContainText('it is not JSON');
  await expect(banner).toContainText('Write one JSON object of names and texts');
  writeFileSync(file, '{}', { mode: 0o600 });
  await expect(banner).toHaveCount(0);
});

test('says what would break, shows where, and mends it with one click, which can be undone', async ({
  page,
  app,
}) => {
  await openScreen(page, app.url, 'Templates');
  await append(page, '&p={payout}');
  await openProblems(page);
  await expect(problems(page)).toContainText('{payout} is not {Payout}');
  await problems(page).getByText('{payout} is not {Payout}').click();
  await expect(urlOf(page)).toBeFocused();
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('{payout}');
  await problems(page).getByRole('button', { name: 'Write {Payout}', exact: true }).click();
  await expect(urlOf(page)).toContainText('&p={Payout}');
  await expect(problems(page)).toContainText('none');
  await urlOf(page).focus();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(urlOf(page)).toContainText('&p={payout}');
});

test('converts what was pasted in other spellings, all of it at once', async ({ page, app }) => {
  await openScreen(page, app.url, 'Templates');
  await urlOf(page).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText('/pb?id=<ActionId>&st=[Status]&s=!!!clickRef!!!&t={{SharedId}}');
  await problems(page).getByRole('button', { name: 'Apply 4 safe fixes' }).click();
  await expect(urlOf(page)).toHaveText('/pb?id={ActionId}&st={Status}&s={SubId1}&t={SharedId}');
  await expect(page.getByTestId('wire-preview')).toContainText('st=PENDING');
  await expect(problems(page)).toContainText('none');
});

test('goes from placeholder to placeholder with Tab, and on to the next control after the last', async ({
  page,
  app,
}) => {
  await openScreen(page, app.url, 'Templates');
  await urlOf(page).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText('/pb?id={ActionId}&st={Status}');
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('{ActionId}');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('{Status}');
  await page.keyboard.press('Tab');
  await expect(urlOf(page)).not.toBeFocused();
});

test('keeps what is typed in view while problems come up around it, and lists the worst first', async ({
  page,
  app,
}) => {
  await openScreen(page, app.url, 'Templates');
  await page.getByRole('textbox', { name: 'URL' }).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText('http://h.test/pb?id={ActionId}&pay={Payout}&token=abc&x={Status');
  await expect(problems(page).getByRole('status')).toHaveText('1 error2 warnings');
  await openProblems(page);
  await expect(problems(page).getByRole('listitem').first()).toContainText('is never closed');
  await page.getByRole('switch', { name: 'Send a body' }).check({ force: true });
  const body = page.getByRole('textbox', { name: 'Body template' });
  await body.click();
  await page.keyboard.insertText(
    '{"Action Life Cycle Postback", "campaign_id": "{CampaignId}", "n": {Pay}\n\n',
  );
  await page.keyboard.type('  the end');
  await expect(problems(page)).toContainText('Body');
  await expect(body.getByText('the end')).toBeInViewport({ ratio: 1 });
});
