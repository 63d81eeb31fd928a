import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { printable, printableText, toJson } from '../../shared/terminal-text.ts';
import { BIN, postbench, start, startNode, temporaryFolder } from '../fixtures/command.ts';

/** Sets a window's title, clears the screen, in C0 and C1; turns the direction of reading. */
const HOSTILE = '\x1b]0;owned\x07\x1b[2J\x9b31m\x9d0;owned\x9c\x7f\u202e\u2066\x85';
/** The same as YAML writes it between double quotes. */
const IN_YAML = '\\e]0;owned\\a\\e[2J\\x9b31m\\x9d0;owned\\x9c\\x7f\\u202e\\u2066\\x85';
/** As a file's name: without a slash, and with what a name may hold. */
const NAME = `evil${HOSTILE}`;

const CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

const folder = temporaryFolder();
const workspace = join(folder.path, NAME);
const data = join(folder.path, 'data');
const postback = join(workspace, 'postbacks', `${NAME}.yaml`);
const scenario = join(workspace, `${NAME}.yaml`);
const broken = join(workspace, `broken${NAME}.yaml`);
let server: Server;
let to: string;

beforeAll(async () => {
  mkdirSync(join(workspace, 'postbacks'), { recursive: true });
  const base = readFileSync(join(import.meta.dirname, '../../shared/examples/postbench.yaml'), 'utf8');
  writeFileSync(join(workspace, 'postbench.yaml'), base.replace(/^name: .*$/m, `name: "W${IN_YAML}"`));
  writeFileSync(postback, `name: "P${IN_YAML}"\nurl: "/pb?id={ActionId}&x={${IN_YAML}}"\n`);
  writeFileSync(
    scenario,
    `name: "S${IN_YAML}"\nsteps:\n  - track: { program: Acme Outdoor, eventType: Purchase, amount: "10.00", subId1: "${IN_YAML}" }\n`,
  );
  writeFileSync(broken, `name: "S"\n"k${IN_YAML}": 1\nsteps:\n  - "track${IN_YAML}": {}\n`);
  server = createServer((request, response) => {
    request.resume();
    // In the reason phrase, a header and the body, as UTF-8 and as single bytes.
    const socket = response.socket!;
    socket.end(
      Buffer.from(
        `HTTP/1.1 500 No\x9b31m\r\nX-Evil: a\x9b2J\r\nConnection: close\r\n\r\n${HOSTILE}`,
        'latin1',
      ),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  to = `http://127.0.0.1:${(server.address() as AddressInfo).port}/pb?id={ActionId}`;
});
afterAll(() => {
  server.close();
  folder[Symbol.dispose]();
});

/** Runs a command and looks at all that it printed. */
async function walk(...args: string[]) {
  const result = await postbench(...args);
  expect(result.out).not.toMatch(CONTROLS);
  expect(result.err).not.toMatch(CONTROLS);
  expect(`${result.out}${result.err}`).not.toContain('bug in Postbench');
  if (args.includes('--json') && result.out !== '') {
    const isOne = /^[[{]\n/.test(result.out);
    for (const text of isOne ? [result.out] : result.out.trimEnd().split('\n'))
      expect(() => JSON.parse(text) as unknown).not.toThrow();
  }
  return result;
}

describe('no command passes on what a terminal would obey', () => {
  const commands: [string, () => string[]][] = [
    ['an unknown command', () => [NAME]],
    ['an unknown option', () => ['serve', `--${NAME}`]],
    ['lint of a postback', () => ['lint', postback]],
    ['lint of a broken file', () => ['lint', broken]],
    ['lint of a URL', () => ['lint', '--url', `http://a/${HOSTILE}?x={${HOSTILE}}`]],
    ['lint of a missing file', () => ['lint', `${postback}x`]],
    ['render of a postback', () => ['render', postback]],
    ['render of a URL', () => ['render', '--url', `http://a/?x={${HOSTILE}}`]],
    ['render with a value', () => ['render', '--url', 'http://a/?x={SubId1}', '--set', `SubId1=${HOSTILE}`]],
    ['render of an unknown event', () => ['render', postback, '--event', NAME]],
    ['render of a response', () => ['render', postback, '--if', NAME]],
    ['render after a response', () => ['render', postback, '--if', '200', '--if-body', HOSTILE]],
    ['init', () => ['init', join(folder.path, `new${NAME}`, String(Math.random())), '--name', HOSTILE]],
    ['init of what is there', () => ['init', workspace]],
    ['run', () => ['run', scenario]],
    ['run to a receiver', () => ['run', scenario, '--to', to]],
    ['run of a broken file', () => ['run', broken]],
    ['run of a missing file', () => ['run', `${scenario}x`]],
    ['run at an unknown speed', () => ['run', scenario, '--speed', NAME]],
    [
      'check of a receiver',
      () => ['check', '--to', to, '--only', 'first-delivery', '--yes', '--settle', '0.1', '--timeout', '1'],
    ],
    ['check of a postback', () => ['check', '--postback', postback, '--only', NAME]],
    [
      'check with an unreadable mapping',
      () => [
        'check',
        '--to',
        to,
        '--state',
        `http://127.0.0.1:1/${HOSTILE}`,
        '--yes',
        '--only',
        'first-delivery',
      ],
    ],
    ['check --list', () => ['check', '--list']],
  ];
  it.each(commands)('%s', async (_what, args) => {
    await walk(...args());
    if (!['an unknown command', 'an unknown option'].includes(_what)) await walk(...args(), '--json');
  });

  test('receive, captures and logs, of what was sent to the receiver', async () => {
    await using running = start('receive', '--port', '0', '--data-dir', data);
    const [, port] = await running.says(/Listening on \S+:(\d+)/);
    for (const bytes of [
      `POST /${HOSTILE} HTTP/1.1\r\nUser-Agent: ${HOSTILE.replaceAll(/[\x00-\x1f\x7f]/g, '')}\r\nContent-Length: 4\r\n\r\n\x9b31m`,
      `POST /ok HTTP/1.1\r\nContent-Length: ${Buffer.byteLength(HOSTILE)}\r\nX-Evil: a\x9b31m\r\nConnection: close\r\n\r\n${HOSTILE}`,
      `${HOSTILE}\r\n\r\n`,
    ]) {
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('error', () => {});
      socket.resume().end(Buffer.from(bytes, bytes.includes('/ok') ? 'utf8' : 'latin1'));
      await once(socket, 'close');
    }
    running.child.kill('SIGTERM');
    await running.ended;
    expect(running.out()).not.toMatch(CONTROLS);
    expect(running.err()).not.toMatch(CONTROLS);
    for (const args of [[], ['--json'], ['--count'], ['--count', '--json'], ['--search', HOSTILE]])
      await walk('captures', '--data-dir', data, ...args);
    await walk('captures', '--data-dir', join(postback, 'x'));
    await walk('logs', '--data-dir', data);
    await walk('logs', '--data-dir', data, '--json');
    await walk('logs', '--data-dir', data, '--limit', NAME);
    const { out } = await postbench('captures', '--data-dir', data, '--json');
    expect(out).toContain('\\u009b');
    expect(out).toContain('\\u202e');
    const bodies = out
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { body: string }).body);
    expect(bodies).toContain(HOSTILE);
  });

  test('serve, in a folder with such a name', async () => {
    const evil = join(folder.path, `data${NAME}`);
    await using running = startNode([BIN, 'serve', '--no-open', '--port', '0', '--data-dir', evil]);
    await running.says(/Postbench is at (\S+)/);
    await using second = startNode([BIN, 'serve', '--no-open', '--port', '0', '--data-dir', evil]);
    expect(await second.ended).toBe(2);
    expect(second.err()).not.toMatch(CONTROLS);
    running.child.kill('SIGTERM');
    await running.ended;
    expect(`${running.out()}${running.err()}`).not.toMatch(CONTROLS);
  });
});

describe('text for a terminal', () => {
  const anything = fc.string({ unit: 'binary', maxLength: 200 });

  it('has no control characters, and its lines and tabs as they were', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(printableText(text).replaceAll('\r\n', '\n')).not.toMatch(CONTROLS);
        expect(printableText(text).split('\n')).toHaveLength(text.split('\n').length);
        expect(printable(text)).not.toMatch(/[\t\n]/);
        expect(printable(text)).not.toMatch(CONTROLS);
      }),
    );
    expect(printableText('a\tb\r\nc\rd\x1b\u202e')).toBe('a\tb\r\nc\\x0dd\\x1b\\u202e');
  });

  it('as JSON reads back the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), anything, (value, text) => {
        const json = toJson({ value, [text]: text }, 2);
        expect(json).not.toMatch(CONTROLS);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ value, [text]: text })));
      }),
    );
  });
});
