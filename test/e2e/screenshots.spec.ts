import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, openMode, openScreen, runShown, test } from './app.ts';

/** `npm run screenshots` also puts them where the README shows them. */
const KEEP = process.env.POSTBENCH_SCREENSHOTS !== undefined;

for (const scheme of ['light', 'dark'] as const) {
  test(`pictures of the three sections after the sample run, ${scheme}`, async ({ page, app }, {
    outputDir,
  }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await openScreen(page, app.url, 'Simulator');
    await runShown(page);
    await expect(page.getByTestId('now-row')).toHaveCount(5);
    await openMode(page, 'By hand');
    await expect(page.getByTestId('ledger-row')).toHaveCount(5);
    await expect(page.getByTestId('attempt-detail')).toContainText('HTTP/1.1');
    for (const section of ['Simulator', 'Receiver', 'Templates']) {
      await page.getByRole('navigation').getByText(section).click();
      if (section === 'Receiver') await page.getByRole('row').filter({ hasText: 'Modified' }).click();
      if (section === 'Templates') {
        await expect(page.getByTestId('wire-preview')).toContainText('HTTP/1.1');
        await expect(page.getByText('none in URL')).toBeVisible();
      }
      for (const [width, height] of [
        [1280, 800],
        [900, 600],
      ] as const) {
        await page.setViewportSize({ width, height });
        // Nothing may stick out of the window at either size.
        // The screen takes a moment to follow the window.
        const size = () =>
          page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]);
        await expect.poll(size, `${section} at ${width}x${height}`).toEqual([width, height]);
        const name = `${section.toLowerCase()}-${width}-${scheme}.png`;
        const path = join(outputDir, name);
        await page.screenshot({ path });
        if (KEEP && width === 1280) copyFileSync(path, join(import.meta.dirname, 'screenshots', name));
      }
      await page.setViewportSize({ width: 1280, height: 800 });
    }
  });
}
