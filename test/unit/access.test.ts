import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { Access, TOKEN_LASTS_MS } from '../../electron/cli/headless/access.ts';

const tokenOf = (address: string) => new URL(address).searchParams.get('token')!;

describe('a token of the headless screen', () => {
  it('lets in the first time whenever that is, and for ten minutes after', () => {
    let now = 0;
    const access = new Access({ port: () => 7777, now: () => now });
    const address = access.address();
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:7777\/\?token=[\w-]{32}$/);
    now = 10 * TOKEN_LASTS_MS;
    const first = access.sessionFor(tokenOf(address))!;
    now += TOKEN_LASTS_MS;
    const second = access.sessionFor(tokenOf(address))!;
    expect(new Set([first, second, undefined, tokenOf(address)]).size).toBe(4);
    now += 1;
    expect(access.sessionFor(tokenOf(address))).toBeUndefined();
    now = 0;
    expect(access.sessionFor(tokenOf(address))).toBeUndefined();
    // Whoever was let in stays in.
    expect([first, second].every((session) => access.isSession(session))).toBe(true);
  });

  it('is its own for each address, and good for one engine only', () => {
    const access = new Access({ port: () => 1 });
    const [one, other] = [access.address(), access.address()];
    expect(one).not.toBe(other);
    expect(access.sessionFor(tokenOf(one))).toBeDefined();
    expect(access.sessionFor(tokenOf(other))).toBeDefined();
    const later = new Access({ port: () => 1 });
    expect(later.sessionFor(tokenOf(one))).toBeUndefined();
    expect(later.isSession(access.sessionFor(tokenOf(one))!)).toBe(false);
  });

  it('is no session, and a session is no token', () => {
    const access = new Access({ port: () => 1 });
    const token = tokenOf(access.address());
    const session = access.sessionFor(token)!;
    expect(access.isSession(token)).toBe(false);
    expect(access.sessionFor(session)).toBeUndefined();
    for (const junk of ['', 'x', `${token} `, token.slice(1)]) {
      expect(access.sessionFor(junk)).toBeUndefined();
      expect(access.isSession(junk)).toBe(false);
    }
  });
});

it('a request is refused for its Host or its Origin, whatever else it holds', () => {
  const access = new Access({ port: () => 80 });
  const refusal = (headers: Record<string, string>) =>
    access.refusal({ headers } as unknown as IncomingMessage);
  expect(refusal({ host: '127.0.0.1:80' })).toBeUndefined();
  expect(refusal({ host: 'localhost:80', origin: 'http://localhost:80' })).toBeUndefined();
  expect(refusal({})).toMatch(/host/);
  expect(refusal({ host: '127.0.0.1:81' })).toMatch(/host/);
  expect(refusal({ host: '127.0.0.1:80', origin: 'http://localhost:80' })).toMatch(/origin/);
});
