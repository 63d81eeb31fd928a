import { describe, expect, test } from 'vitest';
import { RawClient } from '../fixtures/raw-client.ts';
import { latin1, ReceiverRig } from '../fixtures/receiver-rig.ts';

const REFUSED: { name: string; bytes: string; method: string; target: string }[] = [
  { name: 'garbage', bytes: 'hello there\r\n\r\n', method: 'hello', target: 'there' },
  { name: 'bytes that are no text', bytes: '\x00\x01\xfe\xff', method: '', target: '' },
  { name: 'a TLS hello', bytes: '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', method: '', target: '' },
  { name: 'an HTTP/2 preface', bytes: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', method: 'PRI', target: '*' },
  { name: 'a method in small letters', bytes: 'get /x HTTP/1.1\r\n\r\n', method: 'get', target: '/x' },
  { name: 'an unknown method', bytes: 'FETCH /x HTTP/1.1\r\n\r\n', method: 'FETCH', target: '/x' },
  { name: 'an unknown version', bytes: 'GET /x HTTP/3.7\r\n\r\n', method: 'GET', target: '/x' },
  { name: 'bare line feeds', bytes: 'GET /x HTTP/1.1\nA: b\n\n', method: 'GET', target: '/x' },
  {
    name: 'a target with control bytes',
    bytes: 'GET /\x01 HTTP/1.1\r\n\r\n',
    method: 'GET',
    target: '/\x01',
  },
  {
    name: 'a header without a colon',
    bytes: 'GET /x HTTP/1.1\r\nnocolon\r\n\r\n',
    method: 'GET',
    target: '/x',
  },
  {
    name: 'a blank before the colon',
    bytes: 'GET /x HTTP/1.1\r\nA : b\r\n\r\n',
    method: 'GET',
    target: '/x',
  },
  { name: 'a folded header', bytes: 'GET /x HTTP/1.1\r\nA: b\r\n c\r\n\r\n', method: 'GET', target: '/x' },
  { name: 'a NUL in a header', bytes: 'GET /x HTTP/1.1\r\nA: b\x00c\r\n\r\n', method: 'GET', target: '/x' },
  {
    name: 'two lengths',
    bytes: 'POST /x HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc',
    method: 'POST',
    target: '/x',
  },
  {
    name: 'a length that is no number',
    bytes: 'POST /x HTTP/1.1\r\nContent-Length: two\r\n\r\nab',
    method: 'POST',
    target: '/x',
  },
  {
    name: 'a length beside chunks',
    bytes: 'POST /x HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    method: 'POST',
    target: '/x',
  },
];

describe('what the HTTP parser refuses is captured once and answered 400', () => {
  for (const { name, bytes, method, target } of REFUSED) {
    test(name, async () => {
      await using rig = await ReceiverRig.start();
      const client = await RawClient.open(rig.port);
      await client.send(bytes);
      await client.answers(1);
      // More of it must not become a second capture.
      await client.send('more\r\n\r\n');
      client.socket.end();
      await client.closed;
      expect(client.text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
      expect(client.text).toContain('\r\nConnection: close\r\n');
      const captures = rig.all();
      expect(captures).toHaveLength(1);
      expect(captures[0]).toMatchObject({
        state: 'refused',
        method,
        target,
        responseStatus: 400,
        bodyLength: 0,
      });
      expect(latin1(captures[0]?.head ?? '')).toBe(bytes);
      expect(captures[0]?.note).toMatch(/^The HTTP parser rejected it: .+\.$/);
    });
  }

  test('a client that has closed its side can still read the 400', async () => {
    await using rig = await ReceiverRig.start();
    const client = await RawClient.open(rig.port);
    client.socket.end('garbage\r\n\r\n');
    await client.closed;
    expect(client.statuses).toEqual([400]);
  });

  test('a head beyond two megabytes, with the first megabyte kept and the cut told', async () => {
    await using rig = await ReceiverRig.start();
    const client = await RawClient.open(rig.port);
    await client.send(`GET /${'x'.repeat(2_200_000)}`);
    expect(await client.answers(1)).toEqual([400]);
    const [capture] = await rig.captured(1);
    expect(capture?.state).toBe('refused');
    expect(latin1(capture?.head ?? '')).toBe(`GET /${'x'.repeat(1_048_571)}`);
    expect(capture?.note).toMatch(/Of \d+ bytes the first 1048576 are kept\.$/);
    client.destroy();
  });

  test('a broken chunk, with the body before it and the bytes it broke at', async () => {
    await using rig = await ReceiverRig.start();
    const client = await RawClient.open(rig.port);
    await client.send('POST /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\nrest');
    expect(await client.answers(1)).toEqual([400]);
    const [capture] = await rig.captured(1);
    expect(capture).toMatchObject({ state: 'refused', method: 'POST', target: '/c', bodyLength: 3 });
    expect(latin1(capture?.body ?? '')).toBe('abc');
    expect(capture?.note).toContain('rejected the body after 3 bytes');
    expect(capture?.note).toContain('"zz\\r\\nrest"');
    client.destroy();
  });

  test('garbage behind a request: the request is answered first', async () => {
    await using rig = await ReceiverRig.start();
    const client = await RawClient.open(rig.port);
    await client.send('GET /good HTTP/1.1\r\n\r\nGARBAGE\r\n\r\n');
    await client.answers(2);
    expect(client.statuses).toEqual([200, 400]);
    const states = (await rig.captured(2)).map((capture) => [capture.target, capture.state]);
    expect(states).toEqual([
      ['/good', 'complete'],
      ['', 'refused'],
    ]);
    client.destroy();
  });

  test('a request behind "Connection: close" is kept and not answered', async () => {
    await using rig = await ReceiverRig.start();
    const client = await RawClient.open(rig.port);
    await client.send('GET /a HTTP/1.1\r\nConnection: close\r\n\r\nGET /b HTTP/1.1\r\n\r\n');
    const captures = await rig.captured(2);
    expect(captures.map(({ target, state, responseStatus }) => [target, state, responseStatus])).toEqual([
      ['/a', 'complete', 200],
      ['/b', 'refused', null],
    ]);
    expect(await client.answers(2)).toEqual([200]);
    client.destroy();
  });

  test('a request behind one for an upgrade is kept and not answered', async () => {
    await using rig = await ReceiverRig.start();
    const client = await RawClient.open(rig.port);
    await client.send('GET /a HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nGET /b HTTP/1.1\r\n\r\n');
    const captures = await rig.captured(2);
    expect(captures.map(({ target, state }) => [target, state])).toEqual([
      ['/a', 'complete'],
      ['/b', 'refused'],
    ]);
    expect(await client.answers(2)).toEqual([200]);
    client.destroy();
  });
});

const FIRST = 'GET /first HTTP/1.1\r\n\r\n';

describe('a client that breaks off', () => {
  for (const [how, leave] of [
    ['by closing', (client: RawClient) => client.socket.end()],
    ['by a reset', (client: RawClient) => client.socket.resetAndDestroy()],
  ] as const) {
    test(`in the head, ${how}`, async () => {
      await using rig = await ReceiverRig.start();
      const client = await RawClient.open(rig.port);
      // Once the first request is answered, what came in the same packet has been read too.
      await client.send(`${FIRST}GET /h HTTP/1.1\r\nX-Half: `);
      await client.answers(1);
      leave(client);
      const [, capture] = await rig.captured(2);
      expect(capture).toMatchObject({
        state: 'broken-off',
        method: 'GET',
        target: '/h',
        responseStatus: null,
      });
      expect(latin1(capture?.head ?? '')).toBe('GET /h HTTP/1.1\r\nX-Half: ');
      expect(capture?.note).toBe('The client disconnected in the head, after 25 bytes.');
      await client.closed;
    });

    test(`in the body, ${how}`, async () => {
      await using rig = await ReceiverRig.start();
      const client = await RawClient.open(rig.port);
      const head = 'POST /b HTTP/1.1\r\nContent-Length: 100\r\n\r\n';
      await client.send(`${FIRST}${head}first`);
      await client.answers(1);
      leave(client);
      const [, capture] = await rig.captured(2);
      expect(capture).toMatchObject({ state: 'broken-off', target: '/b', response: null, bodyLength: 5 });
      expect(latin1(capture?.head ?? '')).toBe(head);
      expect(latin1(capture?.body ?? '')).toBe('first');
      expect(capture?.note).toBe('The client disconnected after 5 of 100 announced bytes.');
      await client.closed;
    });
  }

  test('in a chunked body', async () => {
    await using rig = await ReceiverRig.start();
    const client = await RawClient.open(rig.port);
    client.socket.end('POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab');
    const [capture] = await rig.captured(1);
    expect(capture).toMatchObject({ state: 'broken-off', bodyLength: 2 });
    expect(capture?.note).toBe('The client disconnected after 2 bytes of a body without a length.');
  });

  test('without having sent a byte is no capture', async () => {
    await using rig = await ReceiverRig.start();
    for (const bytes of ['', '\r\n']) {
      const client = await RawClient.open(rig.port);
      client.socket.end(bytes);
      await client.closed;
    }
    expect(rig.store.count).toBe(0);
  });

  test('by taking too long for the head is answered 408', async () => {
    await using rig = await ReceiverRig.start({ timeouts: { head: 20, request: 20 } });
    const client = await RawClient.open(rig.port);
    await client.send('GET /slow HTTP/1.1\r\n');
    expect(await client.answers(1)).toEqual([408]);
    const [capture] = await rig.captured(1);
    expect(capture).toMatchObject({ state: 'broken-off', target: '/slow', responseStatus: 408 });
    expect(capture?.note).toBe('The client took too long; 20 bytes of the head had arrived.');
    client.destroy();
  });

  test('by taking too long for the body is answered 408', async () => {
    await using rig = await ReceiverRig.start({ timeouts: { head: 20, request: 20 } });
    const client = await RawClient.open(rig.port);
    await client.send('POST /slow HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc');
    expect(await client.answers(1)).toEqual([408]);
    const [capture] = await rig.captured(1);
    expect(capture).toMatchObject({ state: 'broken-off', bodyLength: 3, responseStatus: 408 });
    expect(capture?.note).toBe('The client took too long; 3 of 9 announced bytes had arrived.');
    client.destroy();
  });
});

test('a CONNECT whose body does not come is answered 408', async () => {
  await using rig = await ReceiverRig.start({ timeouts: { head: 20, request: 20 } });
  const client = await RawClient.open(rig.port);
  await client.send('CONNECT h:1 HTTP/1.1\r\nContent-Length: 3\r\n\r\na');
  expect(await client.answers(1)).toEqual([408]);
  expect(rig.all()).toMatchObject([{ state: 'broken-off', method: 'CONNECT', bodyLength: 1 }]);
  client.destroy();
});

describe('a body over the limit', () => {
  test('is answered 413, and its first bytes are kept', async () => {
    await using rig = await ReceiverRig.start({ bodyLimit: 1000 });
    const client = await RawClient.open(rig.port);
    await client.send(
      `POST /big HTTP/1.1\r\nContent-Length: 3000\r\n\r\n${'a'.repeat(999)}bc${'d'.repeat(1999)}`,
    );
    await client.answers(1);
    client.socket.end();
    await client.closed;
    expect(client.statuses).toEqual([413]);
    expect(client.text).toContain('\r\nConnection: close\r\n');
    const [capture] = rig.all();
    expect(capture).toMatchObject({
      state: 'too-large',
      responseStatus: 413,
      bodyLength: 3000,
      keptLength: 1000,
    });
    expect(latin1(capture?.body ?? '')).toBe(`${'a'.repeat(999)}b`);
    expect(capture?.note).toBe(
      'The body is larger than 1000 bytes: 3000 of 3000 announced bytes had arrived when reading stopped, 1000 bytes are kept.',
    );
  });

  test('of exactly the limit is taken in', async () => {
    await using rig = await ReceiverRig.start({ bodyLimit: 1000 });
    const client = await RawClient.open(rig.port);
    await client.send(`POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\n${'a'.repeat(1000)}`);
    expect(await client.answers(1)).toEqual([200]);
    client.destroy();
  });

  test('that never ends gets a 413 that its client can read', async () => {
    await using rig = await ReceiverRig.start({ bodyLimit: 100_000 });
    const client = await RawClient.open(rig.port);
    await client.send('POST /endless HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n');
    const chunk = Buffer.from(`2000\r\n${'e'.repeat(0x2000)}\r\n`);
    // A client that only writes until its system takes no more, and reads afterwards.
    client.socket.pause();
    for (let sent = 0; sent < 500; sent += 1) await client.send(chunk);
    client.socket.resume();
    expect(await client.answers(1)).toEqual([413]);
    client.socket.end();
    await client.closed;
    const [capture] = rig.all();
    expect(capture).toMatchObject({ state: 'too-large', keptLength: 100_000 });
    expect(latin1(capture?.body ?? '')).toBe('e'.repeat(100_000));
    expect(rig.store.count).toBe(1);
  });
});
