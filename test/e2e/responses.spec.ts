import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { violations } from './accessibility.ts';
import { type App, expect, test } from './app.ts';
import { badTexts } from './fit.ts';

const get = async (app: App, path: string) => (await fetch(app.receiver + path)).status;
const rows = (page: Page) => page.getByTestId('rule');
const mark = (page: Page) => page.getByRole('button', { name: /^Back to healthy: / });

test('a situation is turned on and off, its hits come in beside the captures, and F9 ends it anywhere', async ({
  page,
  app,
}) => {
  await page.goto(app.url);
  await page.getByRole('button', { name: 'Responses', exact: true }).click();
  const panel = page.getByRole('region', { name: 'Responses' });
  await expect(panel.getByText('No rules: every request gets a 200.')).toBeVisible();
  await panel.getByRole('button', { name: 'Deploy in progress' }).click();
  await expect(mark(page)).toHaveText(/Deploy in progress/);
  await expect(rows(page)).toContainText(['Respond 503 with Retry-After 30 s']);
  expect(await get(app, '/pb?id=1')).toBe(503);
  await expect(rows(page).first()).toContainText('1 hit');
  await expect(rows(page).first()).toContainText('matched: every request does');
  await expect(rows(page).first()).toContainText(/1:\d\d left|2:00 left/);
  await expect(page.getByRole('grid', { name: 'Captures' }).getByRole('row')).toHaveCount(1);

  // In a field, and in a dialog.
  await page.getByRole('textbox', { name: 'Search captures' }).focus();
  await page.keyboard.press('F9');
  await expect(mark(page)).toHaveCount(0);
  await expect(page.getByText('Turned off Deploy in progress.')).toBeVisible();
  expect(await get(app, '/pb')).toBe(200);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(mark(page)).toBeVisible();
  expect(await get(app, '/pb')).toBe(503);
  await panel.getByRole('button', { name: 'More for responses' }).click();
  await page.getByRole('menuitem', { name: 'Paste rules…' }).click();
  await page.getByRole('textbox', { name: 'Rules as YAML' }).fill('- fault: hang\n  respond: {}');
  await page.getByRole('button', { name: 'Add rules' }).click();
  await expect(page.getByRole('dialog')).toContainText('pasted text:2:');
  await page.keyboard.press('F9');
  await expect(mark(page)).toHaveCount(0);
  await page
    .getByRole('textbox', { name: 'Rules as YAML' })
    .fill('- name: Pasted\n  when: { path: /x }\n  respond: { status: 418 }\n');
  await page.getByRole('button', { name: 'Add rules' }).click();
  await expect(rows(page)).toContainText(['Pasted', 'Deploy in progress']);
  expect(await get(app, '/x')).toBe(418);

  // The mark in the top bar opens what it is about, and Esc closes it.
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await page.getByRole('button', { name: /Show response rules/ }).click();
  await expect(panel).toBeVisible();
  await page.keyboard.press('Shift+F9');
  await expect(panel).toHaveCount(0);
});

test('the mark goes by itself when the time of a rule is over', async ({ page, app }) => {
  await page.goto(app.url);
  await app.client.clock.set({ mode: 'stepped' });
  await app.client.receiver.turnPreset({ preset: 'deploy', on: true });
  await expect(mark(page)).toBeVisible();
  await app.client.clock.step({ by: 121_000 });
  await expect(mark(page)).toHaveCount(0);
});

test('rules are moved by keys, switched, removed and brought back; a capture names the one that responded', async ({
  page,
  app,
}) => {
  for (const [name, status] of [
    ['Second', 404],
    ['First', 403],
  ])
    await app.client.receiver.saveRule({ rule: { name, respond: { status } } });
  await page.goto(app.url);
  await page.keyboard.press('Shift+F9');
  await expect(rows(page)).toContainText(['First', 'Second']);
  await page.locator('.rules-grip').last().dragTo(rows(page).first());
  await expect(rows(page)).toContainText(['Second', 'First']);
  await page.locator('.rules-grip').first().dragTo(rows(page).last());
  await expect(rows(page)).toContainText(['First', 'Second']);
  await page.getByRole('button', { name: 'First', exact: true }).focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(rows(page)).toContainText(['Second', 'First']);
  expect(await get(app, '/a')).toBe(404);
  await page.getByRole('switch', { name: 'Second: on' }).locator('xpath=..').click();
  await expect(page.getByRole('switch', { name: 'Second: off' })).not.toBeChecked();
  expect(await get(app, '/b')).toBe(403);
  await page.getByRole('button', { name: 'First', exact: true }).focus();
  await page.keyboard.press('Delete');
  await expect(rows(page)).toHaveCount(1);
  expect(await get(app, '/c')).toBe(200);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(rows(page)).toContainText(['Second', 'First']);
  await expect(rows(page).last()).toContainText('1 hit');
  await page.getByRole('button', { name: 'Close responses' }).click();
  await page.getByRole('row').filter({ hasText: '/b' }).click();
  await expect(page.getByTestId('capture-rule')).toHaveText('Response rule: First');
  await page.getByTestId('capture-rule').getByRole('button').click();
  await expect(rows(page).last()).toHaveClass(/rules-row-current/);
});

test('a rule is made from a situation: its sentence, its errors, what the sender does and what a client gets', async ({
  page,
  app,
}) => {
  await page.goto(app.url);
  await page.keyboard.press('Shift+F9');
  await page.getByRole('button', { name: 'New rule' }).click();
  const sentence = page.getByTestId('rule-sentence');
  await page.getByRole('button', { name: /^Booked, response lost/ }).click();
  await expect(sentence).toHaveText(/reset the connection without a response to the first attempt/);
  await expect(page.getByTestId('forecast').getByRole('listitem')).toContainText([
    /Attempt 1\s*now.*closed the connection before it responded/,
    /Attempt 2.*Responded with 200/,
  ]);
  await expect(page.getByRole('form').or(page.locator('form'))).toContainText(
    'The same action arrives twice.',
  );
  await expect(page.getByText('Connection reset by peer')).toBeVisible();

  await page.getByRole('combobox', { name: 'Reaction' }).click();
  await page.getByRole('option', { name: 'Respond', exact: true }).click();
  await page.getByRole('textbox', { name: 'Status' }).fill('99');
  await expect(page.getByText(/"99" is not a status/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Turn on/ })).toBeDisabled();
  await page.getByRole('textbox', { name: 'Status' }).fill('503');
  await page.getByRole('textbox', { name: 'Retry-After' }).fill('30 s');
  await page.getByRole('button', { name: 'Condition', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Field' }).click();
  await page.getByRole('textbox', { name: 'Name of the field' }).fill('Status');
  await page.getByRole('textbox', { name: 'Field: value' }).fill('REVERSED');
  await page.getByRole('button', { name: 'Remove condition: Attempt' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Reversals fail');
  await expect(sentence).toHaveText(
    'Respond 503 with Retry-After 30 s to all requests where Status is REVERSED.',
  );
  await expect(page.getByTestId('client-bytes')).toContainText('HTTP/1.1 503 Service Unavailable');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(rows(page)).toContainText(['Reversals fail']);
  expect([await get(app, '/pb?Status=REVERSED'), await get(app, '/pb?Status=APPROVED')]).toEqual([503, 200]);
  await expect(rows(page).first()).toContainText('matched: Status is "REVERSED"');
  await expect(rows(page).first()).toContainText('did not: Status is "APPROVED"');

  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByRole('textbox', { name: 'Status' }).fill('429');
  await page.getByRole('button', { name: /^Save and turn on/ }).click();
  await expect(rows(page)).toContainText(['Respond 429']);
  expect(await get(app, '/pb?Status=REVERSED')).toBe(429);
});

for (const scheme of ['light', 'dark'] as const) {
  test(`nothing is cut or covered in the responses, at both sizes, ${scheme}`, async ({ page, app }, {
    outputDir,
  }) => {
    await page.emulateMedia({ colorScheme: scheme });
    const { receiver } = app.client;
    await receiver.saveRule({
      rule: {
        name: 'Slow on Fridays',
        enabled: false,
        respond: { delay: { mean: '2 s', deviation: '500 ms' } },
      },
    });
    await receiver.saveRule({
      rule: {
        name: 'Catalog',
        when: { method: 'POST', path: '/catalog' },
        respond: { status: 201, body: '{"received":"{body.sku}"}' },
      },
    });
    await receiver.turnPreset({ preset: 'deploy', on: true });
    await receiver.setRules({
      rules: await (async () => {
        for await (const { layers } of await receiver.rules())
          return layers[0]!.rules.map(({ id, rule, preset }) => ({
            id,
            rule: preset === 'deploy' ? { ...rule, when: { path: '/pb' } } : rule,
            ...(preset === null ? {} : { preset }),
          }));
        return [];
      })(),
    });
    for (let n = 0; n < 4; n += 1) await get(app, `/pb?id=1000.4636.15814${n}&Status=APPROVED`);
    await fetch(`${app.receiver}/catalog`, { method: 'POST', body: '{"sku":"AO-TENT-2P"}' });
    await get(app, '/health');
    await page.goto(app.url);
    const shoot = async (state: string) => {
      for (const [width, height] of [
        [1280, 800],
        [900, 600],
      ] as const) {
        await page.setViewportSize({ width, height });
        const size = () =>
          page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]);
        await expect.poll(size, `${state} at ${width}x${height}`).toEqual([width, height]);
        await expect.poll(() => badTexts(page), `${state} at ${width}x${height}`).toEqual([]);
        await page.screenshot({ path: join(outputDir, `${state}-${width}-${scheme}.png`) });
        expect(await violations(page), `${state} at ${width}x${height}`).toEqual([]);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
    };
    await page.getByRole('row').filter({ hasText: 'APPROVED' }).first().click();
    await expect(page.getByTestId('capture-rule')).toBeVisible();
    await shoot('capture');
    await page.keyboard.press('Shift+F9');
    await expect(rows(page)).toHaveCount(3);
    await shoot('rules');
    await page.getByRole('button', { name: 'New rule' }).click();
    await page.getByRole('button', { name: /^Booked, response lost/ }).click();
    await expect(page.getByTestId('forecast')).toBeVisible();
    await shoot('new-rule');
    await page.getByRole('button', { name: /^Database down/ }).click();
    await page.getByRole('button', { name: 'Condition', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Field' }).click();
    await page.getByRole('textbox', { name: 'Status' }).fill('99');
    await shoot('wrong-rule');
    await page.keyboard.press('Escape');
    await page.keyboard.press('F9');
    await expect(mark(page)).toHaveCount(0);
    await shoot('healthy');
  });
}
