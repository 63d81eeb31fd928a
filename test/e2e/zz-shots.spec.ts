import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openScreen, test } from './app.ts';

const OUT = '/tmp/shots';
test('shots', async ({ page, app }) => {
  test.setTimeout(200_000);
  const what = process.env.SHOT ?? 'sample';
  if (what !== 'empty') {
    await app.client.engine.setResponses({ responses: [200, 500, 200] });
    await page.addInitScript(
      (f) => localStorage.setItem('postbench.simulator.scenario', f),
      what === 'sample' || what === 'hand' ? 'purchase-reversal.yaml' : what,
    );
    const file = what === 'friday' ? 'black-friday.yaml' : what;
    if (what !== 'hand')
      await app.client.activity.run({
        file: file.endsWith('.yaml') ? file : 'purchase-reversal.yaml',
        seed: 42,
      });
    else {
      const { key } = await app.client.activity.track({ amount: '120.00' });
      await app.client.activity.reverse({ key, reason: 'ITEM_RETURNED' });
    }
  }
  await openScreen(page, app.url, 'Simulator');
  await page.waitForTimeout(what.startsWith('black') ? 22000 : 2500);
  for (const scheme of ['light', 'dark'] as const) {
    if (scheme === 'dark' && process.env.DARK === undefined) continue;
    await page.emulateMedia({ colorScheme: scheme });
    for (const [w, h] of [
      [1280, 800],
      [900, 600],
      [800, 600],
    ] as const) {
      await page.setViewportSize({ width: w, height: h });
      for (const mode of ['By hand', 'Run a scenario', 'Watch']) {
        await page.getByRole('radiogroup', { name: 'Mode' }).getByText(mode).click();
        await page.mouse.move(5, 400);
        await page.waitForTimeout(500);
        await page.screenshot({ path: join(OUT, `${what}-${mode.split(' ')[0]}-${w}-${scheme}.png`) });
        const sw = await page.evaluate(() => document.documentElement.scrollWidth);
        const cut = await page.evaluate(() =>
          [...document.querySelectorAll('main *')]
            .filter((e) => {
              const r = e.getBoundingClientRect();
              return r.width > 0 && r.right > innerWidth + 1;
            })
            .slice(0, 4)
            .map((e) => e.className.toString().slice(0, 50)),
        );
        console.log(mode, w, sw, cut.join(' | '));
      }
    }
  }
});
