import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type Receiver, type StartedReceiver, startReceiver } from '../fixtures/receivers/receiver.ts';
import { guardedUpsert } from '../fixtures/receivers/right.ts';
import { violations } from './accessibility.ts';
import { type App, test as base, expect } from './app.ts';
import { pictures } from './pictures.ts';

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

/** Takes as many postbacks as it is told to, and does not respond to later ones until it is released. */
function held(inner: Receiver, takes: number): { receiver: Receiver; release: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  let seen = 0;
  return {
    release: resolve,
    receiver: {
      ...inner,
      postback: async (incoming) => {
        seen += 1;
        if (seen > takes) await promise;
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
  test.slow();
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
  await ladder.getByRole('button', { name: 'Send again' }).click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('A secret in this request is masked');
  await alert.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('tab', { name: 'Python' }).click();
  expect(await serious(page)).toEqual([]);

  await page.getByRole('button', { name: 'Report' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'JUnit XML' }).click();
  const saved = await downloading;
  expect(saved.suggestedFilename()).toMatch(/^postbench-run-\d+\.xml$/);
  expect(readFileSync(await saved.path(), 'utf8')).toContain('<testsuite');
});

test('a right receiver is money-safe, and compared with a run before its defect was fixed', async ({
  page,
  app,
  receivers,
}) => {
  test.slow();
  // The same place with the defect, and then without it.
  const right = guardedUpsert();
  let fixed = false;
  const wrong = adds();
  const { origin, received } = await receivers.start({
    postback: (incoming) => {
      if (fixed) return right.postback(incoming);
      const { ActionId: id = '', Status: status = '', Payout: pay = '' } = incoming.params;
      return wrong.postback({ ...incoming, params: { id, status, pay } });
    },
    state: (params) => {
      const row = (fixed ? right : wrong).state(params) as Record<string, unknown> | undefined;
      return (
        row && {
          id: row['id'],
          status: row['status'] ?? row['order_status'],
          payout: row['payout'] ?? row['earnings'],
        }
      );
    },
  });
  shortWaits(app);
  await openChecks(page, app);
  await page.getByRole('button', { name: 'Test my receiver' }).click();
  await setUp(page, origin, RIGHT_QUERY);
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('heading', { name: /defects? that costs? money/ })).toBeVisible({
    timeout: 40_000,
  });

  fixed = true;
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('run checks again');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Money-safe' })).toBeVisible({ timeout: 40_000 });
  await expect(page.getByTestId('defect')).toHaveCount(0);

  await page.getByRole('button', { name: 'Compare' }).click();
  await page
    .getByRole('menuitem', { name: /^Run \d+/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { name: /^\d+ fixed, 0 new, 0 still failing$/ })).toBeVisible();
  await expect(page.getByRole('heading', { name: /^0 fixed/ })).toHaveCount(0);
  await expect(page.getByRole('row').filter({ hasText: 'A modification replaces the payout' })).toContainText(
    '20.00, not 8.00',
  );
  expect(await serious(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'Money-safe' })).toBeVisible();

  // One request again, byte for byte.
  await page.getByRole('searchbox', { name: 'Search checks' }).fill('modification replaces');
  await page.getByRole('row').filter({ hasText: 'A modification replaces the payout' }).click();
  const ladder = page.getByRole('table', { name: 'Requests, responses and records' });
  await ladder.getByRole('button', { name: /^Request 2/ }).click();
  await ladder.getByRole('button', { name: 'Send again' }).click();
  await expect(ladder.getByText('Response to the same bytes')).toBeVisible();
  const again = received.at(-1)!.params;
  expect([again['Payout'], again['DeltaPayout']]).toEqual(['8.00', '-4.00']);

  // The same story in the Simulator, saved once however often it is opened.
  for (const _ of [1, 2]) {
    await page.getByRole('navigation', { name: 'Sections' }).getByText('Checks').click();
    await page.getByRole('button', { name: 'Open in Simulator' }).click();
    await expect(page.getByRole('combobox', { name: 'Scenario' })).toHaveValue(
      'A modification replaces the payout',
    );
  }
  expect(
    readdirSync(join(app.workspace, 'scenarios')).filter((name) => name.includes('modification-replaces')),
  ).toHaveLength(1);
  await page.getByRole('navigation', { name: 'Sections' }).getByText('Checks').click();

  await page.getByRole('button', { name: 'Remove run' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove run' }).click();
  await expect(page.getByRole('heading', { name: /defects? that costs? money/ })).toBeVisible();
  expect((await app.client.checks.setup()).config?.to).toContain('{DeltaPayout}');
});

test('a run is shown again after a reload, and cancelled with Escape; what it found is kept', async ({
  page,
  app,
  receivers,
}) => {
  const { receiver, release } = held(guardedUpsert(), 14);
  const { origin } = await receivers.start(receiver);
  shortWaits(app);
  await openChecks(page, app);
  await page.getByRole('button', { name: 'Test my receiver' }).click();
  await setUp(page, origin, RIGHT_QUERY);
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('progressbar', { name: 'Checks with a verdict' })).toBeVisible();

  await page.reload();
  await expect(page.getByRole('progressbar', { name: 'Checks with a verdict' })).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Checks' }).getByRole('row').first()).toBeVisible();
  // The story that is being played, with the request that waits for its response.
  const now = page.getByRole('region', { name: 'Happening now' });
  await expect(now.getByRole('row').filter({ hasText: 'no response yet' }).first()).toBeVisible();
  expect(await serious(page)).toEqual([]);

  // Another run cannot begin meanwhile; the engine says so.
  const { config } = await app.client.checks.setup();
  expect(config).not.toBeNull();
  await expect(app.client.checks.start({ config: { to: `${origin}/postback` } })).rejects.toMatchObject({
    code: 'PB_RUN_BUSY',
  });

  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /^Cancel/ })).toHaveCount(0);
  release();
  await expect(page.getByRole('heading', { name: /Cancelled|Nothing was judged/ })).toBeVisible();
});

test('says what is wrong: a text that is no request, nothing that listens, a host that is not allowed', async ({
  page,
  app,
}) => {
  await openChecks(page, app);
  await page.getByRole('button', { name: 'Test my receiver' }).click();
  const field = page.getByRole('textbox', { name: 'URL or cURL command' });
  await field.fill('hello');
  await expect(page.getByText('This is not a URL')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Continue' })).toBeDisabled();
  await field.fill('http://127.0.0.1:9/postback?id={ActionId}&pay={Payout}');
  await expect(page.getByText('Nothing listens at 127.0.0.1:9. Start your receiver.')).toBeVisible();
  await field.fill('http://192.0.2.1:9000/postback?id={ActionId}&pay={Payout}');
  await page.getByRole('button', { name: 'Continue' }).click();
  // What is filled in outlives another section, and a reload, before anything is saved.
  await page.keyboard.press('Alt+1');
  await page.getByRole('navigation', { name: 'Sections' }).getByText('Checks').click();
  await page.getByRole('textbox', { name: 'URL that shows one action' }).fill('http://192.0.2.1:9000/s');
  await expect
    .poll(async () => (await app.client.drafts.setup({ workspace: app.workspace })).setup?.stateUrl)
    .toBe('http://192.0.2.1:9000/s');
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'URL that shows one action' })).toHaveValue(
    'http://192.0.2.1:9000/s',
  );
  await page.getByRole('radio', { name: 'Not at all' }).check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText(/money is not judged/)).toBeVisible();
  await page.getByRole('checkbox', { name: /This is my receiver/ }).check();
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('alert')).toContainText('192.0.2.1');
  await page.getByRole('button', { name: 'Allow 192.0.2.1 in this workspace' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Allow 192.0.2.1' }).click();
  await expect.poll(() => readFileSync(join(app.workspace, 'postbench.yaml'), 'utf8')).toContain('192.0.2.1');
});

test('a postback that holds a secret header goes to another origin with it or without it, as is chosen', async ({
  page,
  app,
  receivers,
}, { outputDir }) => {
  test.slow();
  const tokens: (string | undefined)[] = [];
  const right = guardedUpsert();
  const { origin } = await receivers.start({
    ...right,
    postback: (incoming) => {
      tokens.push(incoming.headers['x-api-key'] as string | undefined);
      return right.postback(incoming);
    },
  });
  shortWaits(app);
  writeFileSync(
    join(app.workspace, 'postbacks', 'guarded.yaml'),
    `name: Guarded\nurl: https://partner.example/postback?${RIGHT_QUERY}\nheaders: { X-Api-Key: ed7e46f }\n`,
  );
  await openChecks(page, app);
  await page.getByRole('button', { name: 'Test my receiver' }).click();
  await page.getByText('Postback of this workspace', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Postback' }).click();
  await page.getByRole('option', { name: 'Guarded' }).click();
  await page.getByRole('textbox', { name: 'Send to' }).fill(origin);
  await expect(page.getByText('Choose before anything is sent.')).toBeVisible();
  const next = page.getByRole('button', { name: 'Continue' });
  await expect(next).toBeDisabled();
  await pictures(page, outputDir, 'secret-headers');
  const choice = page.getByRole('radiogroup', { name: /looks like a secret/ });
  // By keyboard: the choice is a group of radios.
  await choice.getByRole('radio', { name: 'Leave out' }).focus();
  await page.keyboard.press('Space');
  await expect(choice.getByRole('radio', { name: 'Leave out' })).toBeChecked();
  await expect(page.getByText('Choose before anything is sent.')).toHaveCount(0);
  expect(await serious(page)).toEqual([]);

  const tryOnce = async () => {
    await next.click();
    await page
      .getByRole('textbox', { name: 'URL that shows one action' })
      .fill(`${origin}/state?id={ActionId}`);
    await page.getByRole('button', { name: /^Try/ }).click();
    await expect(page.getByTestId('first-look')).toBeVisible();
  };
  await tryOnce();
  expect(tokens.length).toBeGreaterThan(0);
  expect(tokens.every((token) => token === undefined)).toBe(true);

  tokens.length = 0;
  await page.getByRole('button', { name: 'Back' }).click();
  await choice.getByText('Send', { exact: true }).click();
  await tryOnce();
  expect(tokens.length).toBeGreaterThan(0);
  expect(tokens.every((token) => token === 'ed7e46f')).toBe(true);
  await next.click();
  await page.getByRole('checkbox', { name: /This is my receiver/ }).check();
  await page.getByRole('button', { name: 'Start' }).click();
  await expect
    .poll(() => readFileSync(join(app.workspace, 'check.yaml'), 'utf8'))
    .toContain('secretHeaders: send');
});

test('the first screen leads to the test, the sample and the import by their keys', async ({ page, app }) => {
  await page.goto(app.url);
  await expect(page.getByRole('button', { name: 'Set up the test' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Where is your receiver?' })).toBeVisible();
  await page.keyboard.press('Alt+1');
  await page.keyboard.press('3');
  await expect(page.getByRole('dialog', { name: 'Import a request' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+1');
  await page.keyboard.press('2');
  await expect(page.getByText('5 captures').first()).toBeVisible();
});
