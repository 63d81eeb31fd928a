import { expect, test } from './app.ts';

test('lists, pauses and searches captures of which any may be missing, and follows what another window removes', async ({
  page,
  app,
}) => {
  for (let n = 1; n <= 250; n += 1)
    await fetch(`${app.receiver}/gap?n=${n}${n % 50 === 0 ? '&round' : ''}`).then((r) => r.text());
  const { captures } = app.client;
  const idOf = async (n: number) => {
    const { rows } = await captures.list({ search: `n=${n}`, limit: 500 });
    return rows.find(({ target }) => new RegExp(`n=${n}(?!\\d)`).test(target))!.id;
  };
  await captures.remove({ ids: await Promise.all([1, 100, 101, 102, 249].map(idOf)) });
  await page.goto(app.url);
  await expect(page.getByText('245 captures', { exact: true })).toBeVisible();
  const list = page.getByRole('grid', { name: /captures/i });
  const row = (n: number) => list.getByRole('row').filter({ hasText: new RegExp(`n=${n}(?!\\d)`) });
  await expect(row(250)).toHaveAttribute('aria-rowindex', '1');
  await expect(row(248)).toHaveAttribute('aria-rowindex', '2');
  await list.focus();
  await page.keyboard.press('End');
  await expect(row(2)).toHaveAttribute('aria-selected', 'true');
  await expect(row(2)).toHaveAttribute('aria-rowindex', '245');

  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await expect(row(248)).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('button', { name: 'Live' }).click();
  await fetch(`${app.receiver}/gap?n=251`).then((r) => r.text());
  await expect(page.getByText('Paused, 1 new since')).toBeVisible();
  await captures.remove({ ids: [await idOf(250), await idOf(247)] });
  await expect(page.getByText('244 captures', { exact: true })).toBeVisible();
  await expect(row(248)).toHaveAttribute('aria-rowindex', '1');
  await expect(row(246)).toHaveAttribute('aria-rowindex', '2');
  await expect(row(251)).toHaveCount(0);
  await page.getByRole('button', { name: 'Live' }).click();
  await expect(row(251)).toHaveAttribute('aria-rowindex', '1');

  // In place of the capture that is removed, the one below it is selected.
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('textbox', { name: 'Find a command' }).fill('Remove the capture');
  await page.keyboard.press('Enter');
  await page
    .getByRole('dialog', { name: /remove/i })
    .getByRole('button', { name: 'Remove' })
    .click();
  await expect(row(246)).toHaveAttribute('aria-selected', 'true');
  await expect(row(248)).toHaveCount(0);

  await page.getByRole('textbox', { name: 'Search captures' }).fill('round');
  await expect(page.getByText('3 of 243 captures')).toBeVisible();
  await expect(list.getByRole('row').first()).toContainText('n=200');
  await fetch(`${app.receiver}/gap?n=300&round`).then((r) => r.text());
  await expect(page.getByText('4 of 244 captures')).toBeVisible();
  await captures.remove({ ids: [await idOf(150)] });
  await expect(page.getByText('3 of 243 captures')).toBeVisible();
  await expect(list.getByRole('row')).toHaveText([/n=300/, /n=200/, /n=50/]);

  await captures.clear({ upTo: await idOf(300) });
  await expect(page.getByText('0 of 0 captures')).toBeVisible();
  await page.getByRole('textbox', { name: 'Search captures' }).fill('');
  await expect(page.getByText(/no captures yet/i)).toBeVisible();
});
