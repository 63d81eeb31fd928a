import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SELF_SIGNED } from '../fixtures/certificates.ts';
import { checkCommand, FAST, FEW, script, using, verdicts } from '../fixtures/check-command.ts';
import { temporaryFolder } from '../fixtures/command.ts';
import type { Receiver } from '../fixtures/receivers/receiver.ts';
import { guardedUpsert } from '../fixtures/receivers/right.ts';

const { check, reportOf, state, to } = checkCommand();

describe('what the receiver must know first', () => {
  /** Takes only postbacks of users that were registered. */
  function selective(known: Set<string>): Receiver {
    const inner = guardedUpsert();
    return {
      ...inner,
      postback: (incoming) => {
        const user = incoming.params['SubId1'] ?? '';
        if (incoming.path === '/register') known.add(incoming.params['user'] ?? '');
        else if (!known.has(user)) return { status: 404, body: 'unknown click' };
        else return inner.postback(incoming);
        return { status: 200 };
      },
    };
  }

  it('without it, one finding names both causes, and the rest is skipped', async () => {
    await using one = await using(selective(new Set()));
    const { report, err, code } = await reportOf([...to(one), ...state(one), ...FAST]);
    expect(err).toContain(
      'does not know this click. Register it with --before, or fix its values with --set.',
    );
    expect(report.checks.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)).toEqual(['no-4xx']);
    expect(report.checks.find(({ id }) => id === 'no-4xx')?.sentence).toContain('--before');
    expect(code).toBe(1);
  });

  it('--before registers each action', async () => {
    await using one = await using(selective(new Set()));
    const before = ['--before', `${one.origin}/register?user={SubId1}`];
    const { report } = await reportOf([...to(one), ...state(one), ...before, ...FAST, ...FEW]);
    expect(verdicts(report)).toEqual({ reversal: 'pass', 'duplicate-creation': 'pass' });
  });

  it('--before-command does so', async () => {
    await using one = await using(selective(new Set()));
    using folder = temporaryFolder();
    script(folder.path, 'register.mjs', `await fetch('${one.origin}/register?user=' + process.argv[2]);`);
    const before = ['--before-command', './register.mjs {SubId1}'];
    const { report } = await reportOf([...to(one), ...state(one), ...before, ...FAST, ...FEW], {
      folder: folder.path,
    });
    expect(verdicts(report)).toEqual({ reversal: 'pass', 'duplicate-creation': 'pass' });
  });

  it.each([
    [['--before', 'http://127.0.0.1:1/register'], 'registers a click had no response'],
    [['--before-command', './missing {SubId1}'], 'could not be started'],
  ])('%j that fails exits with 2', async (before, sentence) => {
    const { code, err } = await check([...to(), ...state(), ...before, ...FAST, ...FEW]);
    expect(err).toContain(sentence);
    expect(code).toBe(2);
  });

  it('--set fixes a value, and checks that vary it are skipped and say so', async () => {
    await using one = await using(selective(new Set(['user-of-mine'])));
    const { report } = await reportOf([...to(one), ...state(one), '--set', 'SubId1=user-of-mine', ...FAST]);
    const of = report.checks.find(({ id }) => id === 'empty-subid1');
    expect(of).toMatchObject({
      verdict: 'skip',
      sentence: 'SubId1 is fixed by --set, and this check varies it.',
    });
    expect(report.checks.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    expect(report.summary.moneyJudged).toBe(true);
  });
});

describe('bad receivers and probes', () => {
  let odd: { origin: string; close: () => void };
  beforeAll(async () => {
    const server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://x').pathname;
      const html = { 'content-type': 'text/html' };
      if (path === '/html') response.writeHead(200, html).end('<!doctype html><html><body>hi</body></html>');
      else if (path === '/login')
        response.writeHead(200, html).end('<!doctype html><html><form><input type="password"></form></html>');
      else if (path === '/garbage')
        response.end(Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 7919) % 256)));
      else if (path === '/loop') response.writeHead(302, { location: '/loop' }).end();
      else if (path === '/forbidden') response.writeHead(401).end();
      else if (path === '/broken') response.writeHead(500).end('oops');
      else if (path === '/large')
        response.end(JSON.stringify({ id: 'x', text: 'x'.repeat(2 * 1024 * 1024) }));
      else if (path === '/huge') {
        const part = Buffer.alloc(1024 * 1024, 97);
        const write = (left: number): void => {
          if (left === 0) response.end();
          else if (response.write(part)) write(left - 1);
          else response.once('drain', () => write(left - 1));
        };
        response.on('error', () => {});
        write(500);
      } else if (path !== '/silent') response.end('OK');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    odd = {
      origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      close: () => {
        server.closeAllConnections();
        server.close();
      },
    };
  });
  afterAll(() => odd.close());

  it('nothing listens: exit 1, and it says to start the receiver', async () => {
    const { code, err, out } = await check(['--to', 'http://127.0.0.1:1/postback', ...FAST]);
    expect(err).toContain(
      'PB_RECEIVER_UNREACHABLE: Nothing is listening at that address and port. Start your receiver',
    );
    expect(out).not.toContain('Money-safe');
    expect(code).toBe(1);
  });

  it.each([
    ['/loop', 'no-redirect'],
    ['/broken', 'no-5xx'],
    ['/login', 'body-says-success'],
  ])('%s: exit 1 by %s', async (path, id) => {
    const { code, report } = await reportOf(['--to', `${odd.origin}${path}`, '--only', id, ...FAST]);
    expect(verdicts(report)[id]).toBe('fail');
    expect(code).toBe(1);
  });

  it('a response of 500 MB is cut off, and is not success', async () => {
    const { report } = await reportOf(['--to', `${odd.origin}/huge`, '--only', 'responds-in-time', ...FAST]);
    expect(report.firstLook).toMatchObject({ accepted: false, response: { outcome: 'endless-answer' } });
  });

  it('a receiver that never responds fails in time, and the rest is skipped', async () => {
    const { code, report } = await reportOf(['--to', `${odd.origin}/silent`, '--timeout', '200ms', ...FAST]);
    expect(report.checks.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)).toEqual([
      'responds-in-time',
    ]);
    expect(code).toBe(1);
  });

  it.each([
    ['/html', 'it is an HTML page, not a record'],
    ['/login', 'shows a login page'],
    ['/garbage', 'cannot be read'],
    ['/loop', 'redirects to /loop'],
    ['/forbidden', 'responded with 401: it needs to log in'],
    ['/broken', 'responded with 500'],
    ['/large', 'larger than 1 MiB'],
    ['/huge', 'larger than 1 MiB'],
  ])('a probe of %s: %s', async (path, sentence) => {
    const { report, err } = await reportOf([
      ...to(),
      '--state',
      `${odd.origin}${path}?id={ActionId}`,
      ...FAST,
      ...FEW,
    ]);
    expect(err).toContain(sentence);
    expect(report.summary).toMatchObject({ moneyJudged: false, counts: { fail: 0 } });
  });

  it('a probe that nothing listens to', async () => {
    const { err } = await check([...to(), '--state', 'http://127.0.0.1:1/s?id={ActionId}', ...FAST, ...FEW]);
    expect(err).toContain('Nothing is listening where your records should be shown.');
  });

  it('a certificate of no known authority: exit 1, with what accepts it, and a probe says so too', async () => {
    const server = createTlsServer({ key: SELF_SIGNED.key, cert: SELF_SIGNED.cert }, (_request, response) => {
      response.end('OK');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const target = await check(['--to', `${origin}/postback`, ...FAST, ...FEW]);
      expect(target.err).toContain('PB_RECEIVER_UNREACHABLE');
      expect(target.err).toContain('sending.certificates in postbench.yaml');
      expect(target.err).toContain(SELF_SIGNED.sha256);
      expect(target.code).toBe(1);
      const probe = await check([...to(), '--state', `${origin}/s?id={ActionId}`, ...FAST, ...FEW]);
      expect(probe.err).toContain('Your records could not be reached');
      expect(probe.err).toContain('sending.certificates in postbench.yaml');
      expect(probe.code).toBe(0);
    } finally {
      server.close();
    }
  });
});
