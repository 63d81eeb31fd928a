import { expect, openMode, openScreen, test } from './app.ts';

/** A CSV of about so many bytes; every line has a SKU of its own. */
function csvOf(bytes: number): string {
  const lines = ['sku,name,price'];
  const filler = 'x'.repeat(900);
  for (let size = 0; size < bytes; size += 930) lines.push(`BIG-${lines.length},${filler},1.00`);
  return lines.join('\n');
}

test('a CSV import over 8 MiB arrives; one over the limit is refused in the dialog with the limit', async ({
  page,
  app,
}) => {
  await openScreen(page, app.url, 'Simulator');
  await openMode(page, 'By hand');
  await page.getByRole('button', { name: /^Kind: / }).click();
  await page.getByRole('menuitemradio', { name: /^Catalogs/ }).click();
  await page.getByRole('button', { name: 'More items' }).click();
  await page.getByRole('menuitem', { name: /Import CSV/ }).click();
  const dialog = page.getByRole('dialog');
  const file = dialog.locator('input[type=file]');
  await file.setInputFiles({
    name: 'huge.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(csvOf(17 * 1024 * 1024)),
  });
  await expect(
    dialog.getByText(/This CSV has 1\d(?:\.\d)? MiB\. Up to 16 MiB can be imported at once: split it\./),
  ).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();
  await file.setInputFiles({
    name: 'large.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(csvOf(9 * 1024 * 1024)),
  });
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText(/items added/)).toBeVisible({ timeout: 60_000 });
});
