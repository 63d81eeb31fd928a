import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';

const heads = (page: Page) => page.locator('.captures-column-head');

test('any field is a column: picked, moved, sized, filtered by, removed, and kept over a reload', async ({
  page,
  app,
}) => {
  for (const [n, name] of ['tents', 'stoves', '7 lamps'].entries())
    await fetch(`${app.receiver}/pb?pay=${n}.50&name=${encodeURIComponent(name)}`).then((r) => r.text());
  // A list with room for two.
  await page.addInitScript(() => localStorage.setItem('postbench.split.receiver', '680'));
  await page.goto(app.url);
  const list = page.getByRole('grid', { name: 'Captures' });
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('searchbox', { name: 'Find a field' }).fill('na');
  await page.getByRole('menuitemcheckbox', { name: /^name / }).click();
  await page.getByRole('searchbox', { name: 'Find a field' }).fill('pay');
  await page.getByRole('menuitemcheckbox', { name: /^pay / }).click();
  await expect(page.getByRole('menuitemcheckbox', { name: /^pay / })).toHaveAttribute('aria-checked', 'true');
  await page.keyboard.press('Escape');
  await expect(heads(page)).toHaveText(['name', 'pay']);
  const newest = list.getByRole('row').first();
  await expect(newest.getByRole('gridcell', { name: '2.50', exact: true })).toHaveCSS('text-align', 'right');
  await expect(newest.getByRole('gridcell', { name: '7 lamps' })).toHaveCSS('text-align', 'start');

  await heads(page).nth(1).click();
  await page.getByRole('menuitem', { name: 'Move left' }).click();
  await expect(heads(page)).toHaveText(['pay', 'name']);
  const widthOf = async () =>
    (await newest.getByRole('gridcell', { name: '2.50', exact: true }).boundingBox())!.width;
  const before = await widthOf();
  await heads(page).first().click();
  await page.getByRole('menuitem', { name: 'Wider' }).click();
  await expect.poll(widthOf).toBe(before + 24);

  await newest.getByText('7 lamps').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Exclude name:"7 lamps"' }).click();
  await expect(page.getByText('2 of 3 captures')).toBeVisible();
  await page.reload();
  await expect(heads(page)).toHaveText(['pay', 'name']);
  await expect(list.getByRole('gridcell', { name: 'stoves' })).toBeVisible();
  // With too little room, columns give way before what a capture is.
  await page.setViewportSize({ width: 900, height: 600 });
  await expect(page.getByRole('button', { name: 'Columns (2 hidden)' })).toBeVisible();
  await page.setViewportSize({ width: 1280, height: 800 });
  await heads(page).nth(1).click();
  await page.getByRole('menuitem', { name: 'Remove column' }).click();
  await expect(heads(page)).toHaveText(['pay']);
});
