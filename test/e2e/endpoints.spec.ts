import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { violations, WCAG_A_AA } from './accessibility.ts';
import { type App, expect, openScreen, test } from './app.ts';

function write({ workspace }: App, endpoints: string): void {
  const file = join(workspace, 'postbench.yaml');
  writeFileSync(file, `${readFileSync(file, 'utf8')}\nendpoints:\n${endpoints}`);
}

test('endpoints show where they are, who may send, and what keeps one from listening', async ({
  page,
  app,
}) => {
  const { port } = new URL(app.receiver);
  write(
    app,
    `  - { name: hooks, path: /hooks, access: { allow: [203.0.113.0/24], header: { name: X-Key, value: a } } }
  - { name: lan, port: 0, bind: 0.0.0.0 }
  - { name: secure, port: 0, tls: true }
  - { name: taken, port: ${port} }
`,
  );
  await openScreen(page, app.url, 'Receiver');
  expect((await fetch(`${app.receiver}/hooks/pb`)).status).toBe(403);
  await page.getByRole('button', { name: /^http:/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Endpoints' });
  // One that needs attention comes first.
  await expect(dialog.getByRole('region', { name: 'Endpoint lan' })).toBeVisible();
  await expect(dialog).toContainText('Every machine that reaches this one over IPv4');
  await expect(dialog).toContainText('postbench serve --allow-bind 0.0.0.0');
  const item = (name: string) => dialog.getByTestId('endpoint').filter({ hasText: name });
  await item('hooks').click();
  await expect(dialog).toContainText(`${app.receiver}/hooks`);
  await expect(dialog).toContainText('Addresses in 203.0.113.0/24, with the header X-Key');
  await expect(item('hooks')).toContainText('1 capture');
  await item('taken').click();
  await expect(dialog).toContainText(`Port ${port} of 127.0.0.1 is taken by another program.`);
  await item('secure').click();
  await expect(dialog.getByTestId('trust-step')).toContainText('curl --cacert');
  await dialog.getByRole('combobox', { name: 'Client' }).click();
  await page.getByRole('option', { name: 'Java' }).click();
  await expect(dialog.getByTestId('trust-step')).toContainText('keytool -importcert');
  const saved = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save certificate' }).click();
  const pem = readFileSync(await (await saved).path(), 'utf8');
  expect(pem).toBe(readFileSync(join(app.dataFolder, 'tls/postbench.crt'), 'utf8'));
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page, { within: '[role=dialog]', tags: WCAG_A_AA })).toEqual([]);
  }
});

test('an endpoint is added with a pasted allow-list, renamed with its postbacks, removed and brought back', async ({
  page,
  app,
}) => {
  const text = () => readFileSync(join(app.workspace, 'postbench.yaml'), 'utf8');
  await openScreen(page, app.url, 'Receiver');
  await page.getByRole('button', { name: /^http:/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Endpoints' });
  await dialog.getByRole('button', { name: 'New endpoint' }).click();
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('hooks');
  await dialog.getByRole('textbox', { name: 'Path' }).fill('hooks');
  await expect(dialog).toContainText('"hooks" is not a path such as /hooks');
  await expect(dialog.getByRole('button', { name: 'Add endpoint' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Path' }).fill('/hooks');
  await dialog
    .getByRole('textbox', { name: 'Allowed addresses' })
    .fill('# US\n203.0.113.0/24, 2001:db8::/32');
  await expect(dialog).toContainText('2 ranges. No published copy');
  expect(await violations(page, { within: '[role=dialog]', tags: WCAG_A_AA })).toEqual([]);
  await dialog.getByRole('button', { name: 'Add endpoint' }).click();
  await expect(dialog).toContainText('Addresses in 203.0.113.0/24 or 2001:db8::/32');
  await expect.poll(async () => (await fetch(`${app.receiver}/hooks`)).status).toBe(403);

  await app.client.workspace.createPostback({
    name: 'To hooks',
    postback: { name: 'To hooks', url: 'endpoint:hooks/pb?id={ActionId}', method: 'GET' } as never,
  });
  await dialog.getByRole('button', { name: 'Edit' }).click();
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('staging');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Renamed the endpoint hooks to staging, also in 1 postback.')).toBeVisible();
  expect(readFileSync(join(app.workspace, 'postbacks/to-hooks.yaml'), 'utf8')).toContain(
    'endpoint:staging/pb',
  );

  const before = text();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(dialog.getByTestId('endpoint')).toHaveCount(1);
  expect(text()).not.toContain('staging');
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(dialog.getByTestId('endpoint')).toHaveCount(2);
  expect(text()).toBe(before);
});

test('a capture says that its X-Forwarded-For comes from the scenario, not from the platform', async ({
  page,
  app,
}) => {
  writeFileSync(
    join(app.workspace, 'from.yaml'),
    'name: From\nsenderAddress: 203.0.113.9\nsteps:\n  - track: { program: Acme Outdoor, amount: "10.00" }\n',
  );
  // Once the new file was noticed.
  await expect(async () => {
    await app.client.activity.run({ file: 'from.yaml' });
  }).toPass();
  await openScreen(page, app.url, 'Receiver');
  await page.getByRole('grid', { name: 'Captures' }).getByRole('row').first().click();
  await expect(page.getByText('from the scenario, not the platform')).toBeVisible();
  await expect(page.getByText('The platform does not send this header.')).toBeVisible();
  // A header of the same name that a proxy or another client has set is what it is.
  await fetch(`${app.receiver}/pb?by=hand`, { headers: { 'X-Forwarded-For': '203.0.113.9' } });
  await page.getByRole('grid', { name: 'Captures' }).getByRole('row').filter({ hasText: 'by=hand' }).click();
  await expect(page.getByText('from the scenario, not the platform')).toHaveCount(0);
});
