import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSecretName, MASK, mask, maskDeep } from '../../shared/secrets/mask.ts';

describe('a name', () => {
  it.each([
    'secure',
    'token',
    'accessToken',
    'ACCESS_TOKEN',
    'access_token',
    'accesstoken',
    'X-Api-Key',
    'apiKey',
    'key',
    'sig',
    'sub_sig',
    'Signature',
    'password',
    'db.password',
    'Authorization',
    'Proxy-Authorization',
    'Set-Cookie',
    'cookie',
    'client_secret',
  ])('such as %s says that its value is secret', (name) => expect(isSecretName(name)).toBe(true));

  it.each([
    'id',
    'status',
    'SharedId',
    'keyboard',
    'monkey',
    'signal',
    'tokens2',
    'passenger',
    'author',
    '',
    'amount',
  ])('such as %s does not', (name) => expect(isSecretName(name)).toBe(false));
});

describe('a masked text', () => {
  it.each([
    ['http://h/pb?id=1&secure=ed7e46f&pay=2', `http://h/pb?id=1&secure=${MASK}&pay=2`],
    ['/?token=abc', `/?token=${MASK}`],
    [
      'GET /x?a=1 HTTP/1.1\r\nAuthorization: Bearer abc.def\r\nAccept: */*',
      `GET /x?a=1 HTTP/1.1\r\nAuthorization: ${MASK}\r\nAccept: */*`,
    ],
    ['sent with Bearer abc.def, refused', `sent with Bearer ${MASK}, refused`],
    ['https://user:pass@host/x', `https://${MASK}@host/x`],
    [
      'https://hooks.example/services/T0123/ab12cd34ef56ab12cd34ef56',
      `https://hooks.example/services/T0123/${MASK}`,
    ],
    ['{"id":"1","api_key":"a\\"b","n":2}', `{"id":"1","api_key":"${MASK}","n":2}`],
    ['secret=a&secret=b', `secret=${MASK}&secret=${MASK}`],
    ['nothing to hide: id=1&status=PENDING', 'nothing to hide: id=1&status=PENDING'],
    ['/tmp/postbench-test-a1b2c3/data', '/tmp/postbench-test-a1b2c3/data'],
  ])('%j reads %j', (text, masked) => expect(mask(text)).toBe(masked));

  it('hides listed values wherever they stand, the longest first', () => {
    expect(mask('x hunter2 and hunter22', ['hunter2', 'hunter22'])).toBe(`x ${MASK} and ${MASK}`);
  });

  it('changes nothing more when it is masked again', () => {
    const piece = fc.constantFrom(
      'token',
      '=',
      '&',
      '?',
      ': ',
      '"',
      "'",
      'http://',
      '@',
      '/',
      'a1',
      ' ',
      '\n',
      MASK,
      '{',
      '\\',
      'Bearer ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' }))), (pieces) => {
        const once = mask(pieces.join(''));
        expect(mask(once)).toBe(once);
      }),
    );
  });

  it('never holds a value under a secret name, in any place', () => {
    const name = fc.constantFrom('secure', 'token', 'X-Api-Key', 'password', 'sig', 'Cookie');
    const secret = fc.stringMatching(/^[A-Za-z0-9]{6,40}$/).map((text) => `s3cr3t${text}`);
    fc.assert(
      fc.property(name, secret, (key, value) => {
        const texts = [
          `http://127.0.0.1:1/pb?id=1&${key}=${value}&b=2`,
          `POST / HTTP/1.1\r\nHost: a\r\n${key}: ${value}\r\n\r\n`,
          JSON.stringify({ a: 1, [key]: value }),
          `a=1&${key}=${value}`,
        ];
        for (const text of texts) expect(mask(text)).not.toContain(value);
        const deep = JSON.stringify(
          maskDeep({
            url: texts[0],
            headers: { [key]: [value] },
            list: [{ [key]: value }],
            error: new Error(texts[1]),
          }),
        );
        expect(deep).not.toContain(value);
      }),
    );
  });

  it('takes a megabyte of what looks like secrets in time that grows with its length only', () => {
    for (const piece of ['token=', '"key":"', 'http://a@', 'Bearer ', 'key: ', '?&', '\\"', 'a/'])
      expect(mask(piece.repeat(1_000_000 / piece.length)).length).toBeGreaterThan(0);
  });
});

describe('what is logged', () => {
  it('keeps an error’s words, code and cause, and ends a circle', () => {
    const error = Object.assign(new Error('no', { cause: 'the disk' }), { code: 'ENOSPC' });
    expect(maskDeep({ error })).toMatchObject({
      error: { message: 'no', code: 'ENOSPC', cause: 'the disk' },
    });
    const circle: Record<string, unknown> = { n: 1n };
    circle.self = circle;
    expect(JSON.stringify(maskDeep(circle))).toContain('…');
  });
});
