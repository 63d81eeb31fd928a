import { type App, expect, openScreen, runShown, test } from './app.ts';

const look = process.env['LOOK'];

/** Tracks a purchase and returns the target that its postback to the receiver had. */
async function sentTarget({ client }: App): Promise<string> {
  await client.activity.track({ program: '1000', eventType: '2240', amount: '120.00', payout: '12.00' });
  await expect.poll(async () => (await client.captures.list({ limit: 1 })).total).toBe(1);
  return (await client.captures.list({ limit: 1 })).rows[0]!.target;
}

test('a delivery is held against what was sent, and compared with what a proxy made of it', async ({
  page,
  app,
}) => {
  const target = await sentTarget(app);
  await page.goto(app.url);
  const capture = page.getByRole('region', { name: 'Capture', exact: true });
  await page.getByRole('row').filter({ hasText: 'Tracked' }).click();
  await expect(capture).toContainText(/(\d+) of \1 data points arrived/);
  await capture.getByRole('tab', { name: /^Expectation/ }).click();
  await expect(capture.getByRole('row').filter({ hasText: '{ActionId}' })).toContainText('1000');
  if (look !== undefined) await page.screenshot({ path: `${look}/expectation.png` });
  await capture.getByRole('tab', { name: 'Compare' }).click();
  await expect(capture).toContainText('The same, byte for byte');

  const [first = ''] = /[^?&]+=[^&]*/.exec(target) ?? [];
  const proxied = `${target.replace(`${first}&`, '')}&via=nginx`;
  await fetch(`${app.receiver}${proxied}`);
  await expect(page.getByRole('row').filter({ hasText: 'Tracked' })).toContainText(/(\d+)\/\1/);
  const other = page.getByRole('row').filter({ hasText: 'node' });
  await expect(other.getByTitle(/data points arrived; the Expectation tab/)).toBeVisible();
  await other.click();
  await expect(capture).toContainText('1 missing, 1 extra');
  await capture.getByRole('tab', { name: /^Expectation/ }).click();
  await expect(capture.getByRole('row').filter({ hasText: 'via' })).toContainText('extra');
  await expect(capture).toContainText('the values themselves are not judged');
  if (look !== undefined) await page.screenshot({ path: `${look}/expectation-missing.png` });

  await capture.getByRole('tab', { name: 'Compare' }).click();
  await capture.getByLabel('Number of another capture').fill('1');
  await page.keyboard.press('Enter');
  await expect(capture.getByRole('row').filter({ hasText: 'via' })).toContainText('not there');
  if (look !== undefined) await page.screenshot({ path: `${look}/compare.png` });
  await capture.getByRole('radiogroup', { name: 'What is shown' }).getByText('Differences').click();
  await expect(capture.getByRole('row').filter({ hasText: 'path' })).toHaveCount(0);
  await capture.getByRole('radiogroup', { name: 'What is shown' }).getByText('Bytes').click();
  const bytes = capture.getByRole('region', { name: 'This capture as bytes' });
  await expect(bytes.locator('.hex-marked').first()).toBeVisible();
  if (look !== undefined) await page.screenshot({ path: `${look}/compare-bytes.png` });

  await bytes.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(capture.getByText('3 bytes from 0 (0x0)')).toBeVisible();
  await expect(bytes.locator('.hex-selected')).toHaveText(['47', ' 45', ' 54', 'G', 'E', 'T']);
  await page.keyboard.press('Escape');
  await expect(bytes.locator('.hex-selected')).toHaveCount(0);
  await capture.getByLabel('Number of another capture').fill('999');
  await page.keyboard.press('Enter');
  await expect(capture).toContainText('There is no capture #999');
});

test('a run says whether all of its data points arrived', async ({ page, app }) => {
  await openScreen(page, app.url, 'Simulator');
  await runShown(page);
  const points = page.getByTestId('run-points');
  await expect(points).toContainText(/All \d+ data points arrived/, { timeout: 30_000 });
  await expect(points.getByRole('button')).toHaveCount(0);
  if (look !== undefined) await page.screenshot({ path: `${look}/run-points.png` });
});
