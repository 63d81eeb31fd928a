import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { departures, replayHeaders, replayUrl } from '../../shared/receiver/replay/replay-plan.ts';

describe('where a captured request goes', () => {
  it.each([
    ['/pb?id=1', 'http://127.0.0.1:9000', 'http://127.0.0.1:9000', '/pb?id=1'],
    ['/pb?id=1', 'http://127.0.0.1:9000/', 'http://127.0.0.1:9000', '/pb?id=1'],
    ['/pb?id=1', 'http://127.0.0.1:9000/hook', 'http://127.0.0.1:9000', '/hook?id=1'],
    ['/pb?id=1', 'http://127.0.0.1:9000/hook?x=2', 'http://127.0.0.1:9000', '/hook?x=2'],
    ['/pb?id=1', 'http://127.0.0.1:9000?x=2', 'http://127.0.0.1:9000', '/pb?x=2'],
    ['/pb', 'https://[::1]:9443', 'https://[::1]:9443', '/pb'],
    ['http://shop.example/pb?id=1', 'http://127.0.0.1:1', 'http://127.0.0.1:1', '/pb?id=1'],
    ['http://shop.example', 'http://127.0.0.1:1', 'http://127.0.0.1:1', '/'],
    ['*', 'http://127.0.0.1:1', 'http://127.0.0.1:1', '/'],
    // Bytes that do not belong into a target are the same again.
    ['/pb?n=\xc3\xa9|%zz', 'http://127.0.0.1:1', 'http://127.0.0.1:1', '/pb?n=\xc3\xa9|%zz'],
  ])('%s to %s', (target, to, origin, sent) => {
    expect(replayUrl(target, to)).toMatchObject({ origin, target: sent });
  });

  it.each(['', '/pb', 'ftp://127.0.0.1', '127.0.0.1:9000', 'http://', 'http://a:b@127.0.0.1'])(
    'refuses "%s"',
    (to) => {
      expect(() => replayUrl('/pb', to)).toThrow(expect.objectContaining({ code: 'PB_URL_INVALID' }));
    },
  );
});

test('headers go again in their order and case, without those of the connection', () => {
  expect(
    replayHeaders([
      ['Host', 'a'],
      ['X-B', '1'],
      ['content-LENGTH', '3'],
      ['x-a', '2'],
      ['X-B', '3'],
      ['Transfer-Encoding', 'chunked'],
    ]),
  ).toEqual([
    ['X-B', '1'],
    ['x-a', '2'],
    ['X-B', '3'],
  ]);
});

describe('when requests leave', () => {
  it('evenly at a rate, through all rounds', () => {
    expect(departures({ times: 2, timing: 'rate', perSecond: 4 }, [5, 99])).toEqual([0, 250, 500, 750]);
  });

  it('as far apart as they arrived', () => {
    expect(departures({ times: 1, timing: 'original', perSecond: 1 }, [1000, 1030, 4000, null, 9])).toEqual([
      0, 30, 3000, 3000, 3000,
    ]);
  });

  it('each after the response to the one before, and no faster than a foreign host allows', () => {
    const plan = { times: 1, timing: 'one-by-one' as const, perSecond: 1 };
    expect(departures(plan, [1, 2])).toBeUndefined();
    expect(departures(plan, [1, 2, 3], 200)).toEqual([0, 5, 10]);
  });

  it('never before one that was planned earlier, and never faster than the ceiling', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.nat(100_000)), { minLength: 1, maxLength: 20 }),
        fc.constantFrom('rate' as const, 'original' as const),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 500 }),
        (arrivals, timing, times, ceiling) => {
          const moments = departures({ times, timing, perSecond: 50 }, arrivals, ceiling)!;
          expect(moments).toHaveLength(arrivals.length * times);
          expect(moments[0]).toBe(0);
          for (const [index, at] of moments.slice(1).entries())
            expect(at - moments[index]!).toBeGreaterThanOrEqual(1000 / ceiling - 1e-6);
        },
      ),
    );
  });
});
