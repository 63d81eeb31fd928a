import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CapturesOptions, captures } from '../../electron/cli/captures.ts';
import { importCaptures } from '../../electron/cli/captures-import.ts';
import { readCaptures } from '../../electron/engine/import/read-captures.ts';
import { IndexRig } from '../fixtures/index-rig.ts';
import { newCapture } from '../fixtures/new-capture.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'postbench-import-'));
const signal = new AbortController().signal;

function fileOf(content: unknown, name = 'zürich.har'): string {
  const path = join(folder(), name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function io(said: string[] = []) {
  return {
    out: (line: string) => said.push(line),
    err: (line: string) => said.push(line),
    print: () => Promise.resolve(true),
    signal,
    terminal: false,
  };
}

const ENTRY = {
  startedDateTime: '2026-05-12T14:31:49.475Z',
  time: 12.5,
  request: {
    method: 'PUT',
    url: 'https://shop.example/pb?id=7#part',
    httpVersion: 'HTTP/2',
    headers: [
      { name: ':authority', value: 'shop.example' },
      { name: 'Content-Type', value: 'application/json' },
    ],
    postData: { mimeType: 'application/json', text: '{"a":1}' },
  },
  response: {
    status: 201,
    headers: [{ name: 'X-A', value: 'b' }],
    content: { text: 'aGk=', encoding: 'base64' },
  },
};

test('a HAR of a browser becomes captures with their own times, marked with where they come from', async () => {
  const dataDir = folder();
  const said: string[] = [];
  expect(
    await importCaptures(
      fileOf({ log: { version: '1.2', entries: [ENTRY, { request: {} }] } }),
      { dataDir },
      io(said),
    ),
  ).toBe(0);
  expect(said).toEqual(['Imported 1 capture (HAR).', '1 entry has no request and was left out.']);
  const printed: string[] = [];
  await captures(
    { dataDir, json: true, query: 'origin:zürich method:put endpoint:none' } as CapturesOptions,
    io(printed),
  );
  expect(JSON.parse(printed[0]!)).toMatchObject({
    receivedAt: '2026-05-12T14:31:49.475Z',
    url: 'http://shop.example/pb?id=7',
    body: '{"a":1}',
    response: { status: 201, headers: [['X-A', 'b']], body: 'aGk=' },
    origin: 'zürich.har',
    tookUs: 12_500,
  });
});

test('what captures --export har writes is imported with the same bytes, marks and flaws', async () => {
  using rig = new IndexRig();
  rig.add(
    newCapture({ query: 'a=1', text: '\ufeffBOM and Zoë', receivedAt: 5_000, note: '' }),
    newCapture({
      state: 'broken-off',
      note: 'The client left.',
      method: '',
      target: '',
      head: Buffer.from('GARB\0AGE'),
    }),
    newCapture({ body: Buffer.from([0, 255, 1]), bodyLength: 3 }),
  );
  rig.store.mark([1], { pinned: true, note: 'seen', addLabels: ['a'] });
  const lines: string[] = [];
  await captures({ dataDir: rig.folder.path, export: 'har' }, io(lines));
  const read = await readCaptures(fileOf(lines.join('\n')), { origin: 'x.har', now: 1, signal });
  using again = new IndexRig();
  again.store.import(read.captures);
  const own = (store: IndexRig['store']) =>
    [...store.ids()].map((id) => {
      const { origin: _, endpoint: __, ...rest } = store.get(id, 1_000)!;
      return rest;
    });
  expect(own(again.store)).toEqual(own(rig.store));
});

test.each([
  [
    'webhook.site',
    {
      data: [
        {
          uuid: 'u',
          method: 'POST',
          url: 'https://webhook.site/u?x=1',
          content: 'a=1',
          headers: { 'content-type': ['text/plain'] },
          created_at: '2026-05-12 14:31:49',
        },
      ],
    },
  ],
  [
    'Pipedream event',
    [
      {
        trigger: {
          event: {
            method: 'POST',
            url: 'https://en.m.pipedream.net/?x=1',
            headers: { host: 'en.m.pipedream.net' },
            body: { a: 1 },
          },
        },
      },
    ],
  ],
  [
    'Hookdeck event',
    {
      models: [
        {
          created_at: '2026-05-12T14:31:49Z',
          data: {
            path: '/u?x=1',
            method: 'POST',
            is_large_payload: false,
            headers: { host: 'hkdk.events' },
            body: { a: 1 },
          },
        },
      ],
    },
  ],
])('JSON of %s is imported', async (form, content) => {
  const read = await readCaptures(fileOf(content, 'bin.json'), { origin: 'bin.json', now: 1, signal });
  expect([read.form, read.captures.length]).toEqual([form, 1]);
  const { capture } = read.captures[0]!;
  expect([capture.method, capture.target.endsWith('?x=1')]).toEqual(['POST', true]);
  expect(Buffer.from(capture.head).toString()).toMatch(/host: /i);
  expect(capture.body.length).toBeGreaterThan(0);
});

test.each([
  ['nonsense', 'PB_IMPORT_INVALID', 'not JSON'],
  ['[]', 'PB_IMPORT_INVALID', 'neither'],
  ['{"log":{"entries":[{"a":1}]}}', 'PB_IMPORT_INVALID', 'none of its entries'],
])('%s is refused', async (content, code, why) => {
  const error = await readCaptures(fileOf(content), { origin: 'x', now: 1, signal }).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ code, message: expect.stringContaining(why) as string });
});

test('a file that is not there, and a folder, are refused', async () => {
  for (const path of ['/nonexistent/a.har', tmpdir()])
    await expect(readCaptures(path, { origin: 'x', now: 1, signal })).rejects.toMatchObject({
      code: 'PB_FILE_UNREADABLE',
    });
});

test('an import is cancelled before anything is stored, and a store without room stores nothing of it', async () => {
  const path = fileOf({ log: { entries: Array.from({ length: 3_000 }, () => ENTRY) } });
  const ended = new AbortController();
  const reading = readCaptures(path, {
    origin: 'x',
    now: 1,
    signal: ended.signal,
    onProgress: () => ended.abort(),
  });
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  const read = await readCaptures(path, { origin: 'x', now: 1, signal });
  using rig = new IndexRig();
  const { page_count: pages } = rig.database.prepare('PRAGMA page_count').get()!;
  rig.database.exec(`PRAGMA max_page_count = ${Number(pages) + 20}`);
  expect(() => rig.store.import(read.captures)).toThrow();
  expect(rig.store.count).toBe(0);
});
