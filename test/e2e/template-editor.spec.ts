import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { parse } from 'yaml';
import { type App, openHeaders, openProblems, openScreen, test } from './app.ts';

const urlOf = (page: Page) => page.getByRole('textbox', { name: 'URL' });
const table = (page: Page) => page.getByRole('region', { name: 'Parameters of the URL' });
const cell = (page: Page, name: string) => table(page).getByRole('textbox', { name, exact: true });
/** Shows the URL as a text, or as the table of its parameters. */
const view = (page: Page, name: 'Text' | 'Parameters') =>
  page.getByRole('button', { name: /^Parameters/, pressed: name === 'Text' }).click();
const problems = (page: Page) => page.getByRole('region', { name: 'Problems' });

/** Puts a URL in place of the one that stands in the text view. */
async function writeUrl(page: Page, url: string): Promise<void> {
  await urlOf(page).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(url);
}

test.describe('the URL as a table', () => {
  test('shows what the text says, edits only the cell, and keeps all else as it is written', async ({
    page,
    app,
  }) => {
    await openScreen(page, app.url, 'Templates');
    await writeUrl(page, '/pb?id={ActionId}&&b&=x&a=1;2&a=2&st={Status}#top');
    await view(page, 'Parameters');
    await expect(table(page).getByRole('listitem')).toHaveCount(7);
    await expect(cell(page, 'Address')).toHaveText('/pb');
    await expect(cell(page, 'Value of st')).toHaveText('{Status}');
    await cell(page, 'Value of b').click();
    await page.keyboard.type('R&D #1');
    await view(page, 'Text');
    await expect(urlOf(page)).toHaveText('/pb?id={ActionId}&&b=R%26D %231&=x&a=1;2&a=2&st={Status}#top');
  });

  test('adds, fills in, moves and removes a parameter by keyboard, and undoes it step by step', async ({
    page,
    app,
  }) => {
    await openScreen(page, app.url, 'Templates');
    await writeUrl(page, '/pb?id={ActionId}&st={Status}');
    await view(page, 'Parameters');
    await cell(page, 'Value of st').click();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('pay={Payo');
    await page
      .getByRole('option', { name: /\{Payout\}/ })
      .first()
      .click();
    await expect(cell(page, 'Value of pay')).toHaveText('{Payout}');
    await expect(page.getByTestId('wire-preview')).toContainText('&pay=12.00');
    await page.keyboard.press('Alt+ArrowUp');
    await page.keyboard.press('Alt+ArrowUp');
    await expect(table(page).getByRole('listitem').first()).toContainText('pay');
    await expect(cell(page, 'Value of pay')).toBeFocused();
    await table(page).getByRole('button', { name: 'Remove id' }).click();
    await expect(table(page).getByRole('listitem')).toHaveCount(2);
    await page.keyboard.press('ControlOrMeta+z');
    await expect(table(page).getByRole('listitem')).toHaveCount(3);
    await page.keyboard.press('ControlOrMeta+z');
    await page.keyboard.press('ControlOrMeta+z');
    await view(page, 'Text');
    await expect(urlOf(page)).toHaveText('/pb?id={ActionId}&st={Status}&pay={Payout}');
  });

  test('moves a parameter by dragging it', async ({ page, app }) => {
    await openScreen(page, app.url, 'Templates');
    await writeUrl(page, '/pb?a=1&b=2&c=3');
    await view(page, 'Parameters');
    const rows = table(page).getByRole('listitem');
    await rows
      .nth(0)
      .getByRole('button', { name: 'Move a', exact: true })
      .dragTo(rows.nth(2), {
        targetPosition: { x: 60, y: 22 },
      });
    await view(page, 'Text');
    await expect(urlOf(page)).toHaveText('/pb?b=2&c=3&a=1');
  });

  test('tells a finding at its row, and leads to its cell', async ({ page, app }) => {
    await openScreen(page, app.url, 'Templates');
    await writeUrl(page, '/pb?id={ActionId}&st={Status}&p={payout}');
    await view(page, 'Parameters');
    await openProblems(page);
    const row = table(page).getByRole('listitem', { name: 'p', exact: true });
    await expect(row.getByRole('button', { name: /\{payout\} is not \{Payout\}/ })).toBeVisible();
    await expect(row.locator('.cm-lintRange-error')).toHaveText('{payout}');
    // Wherever the focus was before: each way other marks come and go around what is then selected.
    for (const before of ['Address', 'Value of st', 'Address', 'Value of p']) {
      await cell(page, before).click();
      await problems(page).getByText('{payout} is not {Payout}').click();
      await expect(cell(page, 'Value of p')).toBeFocused();
      await expect.poll(() => page.evaluate(() => getSelection()?.toString())).toBe('{payout}');
    }
    await page.keyboard.type('7');
    await expect(cell(page, 'Value of p')).toHaveText('7');
  });

  test('comes into view, wherever the fields were scrolled to', async ({ page, app }) => {
    await openScreen(page, app.url, 'Templates');
    await openHeaders(page);
    for (let header = 0; header < 12; header++)
      await page.getByRole('button', { name: 'Add header' }).click();
    await page.getByRole('textbox', { name: 'Header 12 name' }).scrollIntoViewIfNeeded();
    await view(page, 'Parameters');
    await expect(cell(page, 'Address')).toBeInViewport();
  });

  test('is shown again after a reload', async ({ page, app }) => {
    await openScreen(page, app.url, 'Templates');
    await view(page, 'Parameters');
    await page.reload();
    await expect(cell(page, 'Value of status')).toHaveText('{Status}');
  });
});

const palette = (page: Page) => page.getByRole('region', { name: 'Placeholders to insert' });
const option = (page: Page, name: string) => palette(page).getByRole('option', { name: `{${name}}` });

test.describe('the placeholders to insert', () => {
  test('are searched and inserted by keyboard, over what is selected, where the cursor was last', async ({
    page,
    app,
  }) => {
    await openScreen(page, app.url, 'Templates');
    await writeUrl(page, '/pb?id={ActionId}&s=here');
    await page.keyboard.press('ControlOrMeta+Shift+ArrowLeft');
    await page.keyboard.press('Alt+i');
    await expect(option(page, 'ActionId')).toContainText('used');
    await page.keyboard.type('shared');
    await expect(option(page, 'SharedId')).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(urlOf(page)).toBeFocused();
    await expect(urlOf(page)).toHaveText('/pb?id={ActionId}&s={SharedId}');
    await expect(option(page, 'SharedId')).toContainText('used');
    await page.keyboard.press('ControlOrMeta+z');
    await expect(urlOf(page)).toHaveText('/pb?id={ActionId}&s=here');
  });

  test('are clicked into the cell of the table that was used last', async ({ page, app }) => {
    await openScreen(page, app.url, 'Templates');
    await writeUrl(page, '/pb?id={ActionId}&s');
    await view(page, 'Parameters');
    await cell(page, 'Value of s').click();
    await page.getByRole('button', { name: 'Insert placeholder' }).click();
    await option(page, 'SubId1').click();
    await expect(cell(page, 'Value of s')).toHaveText('{SubId1}');
    await expect(page.getByTestId('wire-preview')).toContainText('&s=spring-tents');
  });

  test('are dragged to where the pointer is: a header, a cell, the body', async ({ page, app }) => {
    await openScreen(page, app.url, 'Templates');
    await page.getByRole('button', { name: 'Insert placeholder' }).click();
    await openHeaders(page);
    await page.getByRole('button', { name: 'Add header' }).click();
    await page.keyboard.type('X-Id');
    const header = page.getByRole('textbox', { name: 'Header 1 value' });
    await option(page, 'ActionId').dragTo(header);
    await expect(header).toHaveText('{ActionId}');
    await view(page, 'Parameters');
    await cell(page, 'Value of s1').scrollIntoViewIfNeeded();
    await option(page, 'SubId2').dragTo(cell(page, 'Value of s1'));
    await expect(cell(page, 'Value of s1')).toHaveText(/\{SubId2\}/);
    await page.getByText('not sent', { exact: true }).scrollIntoViewIfNeeded();
    await page.getByRole('switch', { name: 'Send a body' }).click({ force: true });
    const body = page.getByRole('textbox', { name: 'Body template' });
    await option(page, 'Status').dragTo(body);
    await expect(body).toHaveText('{Status}');
  });

  test('have those that the workspace declares first, and stay open after a reload, in a narrow window too', async ({
    page,
    app,
  }) => {
    await page.setViewportSize({ width: 900, height: 700 });
    await openScreen(page, app.url, 'Templates');
    await page.getByRole('button', { name: 'Insert placeholder' }).click();
    await page.reload();
    await expect(palette(page).getByRole('group').first()).toHaveAttribute('aria-label', /workspace|Action/);
    await palette(page).getByRole('combobox').fill('no such thing');
    await expect(palette(page)).toContainText('No matching placeholder');
    await palette(page).getByRole('button', { name: 'Close' }).click();
    await expect(palette(page)).toBeHidden();
  });
});

test.describe('undo', () => {
  const choose = (page: Page, name: string) => page.getByRole('option', { name: new RegExp(name) }).click();
  const undo = (page: Page) => page.keyboard.press('ControlOrMeta+z');

  test('outlives saving, another postback and another section, in URL, header and body alike', async ({
    page,
    app,
  }) => {
    await openScreen(page, app.url, 'Templates');
    await choose(page, 'Acme inquiries');
    const header = page.getByRole('textbox', { name: 'Header 1 value' });
    const body = page.getByRole('textbox', { name: 'Body template' });
    await openHeaders(page);
    await page.getByRole('button', { name: 'Add header' }).click();
    await page.keyboard.type('X-One');
    await header.click();
    await page.keyboard.insertText('first');
    await body.click();
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.type(' ');
    const written = await urlOf(page).textContent();
    await urlOf(page).click();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.insertText('&x=1');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(page.getByText('Saved postbacks/acme-inquiries.yaml.')).toBeVisible();
    await choose(page, 'Acme clearing');
    await page.getByRole('navigation').getByText('Receiver').click();
    await page.getByRole('navigation').getByText('Templates').click();
    await choose(page, 'Acme inquiries');
    await urlOf(page).click();
    await undo(page);
    await expect(urlOf(page)).toHaveText(written!);
    await expect(page.getByText('• edited')).toBeVisible();
    await header.click();
    await undo(page);
    await expect(header).toHaveText('');
    await expect(urlOf(page)).toHaveText(written!);
    await body.click();
    const before = await body.textContent();
    await undo(page);
    expect(await body.textContent()).toBe(before!.slice(1));
  });

  test('takes back Revert, an import and a fix, one step each', async ({ page, app }) => {
    await openScreen(page, app.url, 'Templates');
    const saved = await urlOf(page).textContent();
    await writeUrl(page, '/pb?id={ActionId}&st={status}');
    await openProblems(page);
    await problems(page).getByRole('button', { name: 'Write {Status}', exact: true }).click();
    await expect(urlOf(page)).toHaveText('/pb?id={ActionId}&st={Status}');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Import a request…' }).click();
    await page.getByRole('textbox', { name: 'Request' }).fill('http://127.0.0.1/x?status=PENDING');
    await page.getByRole('radio', { name: /^Replace in / }).click();
    await page.getByRole('button', { name: 'Replace request' }).click();
    await expect(urlOf(page)).toHaveText('http://127.0.0.1/x?status={Status}');
    await page.getByRole('button', { name: 'Revert', exact: true }).click();
    await expect(urlOf(page)).toHaveText(saved!);
    await urlOf(page).click();
    for (const text of [
      'http://127.0.0.1/x?status={Status}',
      '/pb?id={ActionId}&st={Status}',
      '/pb?id={ActionId}&st={status}',
      saved!,
    ]) {
      await undo(page);
      await expect(urlOf(page)).toHaveText(text);
    }
  });

  test('takes back what came from the disk', async ({ page, app }) => {
    await openScreen(page, app.url, 'Templates');
    const file = join(app.workspace, 'postbacks/acme-life-cycle.yaml');
    const before = await urlOf(page).textContent();
    const yaml = await readFile(file, 'utf8');
    await writeFile(file, yaml.replace('/pb?', '/other?'));
    await expect(urlOf(page)).toContainText('/other?');
    await urlOf(page).click();
    await undo(page);
    await expect(urlOf(page)).toHaveText(before!);
    await expect(page.getByText('• edited')).toBeVisible();
  });
});

/** Pastes a text into an editor in place of what stands there, as the clipboard gives it: line ends and all. */
async function paste(page: Page, editor: ReturnType<Page['getByRole']>, text: string): Promise<void> {
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  await editor.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

/** The postback of inquiries as its file has it. */
async function onDisk({ workspace }: App) {
  const text = await readFile(join(workspace, 'postbacks/acme-inquiries.yaml'), 'utf8');
  return parse(text) as { url: string; headers: Record<string, string>; body: { template: string } };
}

test.describe('odd texts', () => {
  // Megabytes take a busy machine their time.
  test.slow();
  const BYTES = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join('');
  const odd: Record<string, string> = {
    'only a brace': '{',
    'every character of one byte, NUL first': BYTES,
    'torn surrogates': 'a\ud800b\udc00{ActionId}\ud83d',
    'line ends of all kinds': 'one\r\ntwo\nthree\rfour\r\n',
    'ten thousand placeholders': '{ActionId}'.repeat(10_000),
  };
  for (const [what, text] of Object.entries(odd)) {
    test(`are kept in URL, header and body, saved and read back: ${what}`, async ({ page, app }) => {
      await openScreen(page, app.url, 'Templates');
      await page.getByRole('option', { name: /Acme inquiries/ }).click();
      await openHeaders(page);
      await page.getByRole('button', { name: 'Add header' }).click();
      await page.keyboard.type('X-Odd');
      // The clipboard itself cannot carry a torn surrogate in every browser: what arrives is what counts.
      const arrives = await page.evaluate((given) => {
        const data = new DataTransfer();
        data.setData('text/plain', given);
        return data.getData('text/plain');
      }, text);
      await paste(page, page.getByRole('textbox', { name: 'Body template' }), text);
      await paste(page, page.getByRole('textbox', { name: 'Header 1 value' }), text);
      await paste(page, urlOf(page), text);
      await page.keyboard.insertText('x');
      await page.keyboard.press('ControlOrMeta+s');
      await expect(page.getByText('Saved postbacks/acme-inquiries.yaml.')).toBeVisible();
      const line = arrives.replaceAll(/[\r\n]/g, '');
      const saved = async () => {
        const { url, headers, body } = await onDisk(app);
        return [url, headers['X-Odd'], body.template];
      };
      expect(await saved()).toEqual([`${line}x`, line, arrives]);
      // Read back into the editors, edited and saved again: nothing is changed but what was typed.
      await page.reload();
      await page.getByRole('option', { name: /Acme inquiries/ }).click();
      await page.getByRole('textbox', { name: 'Body template' }).click();
      await page.keyboard.press('ControlOrMeta+Home');
      await page.keyboard.insertText('y');
      await page.keyboard.press('ControlOrMeta+s');
      await expect(page.getByText('Saved postbacks/acme-inquiries.yaml.')).toBeVisible();
      expect(await saved()).toEqual([`${line}x`, line, `y${arrives}`]);
    });
  }

  for (const where of ['URL', 'Body template'] as const) {
    test(`of five megabytes can be pasted, typed after and undone, and are not saved: ${where}`, async ({
      page,
      app,
    }) => {
      await openScreen(page, app.url, 'Templates');
      await page.getByRole('option', { name: /Acme inquiries/ }).click();
      const editor = page.getByRole('textbox', { name: where });
      await expect(page.getByRole('textbox', { name: 'Postback name' })).toHaveValue('Acme inquiries');
      const size = page.getByRole('region', { name: 'Wire preview' }).getByText(/ B$/);
      const before = await size.textContent();
      await paste(page, editor, `/pb?x=${'a'.repeat(5_000_000)}`);
      await expect(size).toHaveText(/^5,0\d\d,\d{3} B$/);
      await page.keyboard.insertText('tail');
      await expect(editor).toContainText('tail');
      await page.keyboard.press('ControlOrMeta+s');
      await expect(page.getByText(/would have 4\.8 MiB; at most 4 MiB can be read/)).toBeVisible();
      await expect(page.getByText('• edited')).toBeVisible();
      await page.keyboard.press('ControlOrMeta+z');
      await page.keyboard.press('ControlOrMeta+z');
      await expect(size).toHaveText(before!);
    });
  }

  test('with line ends of Windows keep them while they are edited', async ({ page, app }) => {
    await openScreen(page, app.url, 'Templates');
    await page.getByRole('option', { name: /Acme inquiries/ }).click();
    const body = page.getByRole('textbox', { name: 'Body template' });
    await paste(page, body, '{\r\n  "a": "1"\r\n}');
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.insertText('"b": 2,');
    // Over the line end and back: one step each, and one key removes it.
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(page.getByText('Saved postbacks/acme-inquiries.yaml.')).toBeVisible();
    expect((await onDisk(app)).body.template).toBe('{\r\n"b": 2,\r\n  "a": "1"\r\n}');
  });
});
