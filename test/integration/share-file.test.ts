import { createWriteStream, mkdtempSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { readCaptures } from '../../electron/engine/import/read-captures.ts';
import { MaskedShare } from '../../electron/engine/share/masked-share.ts';
import { readShare } from '../../electron/engine/share/read-share.ts';
import { writeShare } from '../../electron/engine/share/write-share.ts';
import type { NewCapture } from '../../electron/engine/store/insert-capture.ts';
import type { Capture } from '../../shared/contract/captures.ts';
import { MASK_ALL, type MaskChoice } from '../../shared/receiver/share/found-values.ts';
import { KnownValues, NO_KNOWN_VALUES } from '../../shared/secrets/known-values.ts';
import { IndexRig } from '../fixtures/index-rig.ts';
import { newCapture } from '../fixtures/new-capture.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'postbench-share-'));
const signal = new AbortController().signal;

function request(
  headers: string[],
  target: string,
  body: Buffer | string = '',
  more: Partial<NewCapture> = {},
) {
  const bytes = Buffer.from(body);
  return newCapture({
    target,
    head: Buffer.from(
      `POST ${target} HTTP/1.1\r\nHost: rx.example\r\n${headers.map((h) => `${h}\r\n`).join('')}\r\n`,
    ),
    body: bytes,
    bodyLength: bytes.length,
    ...more,
  });
}

function stored(rows: readonly NewCapture[]): Capture[] {
  using rig = new IndexRig();
  rig.add(...rows);
  return [...rig.store.ids()].map((id) => rig.store.get(id, Number.MAX_SAFE_INTEGER)!);
}

const NOTHING: MaskChoice = {
  off: [
    'authorization',
    'cookies',
    'url-credentials',
    'secret-fields',
    'emails',
    'ip-addresses',
    'phone-numbers',
    'customer-ids',
    'names',
  ],
  keep: [],
  also: [],
};

async function shared(captures: Capture[], choice: MaskChoice = MASK_ALL, secrets = NO_KNOWN_VALUES) {
  const path = join(folder(), 'captures.postbench');
  const masked = new MaskedShare(choice, secrets);
  await writeShare(path, { captures, masked, rulesOff: choice.off, version: '1.2.3', now: 5, signal });
  const read = await readCaptures(path, { origin: 'captures.postbench', now: 7, signal });
  const text = read.captures.map(({ capture }) =>
    [capture.head, capture.body, capture.response?.bytes ?? Buffer.alloc(0)]
      .map((part) => Buffer.from(part).toString('latin1'))
      .join('\n'),
  );
  return { path, masked, read, text: text.join('\n') };
}

test('secrets and personal data are masked wherever they stand, each value under one placeholder', async () => {
  const known = new KnownValues([{ name: 'POSTBACK_KEY', value: 'sup3r-s3cret' }]);
  const captures = stored([
    request(
      [
        'Authorization: Bearer abc.def',
        'Cookie: sid=12345',
        'X-Forwarded-For: 203.0.113.9',
        'Content-Type: application/json',
      ],
      '/pb?email=ann%40example.com&customer_id=12&key=sup3r-s3cret&ip=2001:db8::8a2e:370:7334',
      '{"mail":"ann@example.com","phone":"+1 (555) 010-0199","first_name":"Ann","url":"https://u:pw12@x.example/"}',
      {
        response: {
          status: 200,
          bytes: Buffer.from('HTTP/1.1 200 OK\r\nSet-Cookie: t=9876\r\n\r\nhello ann@example.com'),
        },
      },
    ),
    request(['Content-Type: application/x-www-form-urlencoded'], '/pb', 'who=ann%40example.com&note=none'),
  ]);
  const { text, masked } = await shared(captures, MASK_ALL, known);
  for (const value of [
    'ann@',
    'ann%40',
    'abc.def',
    '12345',
    '203.0.113.9',
    'sup3r',
    '555',
    '"Ann"',
    'pw12',
    '9876',
    '2001:db8',
    'customer_id=12',
  ])
    expect([value, text.includes(value)]).toEqual([value, false]);
  const email = masked.values.find(({ rule }) => rule === 'emails');
  expect(text.split(email?.placeholder ?? '').length - 1).toBe(4);
  expect(email?.placeholder).toMatch(/^\{\{masked:\d+:email\}\}$/);
  expect(text).toContain('rx.example');
});

test('a rule can be switched off, a value kept, and another one masked', async () => {
  const captures = stored([
    request([], '/pb?email=ann@example.com&order=AB-778812&ip=203.0.113.9&to=bob@example.com'),
  ]);
  const { text } = await shared(captures, {
    off: ['ip-addresses'],
    keep: ['bob@example.com'],
    also: ['AB-778812'],
  });
  expect(text).toContain('203.0.113.9');
  expect(text).toContain('bob@example.com');
  expect(text).not.toContain('ann@example.com');
  expect(text).not.toContain('AB-778812');
  expect(text).toMatch(/order=\{\{masked:\d+:value\}\}/);
});

test('what is masked in a compressed body is masked, and the body comes decoded; any other stays byte for byte', async () => {
  const secret = gzipSync('email=ann@example.com');
  const plain = gzipSync('nothing here');
  const head = ['Content-Encoding: gzip', 'Content-Type: text/plain'];
  const { read } = await shared(stored([request(head, '/a', secret), request(head, '/b', plain)]));
  const [first, second] = read.captures.map(({ capture }) => capture);
  expect(Buffer.from(first!.body).toString()).toMatch(/^email=\{\{masked:1:email\}\}$/);
  expect(Buffer.from(first!.head).toString()).not.toContain('Content-Encoding');
  expect(Buffer.from(second!.body).equals(plain)).toBe(true);
});

test('without masking, any capture comes back byte for byte', async () => {
  const text = fc.string({
    unit: fc.integer({ min: 0x21, max: 0xff }).map((code) => String.fromCharCode(code)),
    maxLength: 20,
  });
  const header = fc.tuple(
    fc.constantFrom('X-One', 'x-two', 'X-Two'),
    text.map((value) => value.replace(/[\x7f-\x9f]/g, '')),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          path: text,
          body: fc.uint8Array({ maxLength: 60 }),
          headers: fc.array(header, { maxLength: 4 }),
          answer: fc.option(fc.uint8Array({ maxLength: 30 })),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      async (given) => {
        const rows = given.map(({ path, body, headers, answer }) => {
          const target = `/${path}`;
          const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
          return newCapture({
            target,
            receivedAt: 1_700_000_000_123,
            virtualAt: 1_600_000_000_456,
            head: Buffer.from(`POST ${target} HTTP/1.1\r\nHost: a\r\n${lines}\r\n`, 'latin1'),
            body,
            bodyLength: body.length,
            response:
              answer === null
                ? null
                : {
                    status: 200,
                    bytes: Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\nX-A: b\r\n\r\n'), answer]),
                  },
          });
        });
        const before = stored(rows);
        const { read } = await shared(before, NOTHING);
        const after = stored(read.captures.map(({ capture }) => capture));
        const own = ({ head, body, response, target, method, receivedAt, virtualAt, tookUs }: Capture) => ({
          head,
          body,
          response,
          target,
          method,
          receivedAt,
          virtualAt,
          tookUs,
        });
        expect(after.map(own)).toEqual(before.map(own));
        expect(after.every(({ origin }) => origin === 'captures.postbench')).toBe(true);
      },
    ),
    { numRuns: 25 },
  );
});

async function zipped(files: Record<string, string>, name = 'x.postbench'): Promise<string> {
  const path = join(folder(), name);
  const zip = new ZipFile();
  for (const [file, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), file);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
  return path;
}

const manifest = (more: object = {}) =>
  JSON.stringify({
    format: 'postbench-share',
    version: 1,
    product: { name: 'Postbench', version: '1' },
    madeAt: 'x',
    captures: 0,
    masked: [],
    rulesOff: [],
    ...more,
  });
const har = '{"log":{"version":"1.2","entries":[]}}';

test.each([
  ['without a manifest', { 'captures.har': har }, 'PB_SHARE_INVALID', 'manifest.json is missing'],
  ['without a HAR', { 'manifest.json': manifest() }, 'PB_SHARE_INVALID', 'captures.har is missing'],
  [
    'of a newer version',
    { 'manifest.json': manifest({ version: 9 }), 'captures.har': har },
    'PB_SHARE_NEWER',
    'newer',
  ],
  [
    'with a foreign file',
    { 'manifest.json': manifest(), 'captures.har': har, 'run.sh': 'x' },
    'PB_SHARE_INVALID',
    'does not belong',
  ],
  [
    'with a manifest that is no JSON',
    { 'manifest.json': '{', 'captures.har': har },
    'PB_SHARE_INVALID',
    'not JSON',
  ],
  [
    'with a wrong manifest',
    { 'manifest.json': manifest({ captures: -1 }), 'captures.har': har },
    'PB_SHARE_INVALID',
    'captures',
  ],
  [
    'with a HAR that names a body that is missing',
    {
      'manifest.json': manifest(),
      'captures.har':
        '{"log":{"entries":[{"request":{"method":"GET","url":"http://a/","headers":[],"postData":{"_file":"bodies/0-request"}}}]}}',
    },
    'PB_SHARE_INVALID',
    'is missing',
  ],
] as const)('a share file %s is refused', async (_, files, code, why) => {
  const path = await zipped(files);
  const error = await readCaptures(path, { origin: 'x', now: 1, signal }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code, message: expect.stringContaining(why) as string });
});

test('a name that leads out of the folder, a cut file and a zip bomb are refused', async () => {
  const outside = await zipped({
    'manifest.json': manifest(),
    'captures.har': har,
    'bodies/11-request': 'x',
  });
  const bytes = readFileSync(outside).toString('latin1').replaceAll('bodies/11-request', '../../../../etc/x');
  writeFileSync(outside, bytes, 'latin1');
  const refused = (path: string, limit?: number) =>
    readShare(openSync(path, 'r'), path, limit === undefined ? {} : { limit }).catch(
      (thrown: unknown) => thrown,
    );
  expect(await refused(outside)).toMatchObject({ code: 'PB_SHARE_INVALID' });
  const cut = await zipped({ 'manifest.json': manifest(), 'captures.har': har });
  writeFileSync(cut, readFileSync(cut).subarray(0, -40));
  expect(await refused(cut)).toMatchObject({ code: 'PB_SHARE_INVALID' });
  const bomb = await zipped({ 'manifest.json': manifest(), 'captures.har': ' '.repeat(3_000_000) });
  expect(readFileSync(bomb).length).toBeLessThan(10_000);
  expect(await refused(bomb, 1_000_000)).toMatchObject({
    code: 'PB_SHARE_INVALID',
    message: expect.stringContaining('MiB') as string,
  });
});

test('a share file that cannot be written, or is cancelled, leaves nothing', async () => {
  const captures = stored(Array.from({ length: 120 }, () => request([], '/a')));
  const into = folder();
  const ended = new AbortController();
  const given = {
    captures,
    masked: new MaskedShare(MASK_ALL, NO_KNOWN_VALUES),
    rulesOff: [],
    version: '1',
    now: 1,
  };
  const cancelled = writeShare(join(into, 'a.postbench'), {
    ...given,
    signal: ended.signal,
    onProgress: () => ended.abort(),
  });
  await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
  expect(readdirSync(into)).toEqual([]);
  await expect(writeShare(join(into, 'none', 'a.postbench'), { ...given, signal })).rejects.toMatchObject({
    code: 'PB_FILE_UNWRITABLE',
  });
});
