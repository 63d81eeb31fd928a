import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectEngine } from '../fixtures/client.ts';
import { BIN, postbench, start, startNode, temporaryFolder } from '../fixtures/command.ts';

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
    (await connectEngine(url!)).close();
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

  it('lets another tab in where the screen is served already, and ends', async () => {
    using folder = temporaryFolder();
    await using first = open(folder.path, { DISPLAY: '' });
    const [, url] = await first.says(/Postbench is at (\S+)/);
    await using second = open(folder.path, { DISPLAY: '' });
    expect(await second.ended).toBe(0);
    const [, other] = await second.says(/Postbench is at (\S+)/);
    expect(new URL(other!).origin).toBe(new URL(url!).origin);
    expect(other).not.toBe(url);
    (await connectEngine(other!)).close();
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
  });

  it('names the owner when something else has the data folder, and ends with 2', async () => {
    using folder = temporaryFolder();
    await using first = start('receive', '--port', '0', '--data-dir', join(folder.path, 'data'));
    await first.says(/Listening/);
    await using second = open(folder.path, { DISPLAY: '' });
    expect(await second.ended).toBe(2);
    expect(second.err()).toContain(String(first.child.pid));
    expect(second.err()).toContain('PB_DATA_FOLDER_IN_USE');
  });

  it('starts the browser without the token in its arguments: it reads the address in a private file', async () => {
    using folder = temporaryFolder();
    const seen = join(folder.path, 'seen');
    // Whichever way the system opens a page, one of these is called.
    for (const name of ['xdg-open', 'browser']) {
      writeFileSync(join(folder.path, name), `#!/bin/sh\necho "$@" > ${seen}.tmp; mv ${seen}.tmp ${seen}\n`);
      chmodSync(join(folder.path, name), 0o755);
    }
    const env = {
      DISPLAY: ':99',
      ELECTRON_OVERRIDE_DIST_PATH: '/nonexistent',
      PATH: `${folder.path}:${process.env.PATH}`,
      BROWSER: join(folder.path, 'browser'),
    };
    await using running = open(folder.path, env);
    const [, url] = await running.says(/Postbench is at (\S+)/);
    const token = new URL(url!).searchParams.get('token')!;
    const file = join(folder.path, 'data', 'open-postbench.html');
    await expect.poll(() => existsSync(file)).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toContain(url);
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      let line = '';
      try {
        line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        // It has ended.
      }
      expect(line).not.toContain(token);
    }
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
    expect(existsSync(file)).toBe(false);
    expect(existsSync(join(folder.path, 'data', 'screen.json'))).toBe(false);
  });
});

describe('the command', () => {
  it('is opened by its bare name, shows its help fast, and hides what does not work yet', async () => {
    const { code, out } = await postbench('--help');
    expect(code).toBe(0);
    for (const command of ['open', 'serve', 'receive', 'captures', 'render', 'lint', 'run', 'check'])
      expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(out).not.toMatch(/^ {2}platforms /m);
  });

  it('prints its version', async () => {
    expect((await postbench('--version')).out.trim()).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
