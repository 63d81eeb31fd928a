import type { Page } from '@playwright/test';
import { expect, openMode, openScreen, test } from './app.ts';

const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName);

async function give(page: Page, title: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('textbox', { name: 'Find a command' }).fill(title);
  await page.keyboard.press('Enter');
}

test('keys act at once after the palette: in the list where one was, else in the first list', async ({
  page,
  app,
}) => {
  await app.client.activity.track({ amount: '120.00' });
  await app.client.activity.track({ amount: '80.00' });
  await openScreen(page, app.url, 'Receiver');
  const captures = page.getByRole('grid', { name: 'Captures' });
  await expect(captures.getByRole('row')).toHaveCount(2);
  // Nothing had the focus yet.
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('textbox', { name: 'Find a command' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(captures).toBeFocused();
  await page.keyboard.press('End');
  await expect(captures.getByRole('row').nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.press('Escape');
  await expect(captures).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(captures.getByRole('row').first()).toHaveAttribute('aria-selected', 'true');
  // Into another section: its list, not the ground.
  await give(page, 'Go to Simulator');
  await expect.poll(() => focused(page)).toBe('Actions');
});

test('after a dialog that a menu opened, and after what had the focus is gone, the focus is in the page', async ({
  page,
  app,
}) => {
  await app.client.activity.track({ amount: '120.00' });
  await openScreen(page, app.url, 'Simulator');
  const more = page.getByRole('button', { name: 'More of the simulator' });
  await more.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Save as scenario…' }).press('Enter');
  await expect(page.getByRole('dialog', { name: 'Save as scenario' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(more).toBeFocused();

  await page.keyboard.press('Alt+1');
  const captures = page.getByRole('grid', { name: 'Captures' });
  await expect(captures).toBeFocused();
  await page.keyboard.press('Home');
  await give(page, 'Clear captures');
  await expect(captures)
    .toHaveCount(0, { timeout: 5_000 })
    .catch(() => undefined);
  await expect.poll(() => focused(page)).not.toBe('BODY');
});

test('a choice that brings a field puts the focus into it', async ({ page, app }) => {
  await openScreen(page, app.url, 'Simulator');
  await openMode(page, 'Run a scenario');
  const to = page.locator('#simulator-to');
  await to.click();
  await page.getByRole('option', { name: 'Your receiver…' }).click();
  await expect(page.getByTestId('to-input')).toBeFocused();
  await to.click();
  await page.getByRole('option', { name: 'Another origin…' }).click();
  await expect(page.getByTestId('at-input')).toBeFocused();
  await openMode(page, 'By hand');
  await page.getByRole('button', { name: 'More of the simulator' }).click();
  await page.getByRole('menuitem', { name: /Guided test conversion/ }).click();
  await expect(page.getByRole('region', { name: 'Steps of the test conversion' })).toBeFocused();
});

test('Enter runs the first command that was found, however soon it comes after the last letter', async ({
  page,
  app,
}) => {
  await openScreen(page, app.url, 'Receiver');
  for (let round = 0; round < 5; round += 1) {
    await page.keyboard.press('ControlOrMeta+k');
    const field = page.getByRole('textbox', { name: 'Find a command' });
    await expect(field).toBeFocused();
    await field.evaluate((input: HTMLInputElement) => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(input, 'Retention');
      input.dispatchEvent(new Event('input', { bubbles: true }));
      input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true }));
    });
    const dialog = page.getByRole('dialog', { name: 'Retention' });
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  }
});
