import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { base64Of, type CopiedRequest } from '../../shared/template/copied/copied-request.ts';
import { curlCommand } from '../../shared/template/copied/curl.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const none = new Uint8Array();
const ORIGIN = 'http://127.0.0.1:7300';

function request(part: Partial<CopiedRequest>): CopiedRequest {
  return {
    method: 'GET',
    origin: ORIGIN,
    target: '/pb',
    headers: [
      ['User-Agent', 'a'],
      ['Accept', '*/*'],
    ],
    body: none,
    ...part,
  };
}

describe('the command', () => {
  test('leaves host, length and connection to curl and keeps the order of the rest', () => {
    const headers: [string, string][] = [
      ['host', '127.0.0.1:7300'],
      ['Connection', 'close'],
      ['X-B', '2'],
      ['User-Agent', 'Impact-Postback-Client/1.0'],
      ['x-a', ''],
      ['Accept', '*/*'],
      ['content-length', '0'],
    ];
    expect(curlCommand(request({ headers }))).toBe(
      [
        `curl \\\n  ${ORIGIN}/pb`,
        "-H 'X-B: 2'",
        "-H 'User-Agent: Impact-Postback-Client/1.0'",
        "-H 'x-a;'",
        "-H 'Accept: */*'",
      ].join(' \\\n  '),
    );
  });

  test.each([
    ['a query in quotes', { target: "/pb?id=1&n=it's" }, "'http://127.0.0.1:7300/pb?id=1&n=it'\\''s'"],
    ['brackets without globbing', { target: '/a?x[]=1' }, '--globoff'],
    ['dots in the path as they are', { target: '/a/../b' }, '--path-as-is'],
    ['a target that is no path', { method: 'OPTIONS', target: '*' }, "--request-target '*'"],
    ['bytes outside ASCII', { target: '/caf\xe9' }, String.raw`--request-target "$(printf '/caf\351')"`],
    ['HEAD', { method: 'HEAD' }, '--head'],
    ['another method', { method: 'PATCH' }, '-X PATCH'],
    ['no user agent', { headers: [] }, '-H User-Agent: \\\n  -H Accept:'],
    ['a body that begins with @', { method: 'POST', body: bytes('@x') }, '--data-raw @x'],
    ['a binary body through a pipe', { method: 'POST', body: new Uint8Array([0, 255]) }, 'printf %s '],
  ] satisfies [string, Partial<CopiedRequest>, string][])('writes %s', (_name, part, expected) => {
    expect(curlCommand(request(part))).toContain(expected);
  });

  test('base64 is that of the platform for every length', () => {
    for (let length = 0; length < 70; length += 1) {
      const body = Uint8Array.from({ length }, (_, index) => (index * 37 + length) & 255);
      expect(base64Of(body)).toBe(Buffer.from(body).toString('base64'));
    }
  });
});

const hasCurl = (() => {
  try {
    execFileSync('curl', ['--version']);
    return true;
  } catch {
    return false;
  }
})();

interface Received {
  line: string;
  headers: string[];
  body: Buffer;
}

/** Runs the command with /bin/sh against a server of its own and tells what arrived. */
async function run(part: Partial<CopiedRequest>): Promise<Received> {
  const received = Promise.withResolvers<Received>();
  const server = createServer((incoming, answer) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      answer.end('ok');
      const headers: string[] = [];
      for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
        headers.push(`${incoming.rawHeaders[at]}: ${incoming.rawHeaders[at + 1]}`);
      }
      received.resolve({ line: `${incoming.method} ${incoming.url}`, headers, body: Buffer.concat(chunks) });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const command = curlCommand({ ...request(part), origin });
    // Through its standard input: what a terminal pastes has no limit, an argument has.
    const shell = spawn('/bin/sh', {
      env: { ...process.env, no_proxy: '*' },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    shell.stdin.end(command);
    await once(shell, 'close');
    return await received.promise;
  } finally {
    server.close();
  }
}

const own = /^(?:host|connection|content-length): /i;

describe.skipIf(!hasCurl)('run by a shell, curl sends', () => {
  test('method, target and headers as they were', async () => {
    const headers: [string, string][] = [
      ['X-Quote', `it's "5 $HOME" \\ %d`],
      ['x-empty', ''],
      ['X-Latin', 'caf\xe9 %s \\n'],
      ['User-Agent', 'Impact-Postback-Client/1.0'],
      ['Accept-Encoding', 'gzip, br'],
    ];
    const target = "/a/../b//c?x[]={1,2}&n=it's&p=%2B+&q=$(id)`id`";
    const { line, headers: got } = await run({ method: 'PURGE', target, headers });
    expect(line).toBe(`PURGE ${target}`);
    expect(got.filter((header) => !own.test(header))).toEqual(
      headers.map(([name, value]) => `${name}: ${value}`),
    );
  });

  test.each([
    ['JSON with quotes and line ends', bytes('{\n\t"a": "it\'s",\n  "b": "$x \\u00e9 é"\n}\n')],
    ['a form', bytes('id=1&name=Acme+Outdoor+')],
    ['a text that begins with @', bytes('@/etc/hostname')],
    ['Windows line ends', bytes('a\r\nb\r\n')],
    ['a byte order mark', new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d])],
    ['every byte there is', Uint8Array.from({ length: 256 }, (_, index) => index)],
    ['more than an argument can hold', bytes('0123456789'.repeat(20_000))],
  ])('the very bytes of %s', async (_name, body) => {
    const { line, headers, body: got } = await run({ method: 'POST', body });
    expect(line).toBe('POST /pb');
    expect(got.equals(body)).toBe(true);
    expect(headers.filter((header) => !own.test(header))).toEqual(['User-Agent: a', 'Accept: */*']);
  });

  test('a body with GET', async () => {
    const { line, body } = await run({ method: 'GET', body: bytes('x') });
    expect([line, body.toString()]).toEqual(['GET /pb', 'x']);
  });
});
