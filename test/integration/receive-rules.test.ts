import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fetch } from 'undici';
import { expect, test } from 'vitest';
import { BIN, postbench, temporaryFolder } from '../fixtures/command.ts';

test('receive --rules responds by a file, reads it again when it changes, and keeps the rules while it is wrong', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'rules.yaml');
  writeFileSync(file, '- when: { path: /pb }\n  respond: { status: 503, body: busy }\n');
  const child = spawn(
    process.execPath,
    [BIN, 'receive', '--port', '0', '--data-dir', folder.path, '--rules', file, '--response', '201'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = once(child, 'exit');
  child.stdout.resume();
  const talk: string[] = [];
  const lines = createInterface({ input: child.stderr });
  lines.on('line', (line) => talk.push(line));
  const said = (pattern: RegExp) =>
    expect.poll(() => talk.some((line) => pattern.test(line)), { timeout: 20_000 }).toBe(true);
  await said(/^Listening on /);
  const origin = talk.find((line) => line.startsWith('Listening on '))!.slice('Listening on '.length);
  const get = async (path: string) => {
    const response = await fetch(origin + path);
    return `${response.status} ${await response.text()}`;
  };
  expect([await get('/pb'), await get('/other')]).toEqual(['503 busy', '201 Created']);
  writeFileSync(file, '- when: { path: /pb }\n  respond: { status: 99 }\n');
  await said(/^The rules read before stay in force\.$/);
  expect(talk.join('\n')).toContain(`${file}:2:22`);
  expect(await get('/pb')).toBe('503 busy');
  writeFileSync(file, '- respond: { status: 404 }\n');
  await said(/1 rule in force/);
  expect(await get('/other')).toBe('404 Not Found');
  child.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
}, 60_000);

test.each([
  ['- fault: reset\n  respond: {}\n', /rules\.yaml:2:\d+.*sends no response of its own/s],
  ['fault: reset\n', /rules\.yaml:1:1/],
  ['', /rules\.yaml:1:1: The file is empty\./],
  ['- when: { pathh: /pb }\n  fault: reset\n', /"pathh" is not a known setting/],
  ['- respond: { body: 0100 }\n', /Quote it/],
])('receive --rules refuses a wrong file with its place and ends: %j', async (text, said) => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'rules.yaml');
  writeFileSync(file, text);
  const { code, err } = await postbench('receive', '--port', '0', '--data-dir', folder.path, '--rules', file);
  expect([code, err]).toEqual([2, expect.stringMatching(said)]);
});

test('receive --rules says that a file is missing', async () => {
  using folder = temporaryFolder();
  const { code, err } = await postbench(
    'receive',
    '--port',
    '0',
    '--data-dir',
    folder.path,
    '--rules',
    join(folder.path, 'none.yaml'),
  );
  expect([code, err]).toEqual([2, expect.stringContaining('none.yaml')]);
});
