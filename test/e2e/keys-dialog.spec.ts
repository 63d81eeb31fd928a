import type { Locator } from '@playwright/test';
import { expect, type Mode, openMode, openScreen, test } from './app.ts';

/** Texts of a dialog that a rule under a head or the edge of a key runs through, or that leave their line. */
async function textsThroughRules(dialog: Locator): Promise<string[]> {
  return dialog.evaluate((root) => {
    const rules = [...root.querySelectorAll('.section-head')].map((head) => head.getBoundingClientRect());
    const found: string[] = [];
    for (const line of root.querySelectorAll('.shell-key-line')) {
      const box = line.getBoundingClientRect();
      const range = document.createRange();
      range.selectNodeContents(line.firstElementChild!);
      const keys = line.lastElementChild!.getBoundingClientRect();
      for (const text of range.getClientRects()) {
        const out = text.top < box.top - 1 || text.bottom > box.bottom + 1 || text.right > keys.left + 1;
        const through = rules.some(
          ({ left, right, bottom }) =>
            text.left < right && text.right > left && text.top < bottom - 1 && text.bottom > bottom + 1,
        );
        if (out || through) found.push(line.textContent);
      }
    }
    return found;
  });
}

const PLACES = [
  ['Receiver', undefined],
  ['Templates', undefined],
  ['Simulator', 'By hand'],
  ['Simulator', 'Run a scenario'],
  ['Simulator', 'Watch'],
  ['Checks', undefined],
] as const satisfies [string, Mode | undefined][];

for (const [section, mode] of PLACES) {
  test(`no rule runs through a line of the keys of ${section}${mode === undefined ? '' : `, ${mode}`}`, async ({
    page,
    app,
  }) => {
    await openScreen(page, app.url, section);
    if (mode !== undefined) await openMode(page, mode);
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(dialog.locator('.shell-key-line').first()).toBeVisible();
    for (const width of [1280, 900, 640]) {
      await page.setViewportSize({ width, height: 600 });
      await expect
        .poll(() => textsThroughRules(dialog), { message: `${width} px`, timeout: 3000 })
        .toEqual([]);
    }
  });
}
