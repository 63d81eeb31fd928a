import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { type App, openHeaders, openProblems, openScreen, test } from './app.ts';

/** A body of 21 lines with two problems: {SharedId} without quotes in line 10, {subid1} in line 14. */
const BODY = `{
  "event": "{EventTypeName}",
  "campaign_id": "{CampaignId}",
  "campaign": "{CampaignName}",
  "action_id": "{ActionId}",
  "status": "{Status}",
  "detail": "{StatusDetail}",
  "amount": "{Amount}",
  "payout": "{Payout}",
  "shared_id": {SharedId},
  "currency": "{Currency}",
  "event_date": "{EventDate}",
  "created": "{CreationDate}",
  "sub_id1": "{subid1}",
  "delta_payout": "{DeltaPayout}",
  "customer": {
    "status": "{CustomerStatus}",
    "country": "{CustomerCountry}"
  },
  "click": "{RefClickId}",
  "end": "" }`;

const body = (page: Page) => page.getByRole('textbox', { name: 'Body template' });
const urlOf = (page: Page) => page.getByRole('textbox', { name: 'URL' });
const zone = (page: Page) => page.getByTestId('problem-zone');
const problems = (page: Page) => page.getByRole('region', { name: 'Problems' });
const summed = (page: Page) => problems(page).getByRole('status');
const line = (page: Page, text: string) => body(page).locator('.cm-line', { hasText: text });
const selected = (page: Page) => page.evaluate(() => getSelection()?.toString());

interface Given {
  template?: string;
  url?: string;
  headers?: Record<string, string>;
}

/** Puts a postback with a body into the workspace, and shows it once the linter has looked. */
async function open(page: Page, app: App, { template = BODY, url, headers = {} }: Given = {}): Promise<void> {
  const postback = {
    name: 'Under test',
    method: 'POST',
    url: url ?? '/pb?src=impact&id={ActionId}&st={Status}&pay={Payout}',
    headers,
    body: { format: 'json', template },
  };
  // JSON is YAML, too.
  writeFileSync(join(app.workspace, 'postbacks/under-test.yaml'), JSON.stringify(postback));
  await openScreen(page, app.url, 'Templates');
  await page.getByRole('option', { name: /Under test/ }).click();
  await expect(page.getByRole('textbox', { name: 'Postback name' })).toHaveValue('Under test');
  await expect(summed(page)).toContainText(/error|warning|none/);
}

/** How many lines of the body are in sight, whole, counted by their numbers. */
async function linesInSight(page: Page): Promise<number> {
  return page
    .getByRole('region', { name: 'Body' })
    .locator('.cm-scroller')
    .evaluate((scroller) => {
      const view = scroller.getBoundingClientRect();
      const numbers = [...scroller.querySelectorAll('.cm-lineNumbers .cm-gutterElement')];
      return numbers.filter((number) => {
        const { top, bottom, height } = number.getBoundingClientRect();
        return height > 0 && top >= view.top - 1 && bottom <= view.bottom + 1;
      }).length;
    });
}

test.describe('the text', () => {
  const LONG = BODY.replace('"end"', '"more": 1,\n'.repeat(20) + '"end"');
  for (const [width, height, least] of [
    [1280, 800, 21],
    [900, 600, 14],
  ] as const) {
    test(`has at least ${least} lines at ${width}x${height} while a problem is open`, async ({
      page,
      app,
    }) => {
      await open(page, app, { template: LONG });
      await page.setViewportSize({ width, height });
      await expect(summed(page)).toContainText('2 errors');
      await page.keyboard.press('F8');
      await expect(zone(page)).toBeVisible();
      await expect.poll(() => linesInSight(page)).toBeGreaterThanOrEqual(least);
    });
  }

  test('has room beside a long URL, open headers and the list of problems, in the smallest window', async ({
    page,
    app,
  }) => {
    const url = `/pb?id={ActionId}&pay={payout}${'&key={SubId1}'.repeat(40)}`;
    await open(page, app, { url, headers: { 'X-A': '{Nope}', 'X-B': '{No}', 'X-C': 'c', 'X-D': 'd' } });
    await page.setViewportSize({ width: 900, height: 600 });
    await openHeaders(page);
    await openProblems(page);
    await expect.poll(() => linesInSight(page)).toBeGreaterThanOrEqual(2);
  });

  test('goes on behind a body of five thousand lines, whose last problem opens in sight', async ({
    page,
    app,
  }) => {
    const rows = Array.from({ length: 5_000 }, (_, row) => `  "key_${row}": "{SubId1} and text"`);
    await open(page, app, { template: `{\n${rows.join(',\n')},\n  "last": {SharedId}\n}` });
    await page.keyboard.press('F8');
    await expect(zone(page)).toBeInViewport({ ratio: 1 });
    await expect(line(page, '"last"')).toBeInViewport({ ratio: 1 });
    expect(await selected(page)).toBe('{SharedId}');
    await page.keyboard.press('End');
    await page.keyboard.type(' ');
    await expect(zone(page)).toBeInViewport({ ratio: 1 });
  });
});

test.describe('a problem of the body', () => {
  test('is said at its line and opens by its mark or its words; Esc closes it, with the focus in the text', async ({
    page,
    app,
  }) => {
    await open(page, app);
    await expect(line(page, '"shared_id"')).toHaveAttribute('data-problem', '{SharedId} is not in quotes');
    await expect(page.locator('.templates-tint-error')).toHaveCount(2);
    await expect(zone(page)).toHaveCount(0);

    await page.locator('.templates-marks svg[data-severity="error"]').nth(1).click();
    await expect(zone(page)).toContainText('placeholder-case. {subid1} is not {SubId1}');
    await expect(body(page)).toBeFocused();
    expect(await selected(page)).toBe('{subid1}');
    await page.keyboard.press('Escape');
    await expect(zone(page)).toHaveCount(0);
    await expect(body(page)).toBeFocused();

    const box = (await line(page, '"shared_id"').boundingBox())!;
    await page.mouse.click(box.x + box.width - 40, box.y + 10);
    await expect(zone(page)).toContainText('json-unquoted.');
    const under = (await zone(page).boundingBox())!;
    expect(Math.abs(under.y - (box.y + box.height))).toBeLessThan(2);
    await zone(page).getByRole('button', { name: 'Close' }).click();
    await expect(zone(page)).toHaveCount(0);
    await expect(body(page)).toBeFocused();
    // A click beside the text of the line puts the cursor there, and opens nothing.
    await page.mouse.click(box.x + 260, box.y + 10);
    await expect(zone(page)).toHaveCount(0);
  });

  test('is gone to by F8 and Shift-F8, round the end, and fixed by Alt-Enter, which is one step to undo', async ({
    page,
    app,
  }) => {
    await open(page, app);
    await body(page).click();
    await page.keyboard.press('F8');
    await expect(zone(page)).toContainText('1 of 2');
    expect(await selected(page)).toBe('{SharedId}');
    await page.keyboard.press('F8');
    await expect(zone(page)).toContainText('2 of 2');
    await page.keyboard.press('F8');
    await expect(zone(page)).toContainText('1 of 2');
    await page.keyboard.press('Shift+F8');
    await expect(zone(page)).toContainText('placeholder-case.');
    await page.keyboard.press('Alt+Enter');
    await expect(line(page, '"sub_id1"')).toHaveText('  "sub_id1": "{SubId1}",');
    await expect(zone(page)).toHaveCount(0);
    await expect(body(page)).toBeFocused();
    await page.keyboard.press('ControlOrMeta+z');
    await expect(line(page, '"sub_id1"')).toHaveText('  "sub_id1": "{subid1}",');
  });

  test('stays open under its line while something is typed above it, and is reached by keyboard alone', async ({
    page,
    app,
  }) => {
    await open(page, app);
    await page.keyboard.press('F8');
    await expect(zone(page)).toBeVisible();
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.keyboard.type('"typed": "{Status}",');
    await expect(zone(page)).toContainText('{SharedId} is not in quotes');
    const [under, of] = await Promise.all([
      zone(page).boundingBox(),
      line(page, '"shared_id"').boundingBox(),
    ]);
    expect(Math.abs(under!.y - (of!.y + of!.height))).toBeLessThan(2);

    const fix = zone(page).getByRole('button', { name: 'Put it in quotes' });
    await page.keyboard.press('ControlOrMeta+End');
    for (let tabs = 0; tabs < 3 && !(await fix.evaluate((it) => it === document.activeElement)); tabs += 1)
      await page.keyboard.press('Tab');
    await expect(fix).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(line(page, '"shared_id"')).toHaveText('  "shared_id": "{SharedId}",');
    await expect(body(page)).toBeFocused();
  });

  test('closes with Esc from one of its buttons, with the focus back in the text', async ({ page, app }) => {
    await open(page, app);
    await page.keyboard.press('F8');
    await zone(page).getByRole('button', { name: 'Next problem' }).focus();
    await page.keyboard.press('Escape');
    await expect(zone(page)).toHaveCount(0);
    await expect(body(page)).toBeFocused();
  });
});

test.describe('a problem of the URL or of a header', () => {
  test('is said below its field, and opens there', async ({ page, app }) => {
    await open(page, app, { url: '/pb?id={ActionId}&st={Status}&pay={payout}', template: '{}' });
    const words = page.getByRole('button', { name: /\{payout\} is not \{Payout\}$/ });
    await words.click();
    await expect(zone(page)).toContainText('placeholder-case.');
    await expect(urlOf(page)).toBeFocused();
    expect(await selected(page)).toBe('{payout}');
    await page.keyboard.press('Escape');
    await expect(zone(page)).toHaveCount(0);
    await expect(words).toBeVisible();
    await words.click();
    await page.keyboard.press('Alt+Enter');
    await expect(urlOf(page)).toHaveText('/pb?id={ActionId}&st={Status}&pay={Payout}');
    await expect(urlOf(page)).toBeFocused();
  });

  test('unfolds the headers for one of theirs', async ({ page, app }) => {
    await open(page, app, { template: '{}', headers: { 'X-Id': '{actionid}' } });
    await expect(page.getByRole('textbox', { name: 'Header 1 value' })).toHaveCount(0);
    await page.keyboard.press('F8');
    await expect(zone(page)).toContainText('{actionid} is not {ActionId}');
    await expect(page.getByRole('textbox', { name: 'Header 1 value' })).toBeFocused();
    await page.keyboard.press('Alt+Enter');
    await expect(page.getByRole('textbox', { name: 'Header 1 value' })).toHaveText('{ActionId}');
    await expect(summed(page)).toHaveText('none in URL, 1 header and body');
  });
});

test.describe('the list of problems', () => {
  test('says where each is, and leads there by Enter', async ({ page, app }) => {
    await open(page, app, {
      headers: { 'X-Id': '{actionid}' },
      url: '/pb?id={ActionId}&st={status}&p={Payout}',
    });
    await openProblems(page);
    const rows = problems(page).getByRole('listitem');
    await expect(rows).toContainText([/URL/, /Header X-Id/, /Body line 10/, /Body line 14/]);
    await rows.nth(3).getByRole('button').first().press('Enter');
    await expect(zone(page)).toContainText('{subid1} is not {SubId1}');
    await expect(body(page)).toBeFocused();
    await problems(page).getByRole('button', { name: 'Apply 3 safe fixes' }).click();
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText('json-unquoted');
  });

  test('of sixty problems shows several rows, scrolls, and leaves the text its room', async ({
    page,
    app,
  }) => {
    const rows = Array.from({ length: 60 }, (_, row) => `  "k${row}": {Payout}`);
    await open(page, app, { template: `{\n${rows.join(',\n')}\n}` });
    await page.setViewportSize({ width: 900, height: 600 });
    await expect(summed(page)).toContainText('60 errors');
    await openProblems(page);
    const list = problems(page).locator('.templates-drawer-list');
    expect((await list.boundingBox())!.height).toBeGreaterThan(120);
    expect(await list.evaluate(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight)).toBe(true);
    expect(await linesInSight(page)).toBeGreaterThanOrEqual(8);
    await problems(page).getByRole('listitem').last().getByRole('button').first().press('Enter');
    await expect(zone(page)).toContainText('60 of 60');
    await expect(zone(page)).toBeInViewport({ ratio: 1 });
  });

  test('says that it is being checked, and not that there are none, until the linter has looked', async ({
    page,
    app,
  }) => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route(/template-worker/, async (route) => {
      await held;
      await route.continue();
    });
    await openScreen(page, app.url, 'Templates');
    await expect(urlOf(page)).toBeVisible();
    await expect(summed(page)).toHaveText('checking…');
    release();
    await expect(summed(page)).toHaveText('none in URL');
  });
});

test('says in one line how many problems there are, lists them when asked, and remembers that', async ({
  page,
  app,
}) => {
  await openScreen(page, app.url, 'Templates');
  await urlOf(page).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText('/pb?id={ActionIdd}&st={Status}');
  const fold = problems(page).getByRole('button', { name: 'Problems', exact: true });
  await expect(fold).toHaveAttribute('aria-expanded', 'false');
  await expect(problems(page).getByRole('listitem')).toHaveCount(0);
  await expect(problems(page).getByRole('status')).toContainText('warning');
  await fold.press('Enter');
  await expect(
    problems(page)
      .getByText(/\{ActionIdd\}/)
      .first(),
  ).toBeVisible();
  await page.reload();
  await expect(fold).toHaveAttribute('aria-expanded', 'true');
  await expect(problems(page).getByRole('listitem').first()).toBeVisible();
  await fold.click();
  await expect(problems(page).getByRole('listitem')).toHaveCount(0);
});
