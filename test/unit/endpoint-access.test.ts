import { BlockList, isIPv4 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Access,
  type AccessRequest,
  accessSchema,
  deniedBy,
} from '../../shared/receiver/access/access.ts';
import { addressOf, isInRange, parseRange } from '../../shared/receiver/access/address-range.ts';
import { senderAddress } from '../../shared/receiver/access/sender-address.ts';
import { requestFields } from '../../shared/receiver/request-fields.ts';
import { responseRulesSchema } from '../../shared/receiver/rules/rule-schema.ts';
import { ruleSentence } from '../../shared/receiver/rules/sentence.ts';

const isIn = (address: string, range: string) => isInRange(address, parseRange(range)!);

describe('a range of addresses', () => {
  it.each([
    ['203.0.113.9', '203.0.113.0/24', true],
    ['203.0.114.9', '203.0.113.0/24', false],
    ['203.0.113.9', '203.0.113.9', true],
    ['203.0.113.9', '0.0.0.0/0', true],
    ['203.0.113.9', '::/0', false],
    ['::ffff:203.0.113.9', '203.0.113.0/24', true],
    ['203.0.113.9', '::ffff:203.0.113.0/120', true],
    ['2001:db8:1::7', '2001:db8::/32', true],
    ['2001:db9::7', '2001:db8::/32', false],
    ['2001:DB8::0007', '2001:db8::7', true],
    ['::ffff:203.0.113.9', '::ffff:0:0/90', true],
    ['::203.0.113.9', '203.0.113.0/24', false],
    ['nonsense', '0.0.0.0/0', false],
  ])('%s in %s: %s', (address, range, expected) => {
    expect(isIn(address, range)).toBe(expected);
  });

  it.each([
    '',
    '203.0.113.0/33',
    '203.0.113/24',
    '1.2.3.4/',
    '2001:db8::/129',
    'localhost',
    '1.2.3.4-9',
    '1.2.3.4 /8',
  ])('is not "%s"', (text) => {
    expect(parseRange(text)).toBeUndefined();
  });

  it('has the same addresses as for Node', () => {
    const v4 = fc.ipV4();
    const v6 = fc.ipV6();
    const both = fc.oneof(
      fc.tuple(v4, fc.integer({ min: 0, max: 32 }), v4),
      fc.tuple(v6, fc.integer({ min: 0, max: 128 }), v6),
    );
    fc.assert(
      fc.property(both, ([first, bits, address]) => {
        const family = isIPv4(first) ? 'ipv4' : 'ipv6';
        const list = new BlockList();
        list.addSubnet(first, bits, family);
        // Node takes a mapped range for its IPv4 one in some versions; ours are told apart above.
        fc.pre(!/^(?:0*:)*:?ffff:/i.test(first) && !/^(?:0*:)*:?ffff:/i.test(address));
        expect(isIn(address, `${first}/${bits}`)).toBe(list.check(address, family));
        expect(isIn(first, `${first}/${bits}`)).toBe(true);
      }),
    );
  });
});

describe('the address that a request comes from', () => {
  const from = (remote: string, ...values: string[]) =>
    senderAddress(
      remote,
      values.map((value) => ['x-forwarded-for', value]),
    );

  it('is that of the connection, and only this machine is believed to forward', () => {
    expect(from('203.0.113.9', '198.51.100.7')).toBe('203.0.113.9');
    expect(from('127.0.0.1', '198.51.100.7')).toBe('198.51.100.7');
    expect(from('::1', '2001:db8::7')).toBe('2001:db8::7');
    expect(from('::ffff:127.0.0.1', '198.51.100.7')).toBe('198.51.100.7');
    expect(from('127.0.0.1')).toBe('127.0.0.1');
  });

  it('is the last one that a proxy has seen, whatever a client has made up before it', () => {
    expect(from('127.0.0.1', '10.0.0.1, 198.51.100.7')).toBe('198.51.100.7');
    expect(from('127.0.0.1', '10.0.0.1', '198.51.100.7, 127.0.0.1')).toBe('198.51.100.7');
    expect(from('127.0.0.1', '198.51.100.7, unknown')).toBe('198.51.100.7');
    expect(from('127.0.0.1', 'unknown, _hidden')).toBe('127.0.0.1');
  });

  it('is read with or without port and brackets', () => {
    expect(['1.2.3.4:80', '[2001:db8::1]:443', '[::1]', 'fe80::1%eth0', '1.2.3', ''].map(addressOf)).toEqual([
      '1.2.3.4',
      '2001:db8::1',
      '::1',
      'fe80::1',
      undefined,
      undefined,
    ]);
  });
});

describe('who may send', () => {
  const SECRETS: Record<string, string> = { KEY: 's3cret', PASS: 'pässword' };
  function requestOf(
    target: string,
    headers: [string, string][] = [],
    body: string | null = null,
  ): AccessRequest {
    return { sender: () => '203.0.113.9', headers, fields: () => requestFields(target, headers, body) };
  }
  const denied = (access: unknown, request: AccessRequest) =>
    deniedBy(accessSchema.parse(access) satisfies Access, request, (name) => SECRETS[name]);
  const basic = (text: string): [string, string] => [
    'Authorization',
    `Basic ${Buffer.from(text).toString('base64')}`,
  ];

  it('is decided by address', () => {
    expect(denied({ allow: ['203.0.113.0/24'] }, requestOf('/'))).toBeUndefined();
    expect(denied({ allow: ['198.51.100.0/24', '2001:db8::/32'] }, requestOf('/'))).toEqual({
      status: 403,
      why: '203.0.113.9 is not in 198.51.100.0/24 or 2001:db8::/32.',
      headers: [],
    });
  });

  it('is decided by a header with a secret', () => {
    const access = { header: { name: 'X-Key', value: '{secret:KEY}' } };
    expect(denied(access, requestOf('/', [['x-key', 's3cret']]))).toBeUndefined();
    expect(denied(access, requestOf('/'))).toMatchObject({
      status: 401,
      why: 'The header X-Key is missing.',
    });
    expect(denied(access, requestOf('/', [['X-Key', 'other']]))).toMatchObject({
      why: 'The header X-Key is not what the endpoint asks for.',
    });
  });

  it('lets nobody in while a secret has no value', () => {
    const access = { header: { name: 'X-Key', value: '{secret:GONE}' } };
    for (const value of ['', '{secret:GONE}'])
      expect(denied(access, requestOf('/', [['X-Key', value]]))?.why).toMatch(
        /^Nobody can be let in: \{secret:GONE\}/,
      );
  });

  it('is decided by a parameter of the query or of a form', () => {
    const access = { parameter: { name: 'token', value: 'a {b} c' } };
    const form: [string, string][] = [['Content-Type', 'application/x-www-form-urlencoded']];
    expect(denied(access, requestOf('/pb?token=a+%7Bb%7D%20c'))).toBeUndefined();
    expect(denied(access, requestOf('/pb', form, 'x=1&token=a+%7Bb%7D+c'))).toBeUndefined();
    expect(denied(access, requestOf('/pb?Token=a'))?.why).toBe('The parameter token is missing.');
    expect(denied(access, requestOf('/pb?token='))?.status).toBe(401);
  });

  it('is decided by Basic, in UTF-8', () => {
    const access = { basic: { user: 'ann', password: '{secret:PASS}' } };
    expect(denied(access, requestOf('/', [basic('ann:pässword')]))).toBeUndefined();
    expect(denied(access, requestOf('/', [['authorization', `basic ${btoa('x')}`]]))).toMatchObject({
      status: 401,
      why: 'The user and password of HTTP Basic are not what the endpoint asks for.',
      headers: [['WWW-Authenticate', 'Basic realm="Postbench", charset="UTF-8"']],
    });
    for (const header of ['Bearer x', 'Basic ***'])
      expect(denied(access, requestOf('/', [['Authorization', header]]))?.why).toMatch(/missing/);
  });

  it('must meet all that is asked for, the address first', () => {
    const access = {
      allow: ['203.0.113.9'],
      header: { name: 'A', value: '1' },
      parameter: { name: 'b', value: '2' },
    };
    expect(denied(access, requestOf('/?b=2', [['A', '1']]))).toBeUndefined();
    expect(denied(access, requestOf('/?b=3', [['A', '1']]))?.why).toMatch(/parameter b/);
    expect(accessSchema.safeParse({}).success).toBe(false);
    expect(accessSchema.safeParse({ allow: ['10.0.0.0/40'] }).error?.issues[0]?.message).toBe(
      '"10.0.0.0/40" is not a range of addresses such as 203.0.113.0/24, or an address',
    );
  });
});

it('a rule can ask for the sender', () => {
  const [rule] = responseRulesSchema.parse([
    { when: { sender: { notIn: '203.0.113.0/24' } }, respond: { status: 403 } },
  ]);
  expect(ruleSentence(rule!)).toBe('Respond 403 to all requests where the sender is not in 203.0.113.0/24.');
  expect(responseRulesSchema.safeParse([{ when: { sender: {} }, fault: 'hang' }]).success).toBe(false);
});
