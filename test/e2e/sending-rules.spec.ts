import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { violations, WCAG_A_AA } from './accessibility.ts';
import { expect, test } from './app.ts';

test('shows the rules in force from the status line, and another profile is written into postbench.yaml', async ({
  page,
  app,
}) => {
  await page.goto(app.url);
  const sender = page.getByTestId('sender-button');
  await expect(sender).toHaveText('Sender: impact.com, strict');
  await sender.click();
  const dialog = page.getByRole('dialog', { name: 'Sending rules' });
  await expect(dialog.getByTestId('rule-schedule')).toContainText('2 d 18 h 21 min total');
  await expect(dialog.getByTestId('rule-schedule')).toContainText('assumed');
  await expect(dialog.getByTestId('rule-success')).toContainText('documented');
  await expect(dialog.getByTestId('rule-userAgent')).toContainText('Impact-Postback-Client/1.0');

  await dialog.getByTestId('profile-select').click();
  await page.getByRole('option', { name: /Everflow/ }).click();
  await expect(dialog.getByTestId('rule-switchOff')).toContainText('After 10 failures in a row within 3 d');
  await expect(sender).toHaveText('Sender: Everflow, any 2xx');
  expect(readFileSync(join(app.workspace, 'postbench.yaml'), 'utf8')).toMatch(/profile: everflow/);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(sender).toBeFocused();
});

test('copies a profile into the workspace and tells its file', async ({ page, app }) => {
  await page.goto(app.url);
  await page.getByTestId('sender-button').click();
  const dialog = page.getByRole('dialog', { name: 'Sending rules' });
  await dialog.getByRole('button', { name: 'Copy to workspace and edit' }).click();
  const path = join(app.workspace, 'profiles', 'my-impact.yaml');
  await expect(dialog.getByTestId('profile-file')).toHaveText(path);
  await expect(dialog.getByRole('button', { name: 'Copy profile path' })).toBeVisible();
  expect(existsSync(path)).toBe(true);
  await expect(dialog.getByTestId('rule-schedule')).toContainText('yours');
  await expect(page.getByTestId('sender-button')).toHaveText('Sender: My impact.com, strict');
});

test('says beforehand what a 204, a 200 and a host that is not found lead to', async ({ page, app }) => {
  await page.goto(app.url);
  await expect(page.getByTestId('sender-button')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('textbox', { name: 'Find a command' })).toBeFocused();
  await page.keyboard.type('what if');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Sending rules' });
  const verdict = dialog.getByTestId('verdict');
  const choose = async (name: string) => {
    await dialog.getByTestId('answer-select').click();
    await page.getByRole('option', { name, exact: true }).click();
  };
  await expect(verdict).toHaveAttribute('data-accepted', 'false');
  await expect(verdict).toContainText('Retried 15 times');
  const attempts = dialog.getByTestId('what-if-attempt');
  await expect(attempts).toHaveCount(15);
  await expect(attempts.last()).toContainText('2 d 18 h 21 min');
  await expect(dialog.getByTestId('what-if-end')).toContainText('16 attempts failed');
  await choose('200 OK');
  await expect(verdict).toHaveAttribute('data-accepted', 'true');
  await expect(attempts).toHaveCount(0);
  await choose('Host not found');
  await expect(verdict).toContainText('Not retried');
  await choose('Other status…');
  await dialog.getByLabel('Status').fill('99');
  await expect(dialog.getByText('200 to 599')).toBeVisible();
  await dialog.getByLabel('Status').fill('418');
  await expect(attempts).toHaveCount(15);
});

test('lists a wrong profile with its problem, and judges the body by the postback’s success response', async ({
  page,
  app,
}) => {
  mkdirSync(join(app.workspace, 'profiles'));
  writeFileSync(join(app.workspace, 'profiles', 'mine.yaml'), 'name: Mine\nsuccess: often\n');
  const postback = join(app.workspace, 'postbacks', 'acme-life-cycle.yaml');
  writeFileSync(postback, `${readFileSync(postback, 'utf8').trimEnd()}\nsuccessResponse: OK\n`);
  await page.goto(app.url);
  await page.getByTestId('sender-button').click();
  const dialog = page.getByRole('dialog', { name: 'Sending rules' });
  await dialog.getByTestId('profile-select').click();
  const broken = page.getByRole('option', { name: /profiles\/mine\.yaml/ });
  await expect(broken).toHaveAttribute('data-combobox-disabled', 'true');
  await expect(broken).toContainText(/success/);
  await page.keyboard.press('Escape');

  const settings = join(app.workspace, 'postbench.yaml');
  await app.client.workspace.chooseProfile({ id: 'mine' });
  expect(readFileSync(settings, 'utf8')).toContain('profile: mine');
  await expect(dialog.getByRole('alert')).toContainText('Until it is fixed, the rules of impact.com apply.');
  await expect(dialog.getByTestId('profile-file')).toContainText('mine.yaml');

  await dialog.getByRole('tab', { name: 'What if' }).click();
  await dialog.getByTestId('answer-select').click();
  await page.getByRole('option', { name: '200 OK', exact: true }).click();
  const verdict = dialog.getByTestId('verdict');
  await expect(verdict).toContainText('the body is empty');
  await dialog.getByLabel('Body').fill('it is OK');
  await expect(verdict).toHaveAttribute('data-accepted', 'true');
});

for (const scheme of ['light', 'dark'] as const) {
  test(`fits both sizes and is accessible, ${scheme}`, async ({ page, app }, { outputDir }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(app.url);
    await page.getByTestId('sender-button').click();
    const dialog = page.getByRole('dialog', { name: 'Sending rules' });
    for (const tab of ['Profile', 'What if', 'Certificates']) {
      await dialog.getByRole('tab', { name: tab }).click();
      for (const [width, height] of [
        [1280, 800],
        [900, 600],
      ] as const) {
        await page.setViewportSize({ width, height });
        await page.screenshot({
          path: join(outputDir, `${tab}-${width}-${scheme}.png`),
          animations: 'disabled',
        });
        const wide = await dialog.evaluate((element) =>
          [element, ...element.querySelectorAll('.scroll')].some(
            ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth,
          ),
        );
        expect(wide, `${tab} at ${width}x${height}`).toBe(false);
      }
      expect(await violations(page, { within: '[role="dialog"]', tags: WCAG_A_AA })).toEqual([]);
    }
  });
}
