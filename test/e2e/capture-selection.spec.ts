import type { Page } from '@playwright/test';
import { type App, expect, test } from './app.ts';

const listOf = (page: Page) => page.getByRole('grid', { name: 'Captures' });
const rowOf = (page: Page, n: number) =>
  listOf(page)
    .getByRole('row')
    .filter({ hasText: new RegExp(`n=${n}(?!\\d)`) });

async function send(app: App, from: number, through: number): Promise<void> {
  for (let n = from; n <= through; n += 1) await fetch(`${app.receiver}/pb?n=${n}`).then((r) => r.text());
}

test('captures are selected with Ctrl, Shift and the arrow keys, counted, and removed together', async ({
  page,
  app,
}) => {
  await send(app, 1, 12);
  await page.goto(app.url);
  const bar = page.getByRole('group', { name: 'Selected captures' });
  await rowOf(page, 12).click();
  await expect(bar).toHaveCount(0);
  await rowOf(page, 9).click({ modifiers: ['ControlOrMeta'] });
  await expect(bar.getByRole('status')).toHaveText('2 selected');
  await rowOf(page, 6).click({ modifiers: ['Shift', 'ControlOrMeta'] });
  await expect(bar.getByRole('status')).toHaveText('5 selected');
  await expect(rowOf(page, 7)).toHaveAttribute('aria-selected', 'true');
  await expect(rowOf(page, 10)).toHaveAttribute('aria-selected', 'false');
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
  await expect(listOf(page)).toBeFocused();

  await rowOf(page, 8).click();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(bar.getByRole('status')).toHaveText('3 selected');
  await page.keyboard.press('Shift+ArrowUp');
  await expect(bar.getByRole('status')).toHaveText('2 selected');
  await bar.getByRole('button', { name: 'Remove…' }).click();
  await page
    .getByRole('dialog', { name: 'Remove 2 captures?' })
    .getByRole('button', { name: 'Remove' })
    .click();
  await expect(page.getByText('10 captures', { exact: true })).toBeVisible();
  await expect(bar).toHaveCount(0);
  await expect(rowOf(page, 8)).toHaveCount(0);
  await expect(rowOf(page, 7)).toHaveCount(0);
});

test('Ctrl+A selects all that the search found, loaded or not, and none that comes later', async ({
  page,
  app,
}) => {
  await send(app, 1, 260);
  await page.goto(app.url);
  await rowOf(page, 260).click();
  const bar = page.getByRole('group', { name: 'Selected captures' });
  await page.keyboard.press('ControlOrMeta+a');
  await expect(bar.getByRole('status')).toHaveText('260 selected');
  await send(app, 261, 262);
  await expect(rowOf(page, 262)).toHaveAttribute('aria-selected', 'false');
  await expect(bar.getByRole('status')).toHaveText('260 selected');
  // The search is another list: what was selected before is not selected in it.
  await page.getByRole('textbox', { name: 'Search captures' }).fill('n=2');
  await expect(page.getByText('74 of 262 captures')).toBeVisible();
  await expect(bar).toHaveCount(0);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ControlOrMeta+a');
  await expect(bar.getByRole('status')).toHaveText('74 selected');
  await rowOf(page, 262).click({ modifiers: ['ControlOrMeta'] });
  await expect(bar.getByRole('status')).toHaveText('73 selected');
  await bar.getByRole('button', { name: 'Remove…' }).click();
  await page
    .getByRole('dialog', { name: 'Remove 73 captures?' })
    .getByRole('button', { name: 'Remove' })
    .click();
  await expect(page.getByText('1 of 189 captures')).toBeVisible();
});

test('a row has a menu by right click and by keys, with the actions of the palette', async ({
  page,
  app,
}) => {
  await send(app, 1, 4);
  await page.goto(app.url);
  await rowOf(page, 2).click({ button: 'right' });
  const menu = page.getByRole('menu', { name: /^Actions for/ });
  await expect(rowOf(page, 2)).toHaveAttribute('aria-selected', 'true');
  await expect(menu.getByRole('menuitem', { name: 'Copy as cURL', exact: true })).toBeVisible();
  const titles = await menu.getByRole('menuitem').allTextContents();
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  await expect(listOf(page)).toBeFocused();
  await page.keyboard.press('ControlOrMeta+k');
  for (const title of titles) {
    await page.getByRole('textbox', { name: 'Find a command' }).fill(title);
    await expect(
      page.getByRole('group', { name: 'Matching commands' }).getByText(title).first(),
    ).toBeVisible();
  }
  await page.keyboard.press('Escape');

  for (const name of ['cURL (cmd)', 'PowerShell', 'fetch']) {
    await rowOf(page, 2).click({ button: 'right' });
    await menu.getByRole('menuitem', { name: `Copy as ${name}` }).click();
    await expect(page.getByText(`Copied the request as ${name}.`)).toBeVisible();
  }

  await listOf(page).focus();
  await page.keyboard.press('Shift+F10');
  await expect(menu).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  await page.keyboard.press('ContextMenu');
  await expect(menu).toBeVisible();
  await page.keyboard.press('Escape');

  // On one of several selected rows the menu is for all of them, on another row for that one.
  await page.keyboard.press('Shift+ArrowDown');
  await rowOf(page, 2).click({ button: 'right' });
  await expect(menu.getByRole('menuitem', { name: 'Remove 2 captures…' })).toBeVisible();
  await page.keyboard.press('Escape');
  await rowOf(page, 4).click({ button: 'right' });
  await menu.getByRole('menuitem', { name: 'Remove the capture…' }).click();
  await page
    .getByRole('dialog', { name: 'Remove this capture?' })
    .getByRole('button', { name: 'Remove' })
    .click();
  await expect(rowOf(page, 4)).toHaveCount(0);
  await expect(page.getByText('3 captures', { exact: true })).toBeVisible();
});
