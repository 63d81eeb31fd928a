import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type Receiver, startReceiver } from '../fixtures/receivers/receiver.ts';
import { cents, money, type Params } from '../fixtures/receivers/right.ts';
import { violations } from './accessibility.ts';
import { type App, expect, openMode, openScreen, runShown, test } from './app.ts';

/** A receiver that keeps a row for each action: it sets the payout, or adds to it. */
function receiver(adds: boolean): Receiver {
  const rows = new Map<string, Params>();
  return {
    postback: ({ params: { ActionId = '', Status = '', Payout = '' } }) => {
      const before = adds ? cents(rows.get(ActionId)?.['payout']) : 0;
      rows.set(ActionId, { status: Status, payout: money(before + cents(Payout)) });
      return { status: 200 };
    },
    state: ({ id = '' }) => rows.get(id),
  };
}

/** Runs the sample to a receiver, with a probe of its records or without one. */
async function runTo(page: Page, app: App, origin: string, probe: boolean): Promise<void> {
  if (probe) {
    const state = `state: { url: "${origin}/state?id={ActionId}" }\nsettle: 200ms\n`;
    writeFileSync(join(app.workspace, 'check.yaml'), state);
    await expect
      .poll(async () => (await app.client.checks.setup()).config?.state)
      .toMatchObject({ url: `${origin}/state?id={ActionId}` });
  }
  await openScreen(page, app.url, 'Simulator');
  await page.getByRole('combobox', { name: 'To', exact: true }).click();
  await page.getByRole('option', { name: /your receiver/i }).click();
  await page.getByTestId('to-input').fill(`${origin}/postback`);
  await runShown(page);
}

/** Beside the run and by hand, at both widths, light and dark, with what axe finds at the first. */
async function pictures(page: Page, outputDir: string, name: string): Promise<void> {
  expect(await violations(page, { within: '[aria-label="Action"]' })).toEqual([]);
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const [width, height] of [
      [1280, 800],
      [900, 600],
    ] as const) {
      await page.setViewportSize({ width, height });
      const size = () =>
        page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]);
      await expect.poll(size, `${name} at ${width}x${height}`).toEqual([width, height]);
      for (const mode of ['Run a scenario', 'By hand'] as const) {
        await openMode(page, mode);
        await page.screenshot({ path: join(outputDir, `${name}-${mode}-${width}-${scheme}.png`) });
      }
      await expect(page.getByTestId('ledger-books')).toBeVisible();
    }
  }
}

test('a run to a receiver that adds up all payouts is red, and its ledger says where the books part', async ({
  page,
  app,
}, { outputDir }) => {
  const started = await startReceiver(receiver(true));
  await runTo(page, app, started.origin, true);
  await expect(page.getByTestId('books-chip')).toHaveAttribute('data-verdict', 'differ');
  await expect(page.getByTestId('run-books')).toHaveAttribute('data-verdict', 'differ');
  await expect(page.getByTestId('run-books')).toContainText('1 of 1 record differs');
  await expect(page.getByTestId('run-books')).toContainText('Payout: 28.00, platform 0.00');
  await openMode(page, 'By hand');
  await expect(page.getByTestId('action-yours')).toContainText('yours 28.00');
  const rows = page.getByTestId('ledger-row');
  await expect(rows).toHaveCount(5);
  await expect(rows.nth(0)).toContainText('equal');
  await expect(rows.nth(1)).toHaveAttribute('data-part', 'true');
  await expect(rows.nth(1)).toContainText('20.00');
  await expect(rows.nth(1)).toContainText('+12.00');
  await expect(page.getByTestId('ledger-books')).toHaveText('Books part at entry 2');
  await expect(page.getByTestId('ledger-sum')).toContainText('+28.00');
  await pictures(page, outputDir, 'books-differ');
  await started.close();
});

test('a run to a receiver that books what it is told is green, because its records were compared', async ({
  page,
  app,
}, { outputDir }) => {
  const started = await startReceiver(receiver(false));
  await runTo(page, app, started.origin, true);
  await expect(page.getByTestId('books-chip')).toHaveAttribute('data-verdict', 'same');
  await expect(page.getByTestId('run-books')).toHaveAttribute('data-verdict', 'same');
  await expect(page.getByTestId('run-books').getByRole('img', { name: 'Met' })).toBeVisible();
  await openMode(page, 'By hand');
  await expect(page.getByTestId('action-yours')).toHaveCount(0);
  await expect(page.getByTestId('ledger-books')).toHaveText('Both books equal');
  await pictures(page, outputDir, 'books-equal');
  await started.close();
});

test('a run without a probe warns that the booking was not checked, and how to have it checked', async ({
  page,
  app,
}, { outputDir }) => {
  const started = await startReceiver(receiver(true));
  await runTo(page, app, started.origin, false);
  await expect(page.getByTestId('books-chip')).toHaveAttribute('data-verdict', 'unseen');
  const books = page.getByTestId('run-books');
  await expect(books).toContainText('Not checked');
  await expect(books).toContainText('Postbench cannot see your receiver’s records.');
  await openMode(page, 'By hand');
  await expect(page.getByTestId('ledger-books')).toHaveText('Booking not checked');
  await pictures(page, outputDir, 'books-unseen');
  await openMode(page, 'Run a scenario');
  await books.getByRole('button', { name: 'Add a probe…' }).click();
  await expect(page.getByRole('heading', { name: 'Test my receiver' })).toBeVisible();
  await started.close();
});

test('a run to Postbench’s own receiver is green by what was sent, and says that no books were checked', async ({
  page,
  app,
}) => {
  await openScreen(page, app.url, 'Simulator');
  await runShown(page);
  await expect(page.getByTestId('run-progress')).toContainText('5 of 5 delivered');
  await expect(page.getByTestId('books-chip')).toHaveCount(0);
  await expect(page.getByTestId('run-books')).toContainText(
    'A green run says what was sent, not what you booked.',
  );
  await openMode(page, 'By hand');
  await expect(page.getByTestId('ledger-row')).toHaveCount(5);
  await expect(page.getByTestId('ledger-books')).toContainText('Your receiver’s books were not checked');
});

test('a run has a speed of its own, said in words and remembered, and manual work keeps its clock', async ({
  page,
  app,
}) => {
  // Overwrites the scenario that is shown at first.
  const steps = 'steps: [{ track: { amount: "1.00" } }, { at: 1 h, track: { amount: "2.00" } }]';
  writeFileSync(join(app.workspace, 'purchase-reversal.yaml'), `name: An hour apart\n${steps}\n`);
  await openScreen(page, app.url, 'Simulator');
  await openMode(page, 'Run a scenario');
  await expect(page.getByRole('combobox', { name: 'Scenario' })).toHaveValue('An hour apart');
  const speed = page.getByRole('combobox', { name: 'Run speed' });
  await expect(speed).toHaveValue('Fast');
  await speed.click();
  await expect(page.getByRole('option', { name: /^×60 / })).toContainText('An hour passes in 1 min.');
  await page.getByRole('option', { name: /^Real time/ }).click();
  await page.reload();
  await expect(speed).toHaveValue('Real time');
  await page.getByTestId('run-button').click();
  await expect(page.getByTestId('now-row')).toHaveCount(1);
  await expect(page.getByTestId('cancel-run')).toBeVisible();
  await speed.click();
  await page.getByRole('option', { name: /^Fast/ }).click();
  await expect(page.getByTestId('run-button')).toBeVisible();
  await expect(page.getByTestId('now-row')).toHaveCount(2);
  const clock = page.getByRole('radiogroup', { name: 'Clock' });
  await expect(clock.getByRole('radio', { name: 'Real' })).toBeChecked();
});
