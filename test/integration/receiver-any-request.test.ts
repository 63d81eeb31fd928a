import { METHODS } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { RawClient } from '../fixtures/raw-client.ts';
import { latin1, ReceiverRig } from '../fixtures/receiver-rig.ts';

interface Strange {
  name: string;
  head: string;
  /** As sent, where that is not the body itself. */
  wire?: string;
  body?: string;
  method?: string;
  target?: string;
  /** Bytes before the head that belong to no request. */
  before?: string;
}

const post = (headers: string, body: string, wire?: string): Omit<Strange, 'name'> => ({
  head: `POST /p HTTP/1.1\r\nHost: h\r\n${headers}\r\n`,
  body,
  ...(wire === undefined ? {} : { wire }),
});
const counted = (headers: string, body: string) => post(`${headers}Content-Length: ${body.length}\r\n`, body);
const allBytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('latin1');
const manyHeaders = Array.from({ length: 5000 }, (_, n) => `X-${n}: ${n}\r\n`).join('');

const STRANGE: Strange[] = [
  { name: 'no Host header', head: 'GET / HTTP/1.1\r\n\r\n' },
  { name: 'HTTP/1.0', head: 'GET /old HTTP/1.0\r\n\r\n' },
  { name: 'HTTP/1.0 with a body', head: 'POST /old HTTP/1.0\r\nContent-Length: 2\r\n\r\n', body: 'ab' },
  { name: 'HTTP/0.9', head: 'GET /older\r\n', wire: '\r\n' },
  { name: 'blank lines before the request', before: '\r\n\r\n', head: 'GET /after HTTP/1.1\r\n\r\n' },
  {
    name: 'several blanks in the request line',
    head: 'GET   /x   HTTP/1.1\r\n\r\n',
    method: 'GET',
    target: '/x',
  },
  { name: 'a path that cannot be decoded', head: 'GET /%zz?a=%E0%A4%A HTTP/1.1\r\n\r\n' },
  { name: 'an empty path segment', head: 'GET // HTTP/1.1\r\n\r\n' },
  { name: 'dots in the path', head: 'GET /a/../../b/. HTTP/1.1\r\n\r\n' },
  { name: 'an asterisk', head: 'OPTIONS * HTTP/1.1\r\n\r\n' },
  { name: 'an absolute target', head: 'GET http://example.com:81/p?q=1 HTTP/1.1\r\nHost: other\r\n\r\n' },
  { name: 'an https target', head: 'GET https://example.com/ HTTP/1.1\r\n\r\n' },
  { name: 'only a query', head: 'GET /? HTTP/1.1\r\n\r\n' },
  { name: 'a query full of signs', head: 'GET /?a=b&&=&c[]=<>"\'{}|\\^`;,+ HTTP/1.1\r\n\r\n' },
  { name: 'a fragment', head: 'GET /a#b HTTP/1.1\r\n\r\n' },
  { name: 'a target of a megabyte', head: `GET /?q=${'x'.repeat(1_048_576)} HTTP/1.1\r\n\r\n` },
  { name: 'five thousand headers', head: `GET /many HTTP/1.1\r\n${manyHeaders}\r\n` },
  {
    name: 'repeated headers',
    head: 'GET / HTTP/1.1\r\nX: 1\r\nx: 2\r\nX: 1\r\nCookie: a\r\nCookie: b\r\n\r\n',
  },
  { name: 'repeated Host', head: 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n' },
  { name: 'odd case of names', head: 'GET / HTTP/1.1\r\nhOsT: h\r\nUSER-agent: me\r\n\r\n' },
  { name: 'an empty value', head: 'GET / HTTP/1.1\r\nX-Empty:\r\nX-Blank:   \r\n\r\n' },
  { name: 'blanks around a value', head: 'GET / HTTP/1.1\r\nX:  \t a  b \t \r\n\r\n' },
  { name: 'Latin-1 in a header', head: 'GET / HTTP/1.1\r\nX: caf\xe9 \xff\x80\r\n\r\n' },
  {
    name: 'UTF-8 in a header',
    head: `GET / HTTP/1.1\r\nX: ${Buffer.from('日本').toString('latin1')}\r\n\r\n`,
  },
  { name: 'colons in a value', head: 'GET / HTTP/1.1\r\nX: a:b: c\r\n\r\n' },
  { name: 'names that are no words', head: "GET / HTTP/1.1\r\n!#$%&'*+-.^_`|~0: x\r\n\r\n" },
  {
    name: 'names of Object',
    head: 'GET / HTTP/1.1\r\n__proto__: a\r\nconstructor: b\r\ntoString: c\r\n\r\n',
  },
  { name: 'a body of GET', head: 'GET /g HTTP/1.1\r\nContent-Length: 4\r\n\r\n', body: 'body' },
  { name: 'a body of HEAD', head: 'HEAD /h HTTP/1.1\r\nContent-Length: 4\r\n\r\n', body: 'body' },
  { name: 'a body of DELETE', head: 'DELETE /d HTTP/1.1\r\nContent-Length: 4\r\n\r\n', body: 'body' },
  { name: 'QUERY with a body', head: 'QUERY /q HTTP/1.1\r\nContent-Length: 2\r\n\r\n', body: 'q!' },
  { name: 'no content type', ...counted('', 'bare') },
  { name: 'an empty content type', ...counted('Content-Type:\r\n', 'x') },
  { name: 'a malformed content type', ...counted('Content-Type: ///;;=\r\n', 'x') },
  { name: 'JSON that is none', ...counted('Content-Type: application/json\r\n', '{"a":') },
  { name: 'poisonous JSON', ...counted('Content-Type: application/json\r\n', '{"__proto__":{"a":1}}') },
  { name: 'a form', ...counted('Content-Type: application/x-www-form-urlencoded\r\n', 'a=1&b=%zz') },
  { name: 'a multipart body without a boundary', ...counted('Content-Type: multipart/form-data\r\n', '--x') },
  { name: 'every byte there is', ...counted('', allBytes) },
  { name: 'a gzip body', ...counted('Content-Encoding: gzip\r\n', gzipSync('hello').toString('latin1')) },
  { name: 'a body of length 0', ...counted('', '') },
  { name: 'a body that looks like a request', ...counted('', 'GET /not HTTP/1.1\r\n\r\n') },
  { name: 'a large body', ...counted('', 'abcdefgh'.repeat(100_000)) },
  {
    name: 'a chunked body',
    ...post('Transfer-Encoding: chunked\r\n', 'abcde', '3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n'),
  },
  {
    name: 'chunk extensions',
    ...post('Transfer-Encoding: chunked\r\n', 'abc', '3;a=b;c="d"\r\nabc\r\n0;z\r\n\r\n'),
  },
  { name: 'an empty chunked body', ...post('Transfer-Encoding: chunked\r\n', '', '0\r\n\r\n') },
  {
    name: 'upper-case chunk sizes',
    ...post('Transfer-Encoding: Chunked\r\n', 'x'.repeat(26), `1A\r\n${'x'.repeat(26)}\r\n0\r\n\r\n`),
  },
  { name: 'gzip, chunked', ...post('Transfer-Encoding: gzip, chunked\r\n', 'ab', '2\r\nab\r\n0\r\n\r\n') },
  { name: 'Expect: 100-continue', ...counted('Expect: 100-continue\r\n', 'waited') },
  { name: 'another expectation', ...counted('Expect: a-miracle\r\n', 'x') },
  {
    name: 'a request for a WebSocket',
    head: 'GET /ws HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  },
  {
    name: 'a request for HTTP/2',
    ...counted('Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n', 'up'),
  },
  { name: 'Accept-Version', head: 'GET / HTTP/1.1\r\nAccept-Version: 9.9\r\n\r\n' },
  { name: 'CONNECT', head: 'CONNECT example.com:443 HTTP/1.1\r\n\r\n' },
  { name: 'CONNECT with a body', head: 'CONNECT h:1 HTTP/1.1\r\nContent-Length: 3\r\n\r\n', body: 'abc' },
];

/** Names and values of a head as text, the blanks around values left out. */
function headersOf(head: string): string[][] {
  const lines = head
    .split('\r\n')
    .slice(1)
    .filter((line) => line !== '');
  return lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '')];
  });
}

describe('any request is captured byte for byte and answered', () => {
  for (const strange of STRANGE) {
    test(strange.name, async () => {
      await using rig = await ReceiverRig.start();
      const client = await RawClient.open(rig.port);
      const body = strange.body ?? '';
      await client.send((strange.before ?? '') + strange.head + (strange.wire ?? body));
      const [capture] = await rig.captured(1);
      await client.answers(strange.name.includes('100-continue') ? 2 : 1);
      expect(client.statuses.at(-1)).toBe(200);
      const [method = '', target = ''] = strange.head.split(/ +|\r/, 2);
      expect(capture).toMatchObject({ state: 'complete', method, target, note: '', responseStatus: 200 });
      expect(latin1(capture?.head ?? '') === strange.head).toBe(true);
      expect(latin1(capture?.body ?? '') === body).toBe(true);
      expect(capture?.headers).toEqual(headersOf(strange.head));
      expect([capture?.bodyLength, capture?.keptLength]).toEqual([body.length, body.length]);
      expect(rig.store.count).toBe(1);
      client.destroy();
    });
  }

  test('every method that HTTP knows', async () => {
    await using rig = await ReceiverRig.start();
    for (const [index, method] of METHODS.entries()) {
      const client = await RawClient.open(rig.port);
      await client.send(`${method} /m HTTP/1.1\r\nContent-Length: 2\r\n\r\nab`);
      expect(await client.answers(1), method).toEqual([200]);
      const capture = rig.capture(index + 1);
      expect([capture.method, capture.state, latin1(capture.body)]).toEqual([method, 'complete', 'ab']);
      client.destroy();
    }
    expect(METHODS.length).toBeGreaterThan(30);
  });

  test('a client that closes its side after the request is still answered', async () => {
    await using rig = await ReceiverRig.start();
    const client = await RawClient.open(rig.port);
    client.socket.end('GET /half HTTP/1.1\r\n\r\n');
    expect(await client.answers(1)).toEqual([200]);
  });

  test('trailers are told in the note', async () => {
    await using rig = await ReceiverRig.start();
    const client = await RawClient.open(rig.port);
    await client.send('POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-Sum: 1\r\n\r\n');
    const [capture] = await rig.captured(1);
    expect(capture?.note).toBe('Trailers followed the body: X-Sum: 1.');
    client.destroy();
  });
});
