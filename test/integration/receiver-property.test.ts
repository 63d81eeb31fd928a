import { METHODS } from 'node:http';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RawClient } from '../fixtures/raw-client.ts';
import { latin1, ReceiverRig } from '../fixtures/receiver-rig.ts';

const TOKEN = "!#$%&'*+-.^_`|~0123456789ABCXYZabcxyz";
/** Decided by the framing below, or read by the HTTP parser itself. */
const RESERVED = new Set(['content-length', 'transfer-encoding', 'expect', 'connection', 'upgrade']);

/** Characters from one code to another, without some. */
function range(from: number, to: number, without = ''): string[] {
  const all = Array.from({ length: to - from + 1 }, (_, n) => String.fromCharCode(from + n));
  return all.filter((character) => !without.includes(character));
}

const word = (characters: string[], minLength: number, maxLength: number) =>
  fc.array(fc.constantFrom(...characters), { minLength, maxLength }).map((parts) => parts.join(''));

const name = word(TOKEN.split(''), 1, 20).filter((text) => !RESERVED.has(text.toLowerCase()));
const value = word(['\t', ...range(0x20, 0x7e), ...range(0x80, 0xff)], 0, 60);
const method = fc.constantFrom(...METHODS.filter((known) => known !== 'CONNECT'));
const target = word(range(0x21, 0x7e), 0, 80).map((text) => `/${text}`);
const body = fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes).toString('latin1'));

const request = fc.record({
  method,
  target,
  headers: fc.array(fc.tuple(name, value), { maxLength: 12 }),
  body,
  /** Sizes of chunks; none: a counted body. */
  chunks: fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 5 }),
});

function chunked(text: string, sizes: number[]): string {
  let wire = '';
  let at = 0;
  for (const size of [...sizes, text.length]) {
    const part = text.slice(at, at + size);
    if (part !== '') wire += `${part.length.toString(16)}\r\n${part}\r\n`;
    at += size;
  }
  return `${wire}0\r\n\r\n`;
}

test('any sequence of requests arrives as it was sent, however it is cut into packets', async () => {
  await using rig = await ReceiverRig.start();
  const sequence = fc.array(request, { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(sequence, fc.integer({ min: 1, max: 3000 }), async (requests, size) => {
      const sent = requests.map((one) => {
        const inChunks = one.chunks.length > 0;
        const framing = inChunks ? 'Transfer-Encoding: chunked' : `Content-Length: ${one.body.length}`;
        const lines = one.headers.map(([key, text]) => `${key}:${text}\r\n`).join('');
        const head = `${one.method} ${one.target} HTTP/1.1\r\n${lines}${framing}\r\n\r\n`;
        return { head, wire: head + (inChunks ? chunked(one.body, one.chunks) : one.body) };
      });
      const before = rig.store.newest;
      const client = await RawClient.open(rig.port);
      client.socket.setNoDelay(true);
      const bytes = sent.map(({ wire }) => wire).join('');
      for (let at = 0; at < bytes.length; at += size) await client.send(bytes.slice(at, at + size));
      expect(await client.answers(requests.length)).toEqual(requests.map(() => 200));
      client.destroy();
      for (const [index, one] of requests.entries()) {
        const capture = rig.capture(before + index + 1);
        expect(capture).toMatchObject({ state: 'complete', method: one.method, target: one.target });
        expect(latin1(capture.head)).toBe(sent[index]?.head);
        expect(latin1(capture.body)).toBe(one.body);
        expect(capture.headers.slice(0, -1)).toEqual(
          one.headers.map(([key, text]) => [key, text.replace(/^[ \t]+|[ \t]+$/g, '')]),
        );
      }
    }),
    { numRuns: 150 },
  );
});

test('no bytes at all make the receiver stop answering others', async () => {
  await using rig = await ReceiverRig.start();
  const fragment = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    fc.constantFrom(
      'GET / HTTP/1.1\r\n',
      'Content-Length: 3\r\n',
      'Transfer-Encoding: chunked\r\n',
      '\r\n',
      '5\r\nab',
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fragment, { minLength: 1, maxLength: 8 }), async (fragments) => {
      const before = rig.store.newest;
      const client = await RawClient.open(rig.port);
      for (const bytes of fragments) await client.send(bytes);
      client.socket.end();
      await client.closed;
      // Whatever it was, it is captured unless it is blank lines only, and a request after it is answered.
      const other = await RawClient.open(rig.port);
      await other.send('GET /after HTTP/1.1\r\n\r\n');
      expect(await other.answers(1)).toEqual([200]);
      other.destroy();
      const blank = /^[\r\n]*$/.test(fragments.join(''));
      const newest = rig.store.newest;
      expect(newest - before).toBeGreaterThanOrEqual(blank ? 1 : 2);
    }),
    { numRuns: 300 },
  );
});
