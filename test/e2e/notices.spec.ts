import type { Page } from '@playwright/test';
import { expect, openScreen, test } from './app.ts';

async function give(page: Page, title: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Find a command' });
  await expect(async () => {
    if (!(await field.isVisible())) await page.keyboard.press('ControlOrMeta+k');
    await field.fill(title, { timeout: 1000 });
  }).toPass();
  await page.keyboard.press('Enter');
}

/** Buttons and fields of the screen, or of the dialog on top, that a notice lies over. */
async function covered(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const dialog = document.querySelector('[aria-modal="true"]');
    const area = document.querySelector<HTMLElement>('.notice-area')!;
    const hit = (control: Element) => {
      const { left, right, top, bottom } = control.getBoundingClientRect();
      return document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    };
    return [...(dialog ?? document.querySelector('.shell-frame')!).querySelectorAll('button, input, a[href]')]
      .filter((control) => {
        if (hit(control)?.closest('.notice-area') == null) return false;
        // What is scrolled out of view lies under nothing.
        area.style.visibility = 'hidden';
        const below = hit(control);
        area.style.visibility = '';
        return control.contains(below);
      })
      .map((control) => control.getAttribute('aria-label') ?? control.textContent);
  });
}

test('notices have room of their own, below screens and dialogs, in small windows too', async ({
  page,
  app,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(app.url).origin });
  await app.client.activity.track({ amount: '120.00' });
  for (const section of ['Receiver', 'Simulator', 'Templates'] as const) {
    await openScreen(page, app.url, section);
    for (const [width, height] of [
      [900, 600],
      [640, 400],
    ] as const) {
      await page.setViewportSize({ width, height });
      await give(page, 'Copy workspace path');
      const notice = page.getByText('Workspace path copied.').first();
      await expect(notice).toBeVisible();
      await notice.hover();
      expect(await covered(page), `${section} at ${width}`).toEqual([]);
      await page.mouse.move(1, 1);
      await give(page, 'Keyboard shortcuts');
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
      await notice.hover();
      expect(await covered(page), `dialog over ${section} at ${width}`).toEqual([]);
      const { bottom, top } = await page.evaluate(() => ({
        bottom: document.querySelector('[aria-modal="true"]')!.getBoundingClientRect().bottom,
        top: document.querySelector('.notice-area')!.getBoundingClientRect().top,
      }));
      expect(bottom).toBeLessThanOrEqual(top);
      await page.keyboard.press('Escape');
    }
  }
});

test('a notice is reached by F6, stays while the focus is in it, and is closed by Escape', async ({
  page,
  app,
  context,
}) => {
  await page.clock.install();
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(app.url).origin });
  await app.client.activity.track({ amount: '120.00' });
  await openScreen(page, app.url, 'Receiver');
  const area = page.getByRole('region', { name: 'Notifications' });
  await expect(area).toHaveAttribute('aria-live', 'polite');
  const captures = page.getByRole('grid', { name: 'Captures' });
  await captures.focus();
  await give(page, 'Copy workspace path');
  const notice = page.getByText('Workspace path copied.');
  await expect(notice).toBeVisible();
  await captures.focus();
  await page.keyboard.press('Shift+F6');
  await expect(area.getByRole('button', { name: 'Close' })).toBeFocused();
  await page.clock.runFor(20_000);
  await expect(notice).toBeVisible();
  await page.keyboard.press('Escape');
  await page.clock.runFor(1_000);
  await expect(notice).toHaveCount(0);
  await expect(captures).toBeFocused();

  await give(page, 'Copy workspace path');
  await expect(notice).toBeVisible();
  await page.clock.runFor(6_000);
  await expect(notice).toHaveCount(0);
});
