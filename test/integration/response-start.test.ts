import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { HttpTransport } from '../../electron/engine/sender/http-transport.ts';
import { type AttemptResult, Cancellation } from '../../electron/engine/sender/transport.ts';
import type { TrustedCertificate } from '../../shared/delivery/certificate.ts';
import { resolveUrl } from '../../shared/template/url.ts';
import { SELF_SIGNED } from '../fixtures/certificates.ts';
import { rawReceiver } from '../fixtures/raw-receiver.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function receiver(respond: (socket: Socket) => void) {
  const raw = await rawReceiver(respond);
  closers.push(() => raw[Symbol.asyncDispose]());
  return { url: `${raw.origin}/`, connections: raw.connections };
}

/** Writes each part as a packet of its own. */
function packets(socket: Socket, parts: readonly string[], at = 0): void {
  const part = parts[at];
  if (part === undefined) return;
  socket.write(part, 'latin1', () => setImmediate(() => packets(socket, parts, at + 1)));
}

function client(responseTimeout = 5_000, certificates: readonly TrustedCertificate[] = []) {
  const transport = new HttpTransport(
    () => [],
    () => certificates,
  );
  closers.push(() => transport.close());
  return (url: string): Promise<AttemptResult> => {
    const resolved = resolveUrl(url, '');
    if (!resolved.ok) throw new Error(resolved.reason);
    const outgoing = { url: resolved.url, method: 'GET', headers: [], body: Buffer.alloc(0) };
    const options = {
      cancellation: new Cancellation(),
      workspace: '',
      connectTimeout: 5_000,
      responseTimeout,
    };
    return transport.send(outgoing, options);
  };
}

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK';
const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
const PROCESSING = 'HTTP/1.1 102 Processing\r\n\r\n';
const HINTS = 'HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n';

describe('informational responses', () => {
  it.each([
    ['an unasked 100', [CONTINUE + OK]],
    ['a 100 in a packet of its own', [CONTINUE, OK]],
    [
      'a 101 that nobody asked for',
      ['HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n', OK],
    ],
    ['a 102', [PROCESSING, OK]],
    ['a 103 with headers', [HINTS + OK]],
    ['a status of 199', ['HTTP/1.1 199 Odd\r\n\r\n', OK]],
    ['one without a reason phrase', ['HTTP/1.1 100\r\n\r\n', OK]],
    ['one over HTTP/1.0', ['HTTP/1.0 100 Continue\r\n\r\n', OK]],
    ['several of them', [CONTINUE + PROCESSING, HINTS, CONTINUE + OK]],
    ['ten thousand of them', [CONTINUE.repeat(10_000), OK]],
    ['one after an empty line', [`\r\n${CONTINUE}`, OK]],
    ['one with bare line feeds', ['HTTP/1.1 100 Continue\n\n', OK]],
  ])('%s before a 200 are skipped', async (_name, parts) => {
    const { url } = await receiver((socket) => packets(socket, parts));
    const result = await client()(url);
    expect(result).toMatchObject({ outcome: 'answered', status: 200, bodyLength: 2, cause: '' });
    expect(result.headers).toEqual([['Content-Length', '2']]);
    expect(result.body.toString()).toBe('OK');
  });

  it('are skipped wherever the packets begin, on one connection for all requests', async () => {
    const heads = [CONTINUE, PROCESSING, HINTS, 'HTTP/1.1 101 Switching Protocols\r\n\r\n'];
    let parts: string[] = [];
    const { url, connections } = await receiver((socket) => packets(socket, parts));
    const send = client();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...heads), { maxLength: 4 }),
        fc.constantFrom('', '\r\n'),
        fc.array(fc.nat({ max: 200 }), { maxLength: 6 }),
        async (before, blank, cuts) => {
          const whole = blank + before.join('') + OK;
          const places = [
            0,
            ...cuts.filter((cut) => cut < whole.length).toSorted((a, b) => a - b),
            whole.length,
          ];
          parts = places
            .slice(1)
            .map((end, i) => whole.slice(places[i], end))
            .filter((part) => part !== '');
          const result = await send(url);
          expect(result, JSON.stringify(parts)).toMatchObject({ outcome: 'answered', status: 200 });
          expect(result.body.toString()).toBe('OK');
          // The client gives a connection back in its next turn.
          await new Promise((resolve) => setImmediate(resolve));
        },
      ),
      { seed: 7, numRuns: 300 },
    );
    expect(connections()).toBe(1);
  });

  it('are skipped at every byte boundary', async () => {
    const whole = CONTINUE + HINTS + OK;
    let cut = 0;
    const { url } = await receiver((socket) => packets(socket, [whole.slice(0, cut), whole.slice(cut)]));
    const send = client();
    for (cut = 1; cut < whole.length; cut += 1) {
      expect(await send(url), `cut at ${cut}`).toMatchObject({ outcome: 'answered', status: 200 });
    }
  });

  it('are skipped in a response of single bytes', async () => {
    const { url } = await receiver((socket) => packets(socket, (CONTINUE + OK).split('')));
    expect(await client()(url)).toMatchObject({ outcome: 'answered', status: 200 });
  });

  it('are skipped over TLS', async () => {
    const server = createTlsServer(SELF_SIGNED, (socket) => {
      socket.on('error', () => {});
      socket.on('data', () => packets(socket, [CONTINUE, HINTS.slice(0, 9), HINTS.slice(9) + OK]));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    closers.push(() => server.close());
    const host = `localhost:${(server.address() as AddressInfo).port}`;
    const send = client(5_000, [{ host, sha256: SELF_SIGNED.sha256 }]);
    for (let i = 0; i < 3; i += 1)
      expect(await send(`https://${host}/`)).toMatchObject({ outcome: 'answered', status: 200 });
  });

  it('leave a body alone that looks like one', async () => {
    const body = CONTINUE + CONTINUE;
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`;
    const { url } = await receiver((socket) => packets(socket, [head, CONTINUE, CONTINUE]));
    const result = await client()(url);
    expect(result.body.toString()).toBe(body);
  });

  it('are named when nothing follows them', async () => {
    const ends = await receiver((socket) => socket.end(CONTINUE + HINTS));
    expect(await client()(ends.url)).toMatchObject({
      outcome: 'reset',
      status: null,
      cause: 'The connection was closed after 100 Continue, then 103 Early Hints without a response.',
    });
    const waits = await receiver((socket) => socket.write(CONTINUE));
    expect(await client(60)(waits.url)).toMatchObject({
      outcome: 'timeout',
      cause: 'no complete response in 60 ms; only 100 Continue came',
    });
  });

  it('end the attempt when they do not end', async () => {
    const endless = await receiver((socket) => {
      const more = () => {
        while (!socket.destroyed && socket.write(CONTINUE.repeat(1_000)));
      };
      socket.on('drain', more);
      more();
    });
    expect(await client()(endless.url)).toMatchObject({
      outcome: 'bad-answer',
      cause: 'More than 1 MiB of informational (1xx) responses came before the final response.',
    });
    const long = await receiver((socket) =>
      socket.write(`HTTP/1.1 103 Early Hints\r\n${'Link: x\r\n'.repeat(3_000)}`),
    );
    expect(await client()(long.url)).toMatchObject({
      outcome: 'bad-answer',
      cause: 'The head of an informational (1xx) response is larger than 16 KiB, the most that is read.',
    });
  });
});

describe('a response that cannot be read', () => {
  const head = (...headers: string[]) =>
    `HTTP/1.1 200 OK\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`;
  const chunked = 'Transfer-Encoding: chunked';
  const faults: [what: string, response: string, cause: string | RegExp][] = [
    [
      'with Transfer-Encoding and Content-Length',
      `${head(chunked, 'Content-Length: 2')}2\r\nOK\r\n0\r\n\r\n`,
      'The response has both Transfer-Encoding ("chunked") and Content-Length ("2"), so where its body ends is ambiguous.',
    ],
    [
      'with Content-Length before Transfer-Encoding',
      `${head('content-length:2', 'Server: x', 'transfer-encoding:chunked')}2\r\nOK\r\n0\r\n\r\n`,
      'The response has both Transfer-Encoding ("chunked") and Content-Length ("2"), so where its body ends is ambiguous.',
    ],
    [
      'with different Content-Lengths',
      `${head('Content-Length: 2', 'Content-Length: 3')}OK`,
      'The response has different Content-Length headers: "2" and "3".',
    ],
    [
      'with a Content-Length beyond any number',
      `${head('Content-Length: 99999999999999999999999')}ok`,
      'Content-Length is "99999999999999999999999", which is larger than any body can be.',
    ],
    [
      'with the same Content-Length twice',
      `${head('Content-Length: 2', 'Content-Length: 2')}OK`,
      'The response has 2 Content-Length headers; only 1 is allowed.',
    ],
    [
      'with a Content-Length in words',
      `${head('Content-Length: two')}OK`,
      'Content-Length is "two", which is not a whole number.',
    ],
    [
      'with a list as Content-Length',
      `${head('Content-Length: 2, 2')}OK`,
      'Content-Length is "2, 2", which is not a whole number.',
    ],
    [
      'with a negative Content-Length',
      `${head('Content-Length: -1')}OK`,
      'Content-Length is "-1", which is not a whole number.',
    ],
    [
      'with 20,000 bytes in a header',
      `${head(`X-Debug-Data: ${'x'.repeat(20_000)}`, 'Content-Length: 2')}OK`,
      "The response's headers are larger than 16 KiB (16384 bytes), the most that is read.",
    ],
    [
      'with 20,000 bytes in many headers',
      `${head(...Array.from({ length: 1_000 }, (_, i) => `X-Header-${i}: ${'x'.repeat(8)}`), 'Content-Length: 2')}OK`,
      "The response's headers are larger than 16 KiB (16384 bytes), the most that is read.",
    ],
    [
      'of another protocol',
      '220 smtp.example ESMTP\r\n',
      'The response begins with "220 smtp.example ESMTP", which is not a status line such as "HTTP/1.1 200 OK".',
    ],
    [
      'without a status line',
      '<html>\r\n\r\n',
      /^The response begins with "<html>", which is not a status line/,
    ],
    [
      'with a status of two digits',
      'HTTP/1.1 20 OK\r\n\r\n',
      /^The response begins with "HTTP\/1.1 20 OK", which is not/,
    ],
    [
      'of HTTP/3',
      'HTTP/3.0 200 OK\r\n\r\n',
      'The status line names HTTP/3.0; only HTTP/1.1 and HTTP/1.0 are read.',
    ],
    [
      'with a line that is no header',
      `${head('Server: x', 'this is no header', 'Content-Length: 2')}OK`,
      `Line 3 of the response's head is "this is no header", which is not a header.`,
    ],
    [
      'with a blank before a colon',
      `${head('Content-Length : 2')}OK`,
      `Line 2 of the response's head is "Content-Length : 2", which is not a header.`,
    ],
    [
      'with a control character in a header',
      `${head('X-A: a\x01b', 'Content-Length: 2')}OK`,
      `Line 2 of the response's head is "X-A: a\\u0001b", which is not a header.`,
    ],
    [
      'with a bad chunk size',
      `${head(chunked)}2\r\nOK\r\nzz\r\nOK\r\n0\r\n\r\n`,
      'A chunk of the body begins with "zz" where its size in hexadecimal digits is expected.',
    ],
    [
      'with a chunk that is longer than its size',
      `${head(chunked)}2\r\nOKOK\r\n0\r\n\r\n`,
      'A chunk of the body does not end where its size says.',
    ],
    [
      'cut off in its body',
      `${head('Content-Length: 9')}half`,
      'The connection was closed after 4 of the 9 bytes that Content-Length announces.',
    ],
    [
      'cut off in its chunks',
      `${head(chunked)}2\r\nOK\r\n`,
      'The connection was closed before the last chunk of the body.',
    ],
    [
      'cut off in its head',
      'HTTP/1.1 200 OK\r\nServer: x\r\nContent-Le',
      `The connection was closed inside the response's head, after "Content-Le".`,
    ],
    [
      'cut off in its status line',
      'HTTP/1.1 2',
      `The connection was closed inside the response's head, after "HTTP/1.1 2".`,
    ],
    [
      'in another protocol after 101',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\x81\x02hi',
      'The response begins with "\\u0081\\u0002hi", which is not a status line such as "HTTP/1.1 200 OK". It followed 101 Switching Protocols, which no request asked for.',
    ],
  ];
  it.each(faults)('%s is a bad response with its reason', async (_what, response, cause) => {
    const { url } = await receiver((socket) => socket.end(response, 'latin1'));
    const result = await client()(url);
    expect(result.outcome).toBe('bad-answer');
    if (typeof cause === 'string') expect(result.cause).toBe(cause);
    else expect(result.cause).toMatch(cause);
  });

  it('has the same reason after informational responses and in small packets', async () => {
    let parts: string[] = [];
    const { url } = await receiver((socket) => {
      packets(socket, parts);
    });
    const send = client(2_000);
    const inHead = faults.slice(0, 7);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...inHead),
        fc.integer({ min: 1, max: 40 }),
        async ([, response, cause], size) => {
          const whole = CONTINUE + response;
          parts = Array.from({ length: Math.ceil(whole.length / size) }, (_, i) =>
            whole.slice(i * size, (i + 1) * size),
          );
          const result = await send(url);
          // What the parser refuses before the rest of a line has come is described by what has come.
          expect(result.outcome).toBe('bad-answer');
          expect(result.cause).not.toMatch(/HPE_|UND_ERR|not valid HTTP/);
          if (size === 40) expect(cause).not.toBe('');
        },
      ),
      { seed: 11, numRuns: 100 },
    );
  });

  it('is named as a closed connection when nothing came', async () => {
    const closed = await receiver((socket) => socket.end());
    expect(await client()(closed.url)).toMatchObject({
      outcome: 'reset',
      cause: 'The connection was closed without a response.',
    });
    const reset = await receiver((socket) => socket.resetAndDestroy());
    expect(await client()(reset.url)).toMatchObject({
      outcome: 'reset',
      cause: 'The connection was reset without a response.',
    });
  });
});
