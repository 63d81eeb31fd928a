import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';

/** Pictures of a state in both sizes and colour schemes, which nothing may stick out of. */
export async function pictures(page: Page, outputDir: string, name: string): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const [width, height] of [
      [1440, 900],
      [800, 600],
    ] as const) {
      await page.setViewportSize({ width, height });
      const size = () => page.evaluate(() => document.documentElement.scrollWidth);
      await expect.poll(size, `${name} at ${width}`).toBe(width);
      await page.screenshot({ path: join(outputDir, `${name}-${width}-${scheme}.png`) });
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}
