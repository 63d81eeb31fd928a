import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BIN, postbench, startNode, temporaryFolder } from '../fixtures/command.ts';

/** A folder that stands in for Electron's own: its binary does what the script says. */
function fakeElectron(folder: string, script: string): NodeJS.ProcessEnv {
  const dist = join(folder, 'electron-dist');
  mkdirSync(dist);
  writeFileSync(join(dist, 'electron'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(dist, 'electron'), 0o755);
  return { ELECTRON_OVERRIDE_DIST_PATH: dist, DISPLAY: ':99', PATH: `${folder}:${process.env.PATH}` };
}

/** Starts `postbench open` with these variables and no browser of the desktop. */
function open(folder: string, env: NodeJS.ProcessEnv) {
  return startNode([BIN, 'open', '--data-dir', join(folder, 'data')], {
    WAYLAND_DISPLAY: '',
    BROWSER: '/bin/true',
    ...env,
  });
}

const linux = process.platform === 'linux';

describe('npm run bench', () => {
  it('opens nothing, although npm takes the script "postbench" for what follows it', async () => {
    await using running = startNode([BIN], { npm_lifecycle_event: 'postbench' });
    expect(await running.ended).toBe(0);
    expect(running.out() + running.err()).toBe('');
  });
});

describe.runIf(linux)('postbench open', () => {
  it('says in one line that there is no display, and prints the address of the same screen with its token', async () => {
    using folder = temporaryFolder();
    await using running = open(folder.path, { DISPLAY: '' });
    const [, url] = await running.says(/Postbench is at (\S+)/);
    expect(
      running
        .err()
        .split('\n')
        .filter((line) => line.includes('desktop window')),
    ).toEqual(['No desktop window: there is no display. Opening in the browser instead.']);
    const page = await fetch(url!, { redirect: 'manual' });
    expect(page.status).toBe(303);
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
  });

  it('says why when Electron ends before its window is ready: missing libraries, or root without a sandbox', async () => {
    using folder = temporaryFolder();
    const env = fakeElectron(
      folder.path,
      'echo "error while loading shared libraries: libnss3.so: cannot open shared object file" >&2; exit 127',
    );
    await using running = open(folder.path, env);
    await running.says(/Postbench is at (\S+)/);
    expect(running.err()).toContain('No desktop window: error while loading shared libraries: libnss3.so');
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
  });

  it('falls back to the browser where Electron’s binary cannot be had', async () => {
    using folder = temporaryFolder();
    await using running = open(folder.path, { DISPLAY: ':99', ELECTRON_OVERRIDE_DIST_PATH: '/nonexistent' });
    await running.says(/Postbench is at (\S+)/);
    expect(running.err()).toMatch(/No desktop window: .+ Opening in the browser instead\./);
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
  });

  it('stays with the window once it reports ready, opens no browser, and ends with it', async () => {
    using folder = temporaryFolder();
    const env = fakeElectron(
      folder.path,
      'echo "$@" > "$(dirname "$0")/arguments"; echo POSTBENCH_WINDOW_READY; exec sleep 0.2',
    );
    await using running = open(folder.path, env);
    expect(await running.ended).toBe(0);
    expect(running.out() + running.err()).not.toContain('browser');
  });

  it('names the owner when the data folder is in use, and ends with 2', async () => {
    using folder = temporaryFolder();
    await using first = open(folder.path, { DISPLAY: '' });
    await first.says(/Postbench is at/);
    await using second = open(folder.path, { DISPLAY: '' });
    expect(await second.ended).toBe(2);
    expect(second.err()).toContain(String(first.child.pid));
    expect(second.err()).toContain('PB_DATA_FOLDER_IN_USE');
  });
});

describe('the command', () => {
  it('is opened by its bare name, shows its help fast, and hides what does not work yet', async () => {
    const { code, out } = await postbench('--help');
    expect(code).toBe(0);
    for (const command of ['open', 'serve', 'receive', 'captures', 'render', 'lint', 'run', 'check'])
      expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(out).not.toMatch(/^ {2}(?:replay|platforms) /m);
  });

  it('prints its version', async () => {
    expect((await postbench('--version')).out.trim()).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
