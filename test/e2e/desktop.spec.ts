import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import { ROOT, temporaryFolder } from '../fixtures/command.ts';
import { runShown } from './app.ts';

/** Electron's binary, where it was fetched; asking the package for it would fetch it now. */
function electronBinary(): string | undefined {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const pointer = join(folder, 'path.txt');
  const binary = existsSync(pointer) ? join(folder, 'dist', readFileSync(pointer, 'utf8').trim()) : '';
  return binary !== '' && existsSync(binary) ? binary : undefined;
}

const binary = electronBinary();

test('the desktop window runs the sample', async () => {
  test.skip(binary === undefined, 'Electron’s binary is not here');
  test.skip(
    process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY,
    'there is no display',
  );
  using folder = temporaryFolder();
  const app = await _electron.launch({
    executablePath: binary!,
    args: [
      join(ROOT, 'dist/node/main.js'),
      `--data-dir=${folder.path}`,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  const page = await app.firstWindow();
  await page.getByRole('navigation').getByText('Simulator').click();
  await runShown(page);
  await expect(page.getByTestId('now-row')).toHaveCount(5);
  await app.close();
});
