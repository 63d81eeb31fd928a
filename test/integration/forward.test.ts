import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createServer as createSecure } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { type ForwardOptions, forwardRequest } from '../../electron/engine/forward-request.ts';
import { forwardedHeaders, forwardedTarget } from '../../shared/receiver/rules/forward-schema.ts';
import { type ResponseRuleInput, responseRulesSchema } from '../../shared/receiver/rules/rule-schema.ts';
import { ruleSentence } from '../../shared/receiver/rules/sentence.ts';
import { SELF_SIGNED } from '../fixtures/certificates.ts';
import { latin1, ReceiverRig } from '../fixtures/receiver-rig.ts';

/** A server that keeps what arrives and says these bytes after the end of a head, as they are. */
async function realServer(response: string, { tls = false, closes = true } = {}) {
  let got = '';
  const sockets = new Set<Socket>();
  const serve = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (piece: Buffer) => {
      const before = got.includes('\r\n\r\n');
      got += piece.toString('latin1');
      if (before || !got.includes('\r\n\r\n')) return;
      // After the whole request: bodies of these tests come in the same piece, or right after it.
      setImmediate(() => {
        if (closes) socket.end(response, 'latin1');
        else socket.write(response, 'latin1');
      });
    });
  };
  const server = tls ? createSecure(SELF_SIGNED, serve) : createServer(serve);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    origin: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    got: () => got,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** How this process names itself to other servers. */
const VIA = /Via: 1\.1 postbench-[\da-f]{12}/;

async function start(rule: ResponseRuleInput, options: Partial<ForwardOptions> = {}): Promise<ReceiverRig> {
  const forward = forwardRequest({
    allowedHosts: () => [],
    certificates: () => [],
    isOwn: ({ port }) => Number(port) === rig.port,
    ...options,
  });
  const rig: ReceiverRig = await ReceiverRig.start({ forward });
  rig.responses.setRules('user', responseRulesSchema.parse([rule]));
  return rig;
}

/** All bytes that come back for these, until the connection ends. */
async function exchange(port: number, request: string): Promise<string> {
  const socket = (await import('node:net')).connect(port, '127.0.0.1');
  let got = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    got += text;
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    got += `[${error.code}]`;
  });
  socket.write(request, 'latin1');
  await new Promise((resolve) => socket.once('close', resolve));
  return got;
}

const RESPONSE =
  'HTTP/1.1 201 Made it\r\nx-ODD-case:  two  \r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 5\r\nConnection: close\r\n\r\n\u00ff\u0000abc';

describe('a forward', () => {
  it('passes the request on byte for byte, and responds with the very bytes of the other server', async () => {
    await using real = await realServer(RESPONSE);
    await using rig = await start({ forward: `${real.origin}/base/` });
    const body = 'a=%20&b=\u00e4';
    const head = `POST /pb?x=%7e&y=%FC HTTP/1.1\r\nhOST: receiver.example\r\nX-b: 1\r\nX-a:  2\r\nX-B: 3\r\nKeep-Alive: 5\r\nConnection: keep-alive, X-Mine\r\nX-Mine: 1\r\nContent-Length: ${body.length}\r\n\r\n`;
    expect(await exchange(rig.port, head + body)).toBe(RESPONSE);
    expect(real.got().replace(VIA, 'Via: 1.1 us')).toBe(
      `POST /base/pb?x=%7e&y=%FC HTTP/1.1\r\nhOST: ${new URL(real.origin).host}\r\nX-b: 1\r\nX-a: 2\r\nX-B: 3\r\nContent-Length: ${body.length}\r\nConnection: close\r\nVia: 1.1 us\r\n\r\n${body}`,
    );
    const [capture] = await rig.captured(1);
    expect(latin1(capture!.head)).toBe(head);
    expect(latin1(capture!.body)).toBe(body);
    expect(capture).toMatchObject({ state: 'complete', responseStatus: 201 });
    expect(latin1(capture!.response!.body)).toBe('\u00ff\u0000abc');
    expect(capture!.response!.headers.map(([name]) => name)).toEqual([
      'x-ODD-case',
      'Set-Cookie',
      'Set-Cookie',
      'Content-Length',
      'Connection',
    ]);
    expect(capture!.note).toMatch(/^Forwarded to .*, which responded 201/);
  });

  it.each([
    [
      'in chunks',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;ext=1\r\nabc\r\n0\r\nX-T: 1\r\n\r\n',
      false,
    ],
    ['until the connection ends', 'HTTP/1.0 200 OK\r\n\r\nabc', true],
    ['without a body', 'HTTP/1.1 204 No Content\r\n\r\n', false],
  ])('takes a response %s as it is', async (_what, response, closes) => {
    await using real = await realServer(response, { closes });
    await using rig = await start({ forward: real.origin });
    expect(await exchange(rig.port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')).toBe(response);
  });

  it('leaves out interim responses', async () => {
    await using real = await realServer(`HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${RESPONSE}`);
    await using rig = await start({ forward: real.origin });
    expect(await exchange(rig.port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')).toBe(RESPONSE);
    expect((await rig.captured(1))[0]!.responseStatus).toBe(201);
  });

  it('gives a body that came in chunks its length', async () => {
    await using real = await realServer(RESPONSE);
    await using rig = await start({ forward: real.origin });
    const chunked =
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n3\r\nabc\r\n0\r\n\r\n';
    expect(await exchange(rig.port, chunked)).toBe(`HTTP/1.1 100 Continue\r\n\r\n${RESPONSE}`);
    expect(real.got()).toMatch(/\r\nContent-Length: 3\r\nConnection: close\r\nVia: [^\r]+\r\n\r\nabc$/);
    expect(real.got()).not.toMatch(/chunked|expect/i);
  });

  it('can lose the response of the other server', async () => {
    await using real = await realServer(RESPONSE);
    await using rig = await start({ forward: real.origin, fault: 'reset' });
    expect(await exchange(rig.port, 'GET /pb HTTP/1.1\r\nHost: a\r\n\r\n')).toBe('[ECONNRESET]');
    expect(real.got()).toContain('GET /pb');
    expect((await rig.captured(1))[0]).toMatchObject({
      responseStatus: null,
      note: expect.stringContaining('which responded 201') as string,
    });
  });

  it('can break the response of the other server off', async () => {
    await using real = await realServer(RESPONSE);
    await using rig = await start({ forward: real.origin, fault: 'half-body' });
    expect(await exchange(rig.port, 'GET /pb HTTP/1.1\r\nHost: a\r\n\r\n')).toBe(RESPONSE.slice(0, -3));
  });

  it('accepts a certificate that is trusted for its host, and no other', async () => {
    await using real = await realServer(RESPONSE, { tls: true });
    const request = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
    const { host } = new URL(real.origin);
    await using trusting = await start(
      { forward: real.origin },
      { certificates: () => [{ host, sha256: SELF_SIGNED.sha256 }] },
    );
    expect(await exchange(trusting.port, request)).toBe(RESPONSE);
    await using rig = await start({ forward: real.origin });
    expect(await exchange(rig.port, request)).toMatch(/^HTTP\/1\.1 502 [\s\S]*self-signed/);
  });
});

describe('a forward that fails', () => {
  it.each<[string, string, Partial<ForwardOptions>, RegExp]>([
    ['nobody listens', 'http://127.0.0.1:9', {}, /nothing listens there\.$/],
    [
      'the host is not allowed',
      'http://203.0.113.9/',
      {},
      /203\.0\.113\.9 is not this machine, and it is not among the allowed hosts/,
    ],
    [
      'a name does not resolve',
      'http://nowhere.invalid/',
      { allowedHosts: () => ['nowhere.invalid'] },
      /its host name does not resolve/,
    ],
    ['it would come back', 'http://127.0.0.1:9', { isOwn: () => true }, /that is Postbench’s own receiver/],
  ])('responds 502 and says why when %s', async (_what, forward, options, why) => {
    await using rig = await start({ forward }, options);
    expect(await exchange(rig.port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 502 Bad Gateway\r\n/,
    );
    const [capture] = await rig.captured(1);
    expect(capture!.responseStatus).toBe(502);
    expect(capture!.note).toMatch(why);
  });

  it.each([
    ['closes without a response', '', /the connection was closed|reset|hang up/],
    [
      'breaks off',
      'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc',
      /closed before the response was complete/,
    ],
    ['speaks no HTTP', 'hello\r\n\r\n', /the response is not HTTP/],
  ])('when the other server %s', async (_what, response, why) => {
    await using real = await realServer(response);
    await using rig = await start({ forward: real.origin });
    expect(await exchange(rig.port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')).toMatch(/^HTTP\/1\.1 502/);
    expect((await rig.captured(1))[0]!.note).toMatch(why);
  });

  it('when the response takes too long', async () => {
    await using real = await realServer('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc', { closes: false });
    await using rig = await start({ forward: { to: real.origin, timeout: '50 ms' } });
    expect(await exchange(rig.port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')).toMatch(/^HTTP\/1\.1 502/);
    expect((await rig.captured(1))[0]!.note).toMatch(/no complete response came within 50 ms/);
  });
});

describe('a forward that leads back to the receiver', () => {
  it('is told by the mark of the request, whatever the name of its host', async () => {
    // As for a host name that resolves to this machine, or a proxy in front: the address alone does not show it.
    await using rig = await start({ forward: 'http://127.0.0.1:1' }, { isOwn: () => false });
    const rule = { forward: `http://localhost:${rig.port}` };
    rig.responses.setRules('user', responseRulesSchema.parse([rule]));
    expect(await exchange(rig.port, 'GET /pb HTTP/1.1\r\nHost: a\r\n\r\n')).toMatch(/^HTTP\/1\.1 502/);
    const captured = await rig.captured(2);
    expect(captured.map(({ note }) => note).join(' ')).toContain('the request would come back here');
    expect(rig.all()).toHaveLength(2);
  });
});

describe('a rule that forwards', () => {
  it('says so, with the fault that follows', () => {
    const [plain, faulty] = responseRulesSchema.parse([
      { when: { path: '/pb' }, forward: 'http://127.0.0.1:9000' },
      { forward: 'https://a.example/base', fault: 'half-body' },
    ]);
    expect(ruleSentence(plain!)).toBe('Forward /pb to http://127.0.0.1:9000.');
    expect(ruleSentence(faulty!)).toMatch(
      /^Forward all requests to https:\/\/a\.example\/base, then send half of the body of its response/,
    );
  });

  it.each<ResponseRuleInput>([
    { forward: 'ftp://a' },
    { forward: 'http://a?x=1' },
    { forward: '127.0.0.1:9000' },
    { forward: 'http://u:p@a/' },
    { forward: 'http://a', respond: { status: 500 } },
    { forward: 'http://a', fault: 'redirect-loop' },
    { forward: 'http://a', fault: 'tls-cut' },
    {},
  ])('is not %j', (rule) => {
    expect(responseRulesSchema.safeParse([rule]).success).toBe(false);
  });

  it.each([
    ['http://a', '/pb?x=1', '/pb?x=1'],
    ['http://a/', '/pb', '/pb'],
    ['http://a/base', '/pb', '/base/pb'],
    ['http://a/base/', '/', '/base/'],
    ['http://a/base', 'http://b:7300/pb?x', '/base/pb?x'],
    ['http://a/base', '*', '*'],
    ['http://a/base', '//x', '/base//x'],
  ])('to %s takes %s as %s', (to, target, expected) => {
    expect(forwardedTarget(to, target)).toBe(expected);
  });

  it('adds a Host where there is none', () => {
    expect(forwardedHeaders(['A', '1'], 'b:1', 0)).toEqual(['Host', 'b:1', 'A', '1', 'Connection', 'close']);
  });
});
