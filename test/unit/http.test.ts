import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bareHost } from '../../shared/http/bare-host.ts';
import { headerOf } from '../../shared/http/headers.ts';
import { isLoopback, isThisMachine } from '../../shared/http/this-machine.ts';

describe('a header', () => {
  it('is found by its name in any case, the first one where there are several', () => {
    const headers = [
      ['X-A', '1'],
      ['content-TYPE', 'text/plain'],
      ['Content-Type', 'text/html'],
    ] as const;
    expect(headerOf(headers, 'Content-Type')).toBe('text/plain');
    expect(headerOf(headers, 'x-a')).toBe('1');
    expect(headerOf(headers, 'accept')).toBeUndefined();
  });
});

describe('this machine', () => {
  it('is each loopback address, as an IPv6 one in brackets or without', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV6(), (v4, v6) => {
        expect(isThisMachine(v4)).toBe(v4.startsWith('127.'));
        expect(isThisMachine(`[${v6}]`)).toBe(isLoopback(bareHost(v6)));
      }),
    );
    expect(
      [
        '127.0.0.1',
        '[::1]',
        '::1',
        '[::ffff:127.9.9.9]',
        'LOCALHOST',
        'app.localhost',
        'a.b.LocalHost.',
      ].every(isThisMachine),
    ).toBe(true);
  });

  it('is no other name, whatever it looks like', () => {
    const others = ['localhost.example', 'notlocalhost', '128.0.0.1', '[::2]', '127.0.0.1.example', ''];
    expect(others.filter(isThisMachine)).toEqual([]);
  });
});
