import { WebSocketServer } from 'ws';
import { NOT_LET_IN } from '../../shared/contract/login.ts';
import { BIN, startNode } from '../fixtures/command.ts';
import { expect, test } from './app.ts';

/** What `postbench open` prints while the screen of this data folder is served. */
async function newAddress(dataFolder: string): Promise<string> {
  await using running = startNode([BIN, 'open', '--data-dir', dataFolder], {
    DISPLAY: '',
    WAYLAND_DISPLAY: '',
  });
  const [, url] = await running.says(/Postbench is at (\S+)/);
  expect(await running.ended).toBe(0);
  return url!;
}

const WELCOME = 'Sample workspace';

test('a tab stays in over reloads, without a cookie, and its address holds no token', async ({
  page,
  app,
}) => {
  await page.goto(app.url);
  await expect(page.getByText(WELCOME)).toBeVisible();
  expect(page.url()).not.toContain('token');
  await page.reload();
  await expect(page.getByText(WELCOME)).toBeVisible();
  expect(await page.context().cookies()).toEqual([]);
  expect(await page.evaluate(() => Object.keys(localStorage))).not.toContain('postbench.session');
});

test('a second tab is let in by the first', async ({ page, app, context }) => {
  await page.goto(app.url);
  await expect(page.getByText(WELCOME)).toBeVisible();
  const second = await context.newPage();
  await second.goto(new URL('/', app.url).href);
  await expect(second.getByText(WELCOME)).toBeVisible();
  await page.close();
  await second.reload();
  await expect(second.getByText(WELCOME)).toBeVisible();
});

test('a tab that nobody lets in says what to do, and continues once postbench open has let another in', async ({
  page,
  app,
  context,
}) => {
  for (const wrong of ['/', '/?token=wrong']) {
    await page.goto(new URL(wrong, app.url).href);
    await expect(page.getByTestId('not-let-in')).toContainText('postbench open');
    expect(page.url()).not.toContain('token');
  }
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy command' }).click();
  await expect(page.getByRole('button', { name: 'Copy command' })).toHaveText('Copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('postbench open');
  const other = await context.newPage();
  await other.goto(await newAddress(app.dataFolder));
  await expect(other.getByText(WELCOME)).toBeVisible();
  await expect(page.getByText(WELCOME)).toBeVisible();
});

test('a tab whose engine no longer knows it keeps what it shows, and says what to do', async ({
  page,
  ownApp: app,
}) => {
  await page.goto(app.url);
  await expect(page.getByText(WELCOME)).toBeVisible();
  app.running.child.kill('SIGTERM');
  await app.running.ended;
  await expect(page.getByText('Connection to the engine lost.')).toBeVisible();
  // A new engine at the same address, which knows no session of the former one.
  const engine = new WebSocketServer({ port: Number(new URL(app.url).port), host: '127.0.0.1' });
  engine.on('connection', (socket) => socket.once('message', () => socket.close(NOT_LET_IN)));
  await expect(page.getByRole('alert').filter({ hasText: 'does not recognize this tab' })).toContainText(
    'postbench open',
  );
  await expect(page.getByText(WELCOME)).toBeVisible();
  engine.close();
});
