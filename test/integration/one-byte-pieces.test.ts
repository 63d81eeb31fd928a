import { once } from 'node:events';
import { createServer } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Dispatcher } from 'undici';
import { describe, expect, it } from 'vitest';
import { Bytes } from '../../electron/engine/bytes.ts';
import { bodyWalker } from '../../electron/engine/receiver/framing.ts';
import { Exchange } from '../../electron/engine/sender/exchange.ts';
import { HttpTransport } from '../../electron/engine/sender/http-transport.ts';
import { type AttemptResult, Cancellation } from '../../electron/engine/sender/transport.ts';
import { resolveUrl } from '../../shared/template/url.ts';
import { RawClient } from '../fixtures/raw-client.ts';
import { ReceiverRig } from '../fixtures/receiver-rig.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes on the heap and in buffers that are still reachable. */
function reachable(): number {
  // Memory of buffers is swept beside the program; the next collection waits for that.
  const measured = Array.from({ length: 5 }, () => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  });
  return Math.min(...measured);
}

/** How much more is reachable after some work, as long as its result is held. */
function keptBy(work: () => unknown): number {
  const before = reachable();
  const held = work();
  const kept = reachable() - before;
  // Used after the measurement, so that it is not collected before.
  expect(held).toBeDefined();
  return kept;
}

const MIB = 1024 * 1024;
/** As a socket hands out a byte: a view of what was read at once. */
const oneByte = () => Buffer.alloc(16 * 1024, 'x').subarray(7, 8);
/** If each piece were kept, they would hold 160 MiB. */
const PIECES = 10_000;
/** Far below that, and above what a garbage collector leaves behind for a while. */
const MOST = 40 * MIB;

describe('what arrives in single bytes costs what its bytes cost', () => {
  it('as the body of a response', () => {
    const kept = keptBy(() => {
      const exchange = new Exchange(
        { cancellation: new Cancellation(), workspace: '', connectTimeout: 1, responseTimeout: 1 },
        () => {},
      );
      const controller = {} as Dispatcher.DispatchController;
      for (let count = 0; count < PIECES; count += 1) exchange.onResponseData(controller, oneByte());
      return exchange;
    });
    expect(kept).toBeLessThan(MOST);
  });

  it('as the body or the head of a request', () => {
    const kept = keptBy(() => {
      const bytes = new Bytes(MIB);
      for (let count = 0; count < PIECES; count += 1) bytes.push(oneByte());
      expect(bytes.view().equals(Buffer.alloc(PIECES, 'x'))).toBe(true);
      return bytes;
    });
    expect(kept).toBeLessThan(MOST);
  });

  it('as a line between chunks that does not end', () => {
    const kept = keptBy(() => {
      const walker = bodyWalker('chunked', 0);
      walker.walk(Buffer.from('0\r\nX-Endless: '));
      for (let count = 0; count < 300_000; count += 1) walker.walk(Buffer.from('y'));
      return walker;
    });
    expect(kept).toBeLessThan(MOST);
    const walker = bodyWalker('chunked', 0);
    for (const byte of `1\r\nx\r\n0;${'e'.repeat(500)}\r\nX-Long: ${'y'.repeat(500)}\r\n\r`)
      expect(walker.walk(Buffer.from(byte))).toBe(-1);
    expect(walker.walk(Buffer.from('\nGET'))).toBe(1);
  });

  it('of which a response that does not end is broken off at its limit', async () => {
    const chunks = Buffer.from('1\r\nx\r\n'.repeat(20_000));
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
      const more = () => {
        while (!socket.destroyed && socket.write(chunks));
      };
      socket.on('drain', more);
      more();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const resolved = resolveUrl(`http://127.0.0.1:${port}/pb`, '');
    if (!resolved.ok) throw new Error(resolved.reason);
    const transport = new HttpTransport(() => []);
    const before = reachable();
    let result: AttemptResult | undefined = await transport.send(
      { url: resolved.url, method: 'GET', headers: [], body: Buffer.alloc(0) },
      { cancellation: new Cancellation(), workspace: '', connectTimeout: 5_000, responseTimeout: 50_000 },
    );
    expect(reachable() - before).toBeLessThan(MOST);
    expect(result).toMatchObject({ outcome: 'endless-answer', status: 200 });
    expect(result.body).toHaveLength(MIB);
    result = undefined;
    await transport.close();
    server.close();
  });

  it('of which a request that does not end is refused at its limit', async () => {
    await using rig = await ReceiverRig.start({ bodyLimit: 1_000_000 });
    const client = await RawClient.open(rig.port);
    const before = reachable();
    await client.send('POST /endless HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n');
    const chunks = Buffer.from('1\r\nx\r\n'.repeat(20_000));
    while (client.statuses.length === 0 && !client.socket.closed) await client.send(chunks);
    expect(await client.answers(1)).toEqual([413]);
    expect(rig.capture(1)).toMatchObject({ state: 'too-large' });
    client.destroy();
    expect(reachable() - before).toBeLessThan(MOST);
  });
});
