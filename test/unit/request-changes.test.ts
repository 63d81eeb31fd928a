import { describe, expect, it } from 'vitest';
import * as changes from '../../shared/checks/request-changes.ts';
import { type Postback, postbackSchema, type RenderedRequest } from '../../shared/template/postback.ts';

const request = (given: Partial<RenderedRequest>): RenderedRequest => ({
  method: 'GET',
  url: 'http://a.example/p',
  headers: [],
  body: null,
  ...given,
});
const withBody = (type: string, body: string) =>
  request({ method: 'POST', headers: [['Content-Type', type]], body });
const postback = (given: Record<string, unknown>): Postback =>
  postbackSchema.parse({ name: 'p', url: 'http://a.example/p?id={ActionId}', ...given });

describe('a value is changed, and left out, in', () => {
  it.each([
    [
      'a query',
      request({ url: 'http://a.example/p?id=1&token=abc&x=2#f' }),
      'http://a.example/p?id=1&token=a%20b&x=2#f',
      'http://a.example/p?id=1&x=2#f',
    ],
    [
      'a query whose name is encoded',
      request({ url: 'http://a.example/p?t%6Fken=abc' }),
      'http://a.example/p?t%6Fken=a%20b',
      'http://a.example/p?',
    ],
  ])('%s', (_name, given, changed, without) => {
    expect(changes.withValue('token', 'a b', '').change(given).url).toBe(changed);
    expect(changes.withValue('token', null, '').change(given).url).toBe(without);
  });

  it.each([
    ['a form', 'application/x-www-form-urlencoded', 'id=1&token=abc', 'id=1&token=a%20%22%3C', 'id=1'],
    [
      'JSON',
      'application/json; charset=utf-8',
      '{"id": "1", "token": "abc"}',
      '{"id": "1", "token": "a \\"<"}',
      '{"id": "1"}',
    ],
    [
      'XML',
      'application/xml',
      '<a><id>1</id><token>abc</token></a>',
      '<a><id>1</id><token>a "&lt;</token></a>',
      '<a><id>1</id></a>',
    ],
  ])('%s', (_name, type, body, changed, without) => {
    expect(changes.withValue('token', 'a "<', '').change(withBody(type, body)).body).toBe(changed);
    expect(changes.withValue('token', null, '').change(withBody(type, body)).body).toBe(without);
  });

  it('a header, in any case', () => {
    const given = request({
      headers: [
        ['X-Token', 'abc'],
        ['X-Other', 'abc'],
      ],
    });
    expect(changes.withValue('x-token', 'z', '').change(given).headers).toEqual([
      ['X-Token', 'z'],
      ['X-Other', 'abc'],
    ]);
    expect(changes.withValue('x-token', null, '').change(given).headers).toEqual([['X-Other', 'abc']]);
  });

  it('nothing where the name is not', () => {
    for (const given of [
      request({ url: 'http://a.example/p?tokens=1' }),
      withBody('application/json', '{"a": 1}'),
      withBody('text/plain', 'token=1'),
    ])
      expect(changes.withValue('token', 'z', '').change(given)).toEqual(given);
  });
});

describe('a request', () => {
  it('gets one more parameter', () => {
    expect(changes.withParameter('new one', 'a&b', '').change(request({})).url).toBe(
      'http://a.example/p?new%20one=a%26b',
    );
    expect(changes.withParameter('n', '1', '').change(request({ url: 'http://a.example/p?id=1' })).url).toBe(
      'http://a.example/p?id=1&n=1',
    );
  });

  it('has its parameters in another order, in the query and in a form', () => {
    const given = {
      ...withBody('application/x-www-form-urlencoded', 'a=1&b=2'),
      url: 'http://a.example/p?c=3&d=4',
    };
    expect(changes.reversedParameters().change(given)).toMatchObject({
      url: 'http://a.example/p?d=4&c=3',
      body: 'b=2&a=1',
    });
    expect(changes.reversedParameters().change(withBody('application/json', '{"a":1}')).body).toBe('{"a":1}');
  });

  it('has each parameter twice', () => {
    expect(changes.everyParameterTwice().change(request({ url: 'http://a.example/p?a=1&b=2' })).url).toBe(
      'http://a.example/p?a=1&b=2&a=1&b=2',
    );
    expect(changes.everyParameterTwice().change(request({})).url).toBe('http://a.example/p');
  });

  it('has its header names in capitals, with the same values', () => {
    expect(changes.otherHeaderCase().change(request({ headers: [['x-a', 'b']] })).headers).toEqual([
      ['X-A', 'b'],
    ]);
  });

  it('becomes a GET that carries what its form did', () => {
    const got = changes.withMethod('GET').change(withBody('application/x-www-form-urlencoded', 'a=1'));
    expect(got).toEqual({ method: 'GET', url: 'http://a.example/p?a=1', headers: [], body: null });
  });
});

describe('the shared secret of a template is found', () => {
  it.each([
    ['in the query', { url: 'http://a.example/p?id={ActionId}&token=abc' }, 'token'],
    ['as a placeholder of a secret', { url: 'http://a.example/p?id={ActionId}&sig={secret:A}' }, 'sig'],
    ['in a header', { headers: { 'X-Api-Key': 'abc' } }, 'X-Api-Key'],
    [
      'in a form',
      { method: 'POST', body: { format: 'form', template: 'id={ActionId}&secure=abc' } },
      'secure',
    ],
    [
      'in JSON',
      { method: 'POST', body: { format: 'json', template: '{"id": "{ActionId}", "secret": "abc"}' } },
      'secret',
    ],
    [
      'in XML',
      { method: 'POST', body: { format: 'xml', template: '<a><id>{ActionId}</id><key>abc</key></a>' } },
      'key',
    ],
  ])('%s', (_name, given, name) => {
    expect(changes.findSharedSecret(postback(given), undefined)).toEqual({ name, confirmed: false });
    expect(changes.findSharedSecret(postback(given), name)).toEqual({ name, confirmed: true });
  });

  it('not where its value changes, nor where nothing is called so', () => {
    expect(
      changes.findSharedSecret(postback({ url: 'http://a.example/p?token={ActionId}' }), undefined),
    ).toBeUndefined();
    expect(changes.findSharedSecret(postback({}), undefined)).toBeUndefined();
    expect(changes.findSharedSecret(postback({}), 'token')).toBeUndefined();
  });
});
