import { join } from 'node:path';
import { violations } from './accessibility.ts';
import { expect, test } from './app.ts';

for (const scheme of ['light', 'dark'] as const) {
  test(`the list of captures is accessible and fits its window in ${scheme}`, async ({ page, app }, {
    outputDir,
  }) => {
    await page.emulateMedia({ colorScheme: scheme });
    for (let n = 1; n <= 12; n += 1) {
      if (n === 5) await app.client.engine.setResponses({ responses: [503, 503, 200] });
      await fetch(`${app.receiver}/pb?pay=${n}.50&name=Acme%20Outdoor`).then((r) => r.text());
    }
    await app.client.activity.track({ amount: '20.00' });
    await page.goto(app.url);
    const rows = page.getByRole('grid', { name: 'Captures' }).getByRole('row');
    const field = page.getByRole('textbox', { name: 'Search captures' });
    const look = async (state: string) => {
      for (const [width, height] of [
        [1280, 800],
        [900, 600],
        [640, 480],
      ] as const) {
        await page.setViewportSize({ width, height });
        const size = () =>
          page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]);
        await expect.poll(size, `${state} at ${width}x${height}`).toEqual([width, height]);
        await page.screenshot({ path: join(outputDir, `${state}-${width}-${scheme}.png`) });
        expect(await violations(page), `${state} at ${width}x${height}`).toEqual([]);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
    };
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('searchbox', { name: 'Find a field' }).fill('pay');
    await page.getByRole('menuitemcheckbox', { name: /^pay / }).click();
    await page.keyboard.press('Escape');
    await rows.nth(2).click();
    await page.keyboard.press('Shift+ArrowDown');
    await expect(page.getByText('2 selected')).toBeVisible();
    await look('selected');
    await field.fill('pay:>3 -name:stoves Acme');
    await expect(page.getByText(/ of 13 captures$/)).toBeVisible();
    await page.keyboard.press('Enter');
    await look('found');
    await field.fill('pay:>3 order:7');
    await expect(page.getByRole('alert').filter({ hasText: 'No capture has a field' })).toBeVisible();
    await page.keyboard.press('Enter');
    await look('wrong');
    await field.fill('');
    await page.keyboard.type('sta');
    await expect(page.getByRole('option', { name: /^status:/ })).toBeVisible();
    expect(await violations(page), 'completion').toEqual([]);
  });
}
