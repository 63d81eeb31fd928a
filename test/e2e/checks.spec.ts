import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type Receiver, type StartedReceiver, startReceiver } from '../fixtures/receivers/receiver.ts';
import { guardedUpsert } from '../fixtures/receivers/right.ts';
import { violations } from './accessibility.ts';
import { type App, test as base, expect } from './app.ts';

/** Adds every payout that arrives to what is there. */
function adds(): Receiver {
  const rows = new Map<string, { id: string; order_status: string; earnings: number }>();
  return {
    postback: ({ params: { id = '', status = '', pay = '' } }) => {
      if (id === '') return { status: 400 };
      const before = rows.get(id)?.earnings ?? 0;
      rows.set(id, { id, order_status: status, earnings: before + Number(pay) });
      return { status: 200, body: 'OK' };
    },
    state: ({ id = '' }) => {
      const row = rows.get(id);
      return row && { ...row, earnings: row.earnings.toFixed(2) };
    },
  };
}

/** Responds only once it is let go. */
function held(inner: Receiver): { receiver: Receiver; release: () => void } {
  let release = () => undefined as void;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let seen = 0;
  return {
    release: () => release(),
    receiver: {
      ...inner,
      postback: async (incoming) => {
        seen += 1;
        // The first look goes through.
        if (seen > 5) await released;
        return inner.postback(incoming);
      },
    },
  };
}

const test = base.extend<{ receivers: { start: (receiver: Receiver) => Promise<StartedReceiver> } }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
  receivers: async ({}, use) => {
    const started: StartedReceiver[] = [];
    await use({
      start: async (receiver) => {
        const one = await startReceiver(receiver);
        started.push(one);
        return one;
      },
    });
    await Promise.all(started.map(({ close }) => close()));
  },
});

/** What is waited for is short, so that a run lasts seconds. */
function shortWaits(app: App, text = ''): void {
  writeFileSync(join(app.workspace, 'check.yaml'), `settle: 200ms\nexplore: 5\n${text}`);
}

const ADDING_QUERY = 'src=impact&secure=ed7e46f&id=1000.4636.158133&status=PENDING&amount=120.00&pay=12.00';
const RIGHT_QUERY =
  'ActionId={ActionId}&Status={Status}&Payout={Payout}&DeltaPayout={DeltaPayout}&Currency={Currency}';

async function openChecks(page: Page, app: App): Promise<void> {
  await page.goto(app.url);
  await page.getByRole('navigation', { name: 'Sections' }).getByText('Checks').click();
}

/** Fills in the three steps, and stops before Start. */
async function setUp(page: Page, origin: string, query: string, curl = false): Promise<void> {
  const url = `${origin}/postback?${query}`;
  await page.getByRole('textbox', { name: 'URL or cURL command' }).fill(curl ? `curl '${url}'` : url);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page
    .getByRole('textbox', { name: 'URL that shows one action' })
    .fill(`${origin}/state?id={ActionId}`);
  await page.getByRole('button', { name: /^Try/ }).click();
  await expect(page.getByTestId('first-look')).toBeVisible();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('checkbox', { name: /This is my receiver/ }).check();
}

const serious = async (page: Page) =>
  (await violations(page))
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);

test('a receiver that adds payouts is found, from “Test my receiver” to the saved report', async ({
  page,
  app,
  receivers,
}) => {
  const { origin } = await receivers.start(adds());
  shortWaits(app);
  await openChecks(page, app);
  await page.getByRole('button', { name: 'Test my receiver' }).click();

  const url = `${origin}/postback?${ADDING_QUERY}`;
  await page.getByRole('textbox', { name: 'URL or cURL command' }).fill(`curl '${url}'`);
  await expect(page.getByText('accepts connections. Nothing has been sent.')).toBeVisible();
  const parameters = page.getByRole('table').filter({ hasText: 'Pasted' });
  await expect(parameters.getByRole('row').filter({ hasText: 'secure' })).toContainText('•••6f');
  await expect(page.getByRole('combobox', { name: 'pay is sent as' })).toHaveValue('{Payout}');
  await page.getByRole('button', { name: 'Add {Currency}' }).click();
  await expect(page.getByRole('button', { name: 'Add {Currency}' })).toHaveCount(0);
  expect(await serious(page)).toEqual([]);

  await page.getByRole('button', { name: 'Continue' }).click();
  await page
    .getByRole('textbox', { name: 'URL that shows one action' })
    .fill(`${origin}/state?id={ActionId}`);
  await page.getByRole('button', { name: 'Try it' }).click();
  const look = page.getByTestId('first-look');
  await expect(look).toContainText('no record');
  await expect(look.getByRole('combobox', { name: 'Field that holds Payout' })).toHaveValue('earnings');
  await expect(look.getByRole('combobox', { name: 'REVERSED means' })).toHaveValue('reversed');
  expect(await serious(page)).toEqual([]);
  await page.getByRole('button', { name: 'Continue' }).click();

  await expect(page.getByRole('table')).toContainText('Total');
  await expect(page.getByRole('button', { name: 'Start' })).toBeDisabled();
  await page.getByRole('checkbox', { name: /This is my receiver/ }).check();
  expect(await serious(page)).toEqual([]);
  await page.keyboard.press('ControlOrMeta+Enter');

  await expect(page.getByRole('heading', { name: /defects? that costs? money/ })).toBeVisible({
    timeout: 40_000,
  });
  expect(await serious(page)).toEqual([]);
  const config = readFileSync(join(app.workspace, 'check.yaml'), 'utf8');
  expect(config).toContain('settle: 200');
  expect(config).toContain('pay={Payout}');
  expect(config).toContain('/state?id={ActionId}');

  const defect = page.getByTestId('defect').filter({ hasText: 'Adds payouts where it should replace them' });
  await expect(defect).toBeVisible();
  await defect.click();
  const ladder = page.getByRole('table', { name: 'Requests, responses and records' });
  await expect(ladder).toContainText('part here');
  await ladder.getByRole('button', { name: /^Request 1/ }).click();
  await expect(ladder).toContainText('GET http://127.0.0.1');
  await expect(ladder).not.toContainText('ed7e46f');
  await expect(page.getByRole('region', { name: 'Remedy', exact: true })).toContainText('DeltaPayout');
  await page.getByRole('tab', { name: 'Python' }).click();
  expect(await serious(page)).toEqual([]);

  await page.getByRole('button', { name: 'Report' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'JUnit XML' }).click();
  const saved = await downloading;
  expect(saved.suggestedFilename()).toMatch(/^postbench-run-\d+\.xml$/);
  expect(readFileSync(await saved.path(), 'utf8')).toContain('<testsuite');
});
