import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { violations } from './accessibility.ts';
import { type App, openHeaders, openPreviews, openProblems, openScreen, test } from './app.ts';

const fold = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) });
const strip = (page: Page) => page.getByRole('toolbar', { name: 'Previews' });
const wire = (page: Page) => page.getByTestId('wire-preview');
const urlOf = (page: Page) => page.getByRole('textbox', { name: 'URL' });

/** A postback with something wrong in each of its texts. */
function writeWrong({ workspace }: App): void {
  const postback = {
    name: 'A wrong one',
    method: 'POST',
    url: '/pb?id={actionid}',
    headers: { 'X-Key': '{Nope}' },
    body: { format: 'json', template: '{\n  "a": {Amount},\n  "b": "{subid1}"\n}' },
  };
  writeFileSync(join(workspace, 'postbacks/wrong.yaml'), JSON.stringify(postback));
}

/** Lets the window be as small as a zoom of 200 % makes it, whatever the frame asks for. */
async function freeFrame(page: Page): Promise<void> {
  await page.evaluate(() => {
    const frame = document.querySelector<HTMLElement>('.shell-frame');
    frame?.style.setProperty('min-width', '0');
    frame?.style.setProperty('min-height', '0');
  });
}

/** Controls of the screen that stick out of its area, by name; what scrolls by itself may be longer than it shows. */
async function stickingOut(page: Page): Promise<string[]> {
  return page.getByRole('main').evaluate((main) => {
    const edge = main.getBoundingClientRect().right + 1;
    return [...main.querySelectorAll<HTMLElement>('button, input, [role="textbox"], [role="radiogroup"]')]
      .filter((it) => it.offsetParent !== null && it.closest('.scroll') === null)
      .filter((it) => it.getBoundingClientRect().right > edge)
      .map((it) => it.getAttribute('aria-label') ?? it.textContent ?? '');
  });
}

test('folds previews one by one, says what each comes to, and remembers which are open', async ({
  page,
  app,
}) => {
  await openScreen(page, app.url, 'Templates');
  await expect(fold(page, 'On the wire')).toHaveAttribute('aria-expanded', 'true');
  await expect(fold(page, 'On the wire')).toContainText(/^On the wire \d+ B$/);
  await expect(fold(page, 'Values')).toContainText('5 of 14 differ');
  await expect(fold(page, 'Placeholders')).toContainText('14 used');
  await expect(fold(page, 'Test')).toContainText('not sent yet');
  await fold(page, 'On the wire').click();
  await expect(wire(page)).toHaveCount(0);
  await expect(fold(page, 'On the wire')).toContainText(/Tracked, \d+ B$/);
  await fold(page, 'Values').press('Enter');
  await expect(page.getByTestId('values-preview')).toContainText('REVERSED');
  await page.reload();
  await expect(page.getByTestId('values-preview')).toContainText('REVERSED');
  await expect(wire(page)).toHaveCount(0);
});

test('lays the previews over the text in a narrow window, from a strip of their names, and takes them away', async ({
  page,
  app,
}) => {
  await page.setViewportSize({ width: 900, height: 600 });
  await openScreen(page, app.url, 'Templates');
  await expect(urlOf(page)).toBeVisible();
  await expect(wire(page)).toHaveCount(0);
  const before = await urlOf(page).boundingBox();
  await strip(page).getByRole('button', { name: 'On the wire' }).click();
  await expect(wire(page)).toBeInViewport();
  expect(await urlOf(page).boundingBox()).toEqual(before);
  await strip(page).getByRole('button', { name: 'Values' }).click();
  await expect(page.getByTestId('values-preview')).toBeVisible();
  await expect(wire(page)).toHaveCount(0);
  await page.getByTestId('values-preview').focus();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('values-preview')).toHaveCount(0);
  await expect(strip(page).getByRole('button', { name: 'Show previews' })).toBeFocused();
  await page.keyboard.press('ControlOrMeta+\\');
  await expect(page.getByTestId('values-preview')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+\\');
  await expect(page.getByTestId('values-preview')).toHaveCount(0);
  // Values can be typed, and what is pointed at be explained, whether the column is there or not.
  await page.keyboard.press('Alt+i');
  await expect(page.getByRole('combobox', { name: 'Search placeholders' })).toBeFocused();
});

test('says what a postback fires on, and changes it in place', async ({ page, app }) => {
  await openScreen(page, app.url, 'Templates');
  await page.getByRole('option', { name: /Acme life cycle/ }).click();
  await expect(page.getByText('fires on every action event')).toBeVisible();
  await page.getByRole('button', { name: 'Change what it fires on' }).click();
  await page.getByText('One event type', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Event type' }).click();
  await page.getByRole('option', { name: 'Sign Up' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByText('fires on Sign Up of Acme Outdoor, with its changes')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Change what it fires on' })).toBeFocused();
  await page.getByRole('option', { name: /Acme clearing/ }).click();
  await expect(page.getByText('fires when a payout clears')).toBeVisible();
});

test('fits a window of 1280x800 at 200 %, without scrolling the page', async ({ page, app }) => {
  writeWrong(app);
  await openScreen(page, app.url, 'Templates');
  await page.getByRole('option', { name: /A wrong one/ }).click();
  await page.setViewportSize({ width: 640, height: 400 });
  await freeFrame(page);
  await expect(page.getByRole('region', { name: 'Problems' }).getByRole('status')).toContainText('errors');
  await page.keyboard.press('F8');
  await expect(page.getByTestId('problem-zone')).toBeVisible();
  expect(await stickingOut(page)).toEqual([]);
  const main = page.getByRole('main');
  expect(await main.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  // Below a height of 480 px the frame lets what is inside scroll, downwards only.
  const sizeOfPage = () => [document.documentElement.scrollWidth, document.documentElement.scrollHeight];
  expect(await page.evaluate(sizeOfPage)).toEqual([640, 400]);
  await expect(page.getByTestId('save-postback')).toBeInViewport({ ratio: 1 });
  await strip(page).getByRole('button', { name: 'On the wire' }).click();
  await expect(wire(page)).toBeInViewport();
  expect(await stickingOut(page)).toEqual([]);
});

test('keeps the buttons of its dialogs in sight at 900x600', async ({ page, app }) => {
  await page.setViewportSize({ width: 900, height: 600 });
  await openScreen(page, app.url, 'Templates');
  await expect(urlOf(page)).toBeVisible();
  const ends = async (name: RegExp, button: string) => {
    const dialog = page.getByRole('dialog', { name });
    await expect(dialog.getByRole('button', { name: button }).last()).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  };
  await page.keyboard.press('c');
  await ends(/Compare two postbacks/, 'Close');
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: /Values for the platform/ }).click();
  await ends(/./, 'Close');
  await page.getByRole('button', { name: 'Select a postback' }).click();
  await page.getByRole('menuitem', { name: /Acme sign-ups/ }).click();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByRole('button', { name: 'Send test' }).click();
  await expect(page.getByTestId('test-result')).toBeAttached();
  await ends(/^Test /, 'Send again');
  await strip(page).getByRole('button', { name: 'On the wire' }).click();
  await page.getByRole('button', { name: /^Sample: / }).click();
  await page.getByRole('option', { name: /Typed values/ }).click();
  await ends(/Typed values/, 'Done');
});

test('is accessible with everything open, wide and narrow, light and dark', async ({ page, app }) => {
  test.slow();
  writeWrong(app);
  await openScreen(page, app.url, 'Templates');
  await page.getByRole('option', { name: /A wrong one/ }).click();
  await openHeaders(page);
  await openProblems(page);
  await openPreviews(page, 'Values', 'Placeholders', 'Test');
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const [width, height] of [
      [1280, 800],
      [900, 600],
    ] as const) {
      await page.setViewportSize({ width, height });
      const problems = page.getByRole('region', { name: 'Problems' });
      await expect(problems.getByRole('status')).toContainText('errors');
      for (const what of ['URL', 'Body line 2']) {
        const row = problems.getByRole('listitem').filter({ hasText: what }).first();
        await row.getByRole('button').first().click();
        await expect(page.getByTestId('problem-zone')).toBeVisible();
        expect(await violations(page), `${what} ${scheme} ${width}`).toEqual([]);
      }
      if (width === 900) {
        await strip(page).getByRole('button', { name: 'Values' }).click();
        expect(await violations(page), `strip ${scheme}`).toEqual([]);
        await strip(page).getByRole('button', { name: 'Hide previews' }).click();
      }
    }
  }
});
