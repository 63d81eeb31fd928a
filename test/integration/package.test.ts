import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectEngine } from '../fixtures/client.ts';
import { ROOT, type Running, startNode, temporaryFolder } from '../fixtures/command.ts';
import { type StartedReceiver, startReceiver } from '../fixtures/receivers/receiver.ts';
import { guardedUpsert } from '../fixtures/receivers/right.ts';

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
const ARCHIVE = join(ROOT, `dist/postbench-${version}.tgz`);

let folder: ReturnType<typeof temporaryFolder>;
let receiver: StartedReceiver;
beforeAll(async () => {
  folder = temporaryFolder();
  receiver = await startReceiver(guardedUpsert());
  execFileSync(process.execPath, [join(ROOT, 'electron/pack.ts')]);
  // Offline: whatever it needed from a registry would be missing.
  execFileSync(
    'npm',
    ['install', '--offline', '--no-audit', '--no-fund', '--cache', join(folder.path, 'cache'), ARCHIVE],
    { cwd: folder.path, shell: process.platform === 'win32' },
  );
});
afterAll(async () => {
  await receiver.close();
  folder[Symbol.dispose]();
});

/** Starts the installed command, where no display can be found. */
function begin(...args: string[]): Running {
  const program = join(folder.path, 'node_modules/postbench/node/cli.js');
  return startNode([program, ...args], { DISPLAY: '', WAYLAND_DISPLAY: '', BROWSER: 'none' }, folder.path);
}

async function ended(...args: string[]) {
  await using running = begin(...args);
  const code = await running.ended;
  return { code, out: running.out(), err: running.err() };
}

const data = () => ['--data-dir', join(folder.path, 'data')];

describe('the package', () => {
  it('is smaller than 3 MB, has no dependencies and runs nothing when it is installed', () => {
    expect(statSync(ARCHIVE).size).toBeLessThan(3_000_000);
    const manifest = JSON.parse(
      readFileSync(join(folder.path, 'node_modules/postbench/package.json'), 'utf8'),
    ) as Record<string, unknown>;
    expect(Object.keys(manifest).toSorted()).toEqual(
      ['name', 'version', 'description', 'license', 'author', 'type', 'bin', 'engines'].toSorted(),
    );
    expect(readdirSync(join(folder.path, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      'postbench',
    ]);
    expect(existsSync(join(folder.path, 'node_modules/.bin/postbench'))).toBe(true);
  });

  it('passes on the licenses of what it contains', () => {
    const text = readFileSync(join(folder.path, 'node_modules/postbench/THIRD-PARTY-LICENSES.txt'), 'utf8');
    for (const name of ['undici', 'zod', 'fastify', 'react', '@mantine/core'])
      expect(text).toContain(`\n${name} `);
  });

  it('says its version', async () => {
    expect(await ended('--version')).toMatchObject({ code: 0, out: `${version}\n` });
  });

  it('makes a workspace, checks its templates, renders them and plays a scenario', async () => {
    expect(await ended('init', 'mine', '--sample')).toMatchObject({ code: 0 });
    const postback = join(folder.path, 'mine/postbacks/acme-life-cycle.yaml');
    expect((await ended('lint', postback)).code).toBe(0);
    expect((await ended('render', postback)).out).toContain('pay=12.00');
    const to = `${receiver.origin}/postback`;
    expect(
      (await ended('run', join(folder.path, 'mine/purchase-reversal.yaml'), '--to', to, '--json')).code,
    ).toBe(0);
  });

  it('checks a receiver and writes a report', async () => {
    expect((await ended('check', '--list')).out).toContain('twenty-at-once');
    const { code, out } = await ended(
      'check',
      ...data(),
      '--to',
      `${receiver.origin}/postback`,
      '--state',
      `${receiver.origin}/state?id={ActionId}`,
      '--settle',
      '300ms',
      '--report',
      join(folder.path, 'report.html'),
    );
    expect(out).toContain('Money-safe');
    expect(code).toBe(0);
    expect(readFileSync(join(folder.path, 'report.html'), 'utf8')).toContain('Money-safe');
  });

  it('receives, lists captures and shows its log', async () => {
    const running = begin('receive', ...data(), '--port', '0');
    const [, origin] = await running.says(/(http:\/\/127\.0\.0\.1:\d+)/);
    expect((await fetch(`${origin}/hook?id=7`)).status).toBe(200);
    await running.says(/hook\?id=7/);
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
    expect((await ended('captures', ...data())).out).toContain('/hook?id=7');
    expect((await ended('logs', ...data())).code).toBe(0);
  });

  it.each(['serve', 'open'])('serves its page: %s', async (command) => {
    await using running = begin(command, ...data());
    const [, url] = await running.says(/Postbench is at (\S+)/);
    const page = await fetch(url!);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<div id=');
    (await connectEngine(url!)).close();
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
  });
});

it('a manifest of the project that changes does not reach the package unseen', () => {
  const own = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    engines: unknown;
    license: string;
  };
  const packed = JSON.parse(
    readFileSync(join(folder.path, 'node_modules/postbench/package.json'), 'utf8'),
  ) as { engines: unknown; license: string };
  expect(packed).toMatchObject({ engines: own.engines, license: own.license });
});
