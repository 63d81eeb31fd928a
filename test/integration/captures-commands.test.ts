import { once } from 'node:events';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { type CapturesOptions, captures } from '../../electron/cli/captures.ts';
import { type ReceiveOptions, receive } from '../../electron/cli/receive.ts';
import { lockDataFolder } from '../../electron/engine/store/lock.ts';
import { BIN, startNode } from '../fixtures/command.ts';
import { RawClient } from '../fixtures/raw-client.ts';
import { ReceiverRig, temporaryFolder } from '../fixtures/receiver-rig.ts';

const silent = {
  err: () => undefined,
  print: () => Promise.resolve(true),
  signal: new AbortController().signal,
  terminal: false,
};

/** What `captures` prints. */
function printed(options: CapturesOptions): string[] {
  const lines: string[] = [];
  expect(captures(options, { ...silent, out: (line) => lines.push(line) })).toBe(0);
  return lines;
}

/** A running `receive`, with what it has printed. */
class Receiving {
  readonly lines: string[] = [];
  readonly talk: string[] = [];
  readonly controller = new AbortController();
  readonly ended: Promise<number>;
  readonly #events = new EventTarget();

  constructor(options: ReceiveOptions) {
    this.ended = receive(options, {
      out: () => undefined,
      print: async (text) => {
        this.lines.push(...text.split('\n').slice(0, -1));
        return true;
      },
      err: (line) => {
        this.talk.push(line);
        this.#events.dispatchEvent(new Event('talk'));
      },
      signal: this.controller.signal,
      terminal: false,
    });
  }

  async port(): Promise<number> {
    while (!this.talk.at(-1)?.startsWith('Listening')) await once(this.#events, 'talk');
    return Number(/:(\d+)$/.exec(this.talk.at(-1) ?? '')?.[1]);
  }

  async stop(): Promise<number> {
    this.controller.abort();
    return this.ended;
  }
}

async function request(port: number, bytes: string): Promise<number[]> {
  const client = await RawClient.open(port);
  client.socket.end(Buffer.from(bytes, 'latin1'));
  const statuses = await client.answers(1);
  await client.closed;
  return statuses;
}

describe('receive', () => {
  test('prints a line for each capture and ends on the signal with all of them stored', async () => {
    using folder = temporaryFolder();
    const receiving = new Receiving({ dataDir: folder.path, port: '0', answer: '500,204' });
    const port = await receiving.port();
    expect(await request(port, 'POST /pb?id=1 HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc')).toEqual([500]);
    expect(await request(port, 'GET /pb?id=2 HTTP/1.1\r\n\r\n')).toEqual([204]);
    expect(await request(port, '\x1b[31mgarbage\r\n\r\n')).toEqual([400]);
    expect(await request(port, 'POST /x HTTP/1.1\r\nContent-Length: 2\r\n\r\na')).toEqual([]);
    expect(await receiving.stop()).toBe(0);
    expect(receiving.talk).toEqual([`Listening on http://127.0.0.1:${port}`]);
    const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /;
    expect(receiving.lines.map((line) => line.replace(time, ''))).toEqual([
      'POST /pb?id=1 500 3 bytes',
      'GET /pb?id=2 204 0 bytes',
      '(no request line) 400 0 bytes refused: The HTTP parser rejected it: Invalid method encountered.',
      'POST /x no response 1 byte broken-off: The client disconnected after 1 of 2 announced bytes.',
    ]);
    expect(printed({ dataDir: folder.path })).toEqual(receiving.lines);
    // The folder is free again.
    lockDataFolder(folder.path).release();
  });

  test('prints one JSON object a line', async () => {
    using folder = temporaryFolder();
    const receiving = new Receiving({ dataDir: folder.path, port: '0', json: true });
    const port = await receiving.port();
    await request(
      port,
      'POST /a?b HTTP/1.1\r\nHost: h:1\r\nx: 1\r\nX: 2\r\nContent-Length: 4\r\n\r\n\xe2\x82\xac!',
    );
    await request(port, 'PUT /bin HTTP/1.1\r\nContent-Length: 2\r\n\r\n\xff\xfe');
    expect(await receiving.stop()).toBe(0);
    const [first, second] = receiving.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(first).toMatchObject({
      id: 1,
      receivedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      method: 'POST',
      target: '/a?b',
      url: 'http://h:1/a?b',
      headers: [
        ['Host', 'h:1'],
        ['x', '1'],
        ['X', '2'],
        ['Content-Length', '4'],
      ],
      body: '€!',
      state: 'complete',
      responseStatus: 200,
      remote: expect.stringMatching(/^127\.0\.0\.1:\d+$/) as string,
    });
    expect(first).not.toHaveProperty('bodyBase64');
    expect(second).toMatchObject({ url: '/bin', body: '��', bodyBase64: '//4=' });
    expect(printed({ dataDir: folder.path, json: true })).toEqual(receiving.lines);
  });

  test('prints only what came since it started', async () => {
    using folder = temporaryFolder();
    for (const target of ['/before', '/now']) {
      const receiving = new Receiving({ dataDir: folder.path, port: '0' });
      await request(await receiving.port(), `GET ${target} HTTP/1.1\r\n\r\n`);
      await receiving.stop();
      expect(receiving.lines).toHaveLength(1);
      expect(receiving.lines[0]).toContain(target);
    }
  });

  test('keeps out of a folder or port in use, and frees the folder when it cannot start', async () => {
    await using rig = await ReceiverRig.start();
    using folder = temporaryFolder();
    const options = { dataDir: folder.path, port: String(rig.port) };
    await expect(new Receiving(options).ended).rejects.toMatchObject({ code: 'PB_PORT_TAKEN' });
    const lock = lockDataFolder(folder.path);
    await expect(new Receiving(options).ended).rejects.toMatchObject({ code: 'PB_DATA_FOLDER_IN_USE' });
    lock.release();
  });

  for (const wrong of [{ port: '65536' }, { port: '-1' }, { port: 'x' }, { port: '' }, { answer: '99' }]) {
    test(`refuses ${JSON.stringify(wrong)} before it touches the folder`, async () => {
      using folder = temporaryFolder();
      const dataDir = join(folder.path, 'data');
      await expect(new Receiving({ dataDir, ...wrong }).ended).rejects.toMatchObject({
        code: 'PB_ARGUMENT_INVALID',
      });
      expect(readdirSync(folder.path)).toEqual([]);
    });
  }
});

describe('captures', () => {
  async function filled(targets: string[]): Promise<ReceiverRig> {
    const rig = await ReceiverRig.start();
    for (const target of targets) await request(rig.port, `GET ${target} HTTP/1.1\r\n\r\n`);
    return rig;
  }
  const targets = (lines: string[]) => lines.map((line) => line.split(' ')[2]);

  test('prints all of them, oldest first, while an engine writes', async () => {
    await using rig = await filled(['/1', '/2', '/3']);
    expect(targets(printed({ dataDir: rig.folder.path }))).toEqual(['/1', '/2', '/3']);
    expect(await request(rig.port, 'GET /4 HTTP/1.1\r\n\r\n')).toEqual([200]);
    expect(printed({ dataDir: rig.folder.path, count: true })).toEqual(['4']);
  });

  test('refuses a data folder that is a file', async () => {
    using folder = temporaryFolder();
    const dataDir = join(folder.path, 'file');
    writeFileSync(dataDir, '');
    expect(() => printed({ dataDir })).toThrow(expect.objectContaining({ code: 'PB_DATA_FOLDER_UNUSABLE' }));
  });

  test('refuses a database that is none, and one of a newer Postbench', async () => {
    using folder = temporaryFolder();
    const dataDir = folder.path;
    const file = join(dataDir, 'postbench.db');
    writeFileSync(file, 'no database at all, and longer than a header would be: '.repeat(40));
    expect(() => printed({ dataDir })).toThrow(expect.objectContaining({ code: 'PB_STORE_DAMAGED' }));
    rmSync(file);
    const newer = new DatabaseSync(file);
    newer.exec('PRAGMA user_version = 999');
    newer.close();
    expect(() => printed({ dataDir })).toThrow(expect.objectContaining({ code: 'PB_STORE_NEWER' }));
  });

  test('prints the newest so many, what contains a text, and counts either', async () => {
    await using rig = await filled(['/a%20', '/b', '/a%20c', '/a_c']);
    const dataDir = rig.folder.path;
    expect(targets(printed({ dataDir, limit: '2' }))).toEqual(['/a%20c', '/a_c']);
    expect(targets(printed({ dataDir, search: '%' }))).toEqual(['/a%20', '/a%20c']);
    expect(targets(printed({ dataDir, search: 'A%20', limit: '1' }))).toEqual(['/a%20c']);
    expect(printed({ dataDir, search: '_', count: true })).toEqual(['1']);
    expect(printed({ dataDir, search: '%', limit: '1', count: true })).toEqual(['1']);
    expect(printed({ dataDir, count: true, json: true })).toEqual(['{"count":4}']);
  });

  test('of a folder without captures are none', () => {
    using folder = temporaryFolder();
    for (const dataDir of [folder.path, join(folder.path, 'missing')]) {
      expect(printed({ dataDir })).toEqual([]);
      expect(printed({ dataDir, count: true })).toEqual(['0']);
      expect(printed({ dataDir, count: true, json: true })).toEqual(['{"count":0}']);
    }
    expect(readdirSync(folder.path)).toEqual([]);
  });

  for (const limit of ['0', '-1', '1.5', 'x', '']) {
    test(`refuses a limit of "${limit}"`, () => {
      using folder = temporaryFolder();
      expect(() => printed({ dataDir: folder.path, limit })).toThrow(
        expect.objectContaining({ code: 'PB_ARGUMENT_INVALID' }),
      );
    });
  }

  test('ends quietly when nobody reads its output any more', async () => {
    await using rig = await filled(Array.from({ length: 300 }, (_, i) => `/${i}/${'x'.repeat(5000)}`));
    rig.store.flush();
    const command = `'${process.execPath}' '${BIN}' captures --data-dir '${rig.folder.path}'; echo "exit $?" >&2`;
    await using shell = startNode([
      '-e',
      `
      const { spawn } = require('node:child_process');
      const child = spawn('sh', ['-c', process.argv[1]], { stdio: ['ignore', 'pipe', 'inherit'] });
      child.stdout.once('data', () => child.stdout.destroy());
    `,
      command,
    ]);
    expect(await shell.ended).toBe(0);
    expect(shell.err()).toBe('exit 0\n');
  });
});
