import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captureLine } from '../../electron/cli/capture-text.ts';
import { captureJson } from '../../electron/engine/export/capture-json.ts';
import { bodyText, rawCharactersNote, utf8OfLatin1 } from '../../shared/http/body-text.ts';
import { RawClient } from '../fixtures/raw-client.ts';
import { ReceiverRig } from '../fixtures/receiver-rig.ts';

const fault = (name: string) => readFileSync(join(import.meta.dirname, '../fixtures/faults', name));

/** Sends raw bytes to a receiver and returns the capture of them. */
async function captured(bytes: Buffer) {
  await using rig = await ReceiverRig.start();
  const client = await RawClient.open(rig.port);
  await client.send(bytes.toString('latin1'));
  await client.answers(1);
  client.destroy();
  return {
    capture: rig.capture(1),
    found: (search: string) => rig.store.find(undefined, search).ids().length,
  };
}

const post = (body: Uint8Array, ...headers: string[]) =>
  Buffer.concat([
    Buffer.from(
      [
        'POST /pb HTTP/1.1',
        'Host: x',
        ...headers,
        `Content-Length: ${body.length}`,
        'Connection: close',
        '',
        '',
      ].join('\r\n'),
    ),
    body,
  ]);

const textOf = (base64: string | null) => Buffer.from(base64 ?? '', 'base64').toString('utf8');

describe('a capture', () => {
  it('with a gzip body is decoded beside what arrived, and found by what it says', async () => {
    await using rig = await ReceiverRig.start();
    const client = await RawClient.open(rig.port);
    await client.send(fault('r-gzip.http').toString('latin1'));
    await client.answers(1);
    client.destroy();
    const capture = rig.capture(1);
    const text = textOf(capture.decodedBody);
    expect(JSON.parse(text)).toBeTypeOf('object');
    expect(Buffer.from(capture.body, 'base64').subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
    const [word] = /[A-Za-z0-9]{3,}/.exec(text)!;
    expect(rig.store.find(undefined, word).ids().length).toBe(1);
    expect(JSON.parse(captureJson(capture))).toMatchObject({ body: text, bodyBase64: capture.body });
  });

  it('with a byte order mark says so, and its text is without it', async () => {
    const { capture } = await captured(fault('r-bom.http'));
    const read = bodyText(Buffer.from(capture.body, 'base64'), 'application/json');
    expect(read).toEqual({ text: '{"id":"1"}', charset: 'utf-8', guessed: false, bom: true });
  });

  it('with raw UTF-8 in its request line shows the letters and says what is wrong', async () => {
    const { capture, found } = await captured(fault('r-rawutf8.http'));
    expect(utf8OfLatin1(capture.target)).toBe('/pb?k=rawutf8&n=Zoë');
    expect(rawCharactersNote(capture.target)).toContain('raw UTF-8');
    expect(rawCharactersNote('/pb?n=Zo%C3%AB')).toBe('');
    expect(captureLine(capture, '')).toContain('n=Zoë');
    expect(JSON.parse(captureJson(capture))).toMatchObject({
      target: '/pb?k=rawutf8&n=Zoë',
      url: 'http://x/pb?k=rawutf8&n=Zoë',
    });
    void found;
  });

  it('with Latin-1 in its request line says that it is neither', () => {
    expect(rawCharactersNote('/pb?n=Zo\xeb')).toContain('neither ASCII nor UTF-8');
    expect(utf8OfLatin1('/pb?n=Zo\xeb')).toBe('/pb?n=Zo\xeb');
  });

  it('in a declared charset is read in it and found by its text', async () => {
    await using rig = await ReceiverRig.start();
    const client = await RawClient.open(rig.port);
    const body = Buffer.from('name=Zo\xeb&price=5\x80', 'latin1');
    await client.send(
      post(body, 'Content-Type: application/x-www-form-urlencoded; charset=windows-1252').toString('latin1'),
    );
    await client.answers(1);
    client.destroy();
    expect(rig.store.find(undefined, 'price=5€').ids().length).toBe(1);
    const { body: json } = JSON.parse(captureJson(rig.capture(1))) as { body: string };
    expect(json).toBe('name=Zoë&price=5€');
  });

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
    ['gzip, br', (bytes: Buffer) => brotliCompressSync(gzipSync(bytes))],
  ])('in %s reads as what was sent, whatever it is', async (coding, encode) => {
    await using rig = await ReceiverRig.start();
    const client = await RawClient.open(rig.port);
    const texts = fc.sample(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), {
      numRuns: 5,
      seed: 7,
    });
    for (const text of texts) {
      const body = encode(Buffer.from(text));
      await client.send(
        post(body, `Content-Encoding: ${coding}`)
          .toString('latin1')
          .replace('Connection: close', 'Connection: keep-alive'),
      );
    }
    await client.answers(texts.length);
    client.destroy();
    expect(texts.map((_, index) => textOf(rig.capture(index + 1).decodedBody))).toEqual(texts);
  });

  it.each([
    ['is not what its header says', 'gzip', Buffer.from('plain text')],
    ['is in a coding that nobody knows', 'x-rot13', Buffer.from('cynva')],
    ['would be larger than memory allows', 'gzip', gzipSync(Buffer.alloc(64 * 1024 * 1024))],
  ])('whose body %s is kept as it arrived', async (_what, coding, body) => {
    const { capture } = await captured(post(body, `Content-Encoding: ${coding}`));
    expect(capture.decodedBody).toBeNull();
    expect(Buffer.from(capture.body, 'base64').length).toBeGreaterThan(0);
    expect(capture).toMatchObject({ state: 'complete', responseStatus: 200 });
  });
});
