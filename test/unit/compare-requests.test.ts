import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparePoints } from '../../shared/receiver/compare/compare-points.ts';
import { compareRequests, comparisonSentence } from '../../shared/receiver/compare/compare-requests.ts';
import { differencesOf, differingParts } from '../../shared/receiver/compare/differing-parts.ts';
import { expectationSentence, holdAgainst } from '../../shared/receiver/compare/expectation.ts';
import {
  expectedRequest,
  likelyTemplate,
  requestOfMessage,
} from '../../shared/receiver/compare/expected-request.ts';
import { type ComparedRequest, requestPoints } from '../../shared/receiver/compare/request-points.ts';
import { compilePostback, postbackSchema } from '../../shared/template/postback.ts';
import { settingsFor } from '../../shared/template/settings.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function get(target: string, headers: [string, string][] = []): ComparedRequest {
  return { method: 'GET', target, headers, body: bytes('') };
}

function post(contentType: string, body: string | Uint8Array, target = '/pb'): ComparedRequest {
  return {
    method: 'POST',
    target,
    headers: [['Content-Type', contentType]],
    body: typeof body === 'string' ? bytes(body) : body,
  };
}

/** "id same, pay re-encoded": what became of each value of query and body. */
function told(left: ComparedRequest, right: ComparedRequest): string[] {
  return compareRequests(left, right)
    .points.filter(({ place }) => place === 'query' || place === 'body')
    .map(({ key, state, moved }) => `${key} ${state}${moved ? ', moved' : ''}`);
}

describe('two requests', () => {
  test('are the same where each value is', () => {
    expect(told(get('/pb?id=1&pay=2.00'), get('/pb?id=1&pay=2.00'))).toEqual(['id same', 'pay same']);
    expect(comparisonSentence(compareRequests(get('/pb?id=1'), get('/pb?id=1')))).toBe(
      'The same, byte for byte',
    );
  });

  test('tell a value that was changed, left out or added', () => {
    expect(told(get('/pb?id=1&pay=2&s=x'), get('/pb?id=1&pay=3&via=nginx'))).toEqual([
      'id same',
      'pay changed',
      'via extra',
      's missing',
    ]);
  });

  test.each([
    ['%20 and +', '/pb?n=Acme%20Outdoor', '/pb?n=Acme+Outdoor'],
    ['letters of escapes', '/pb?n=%3a', '/pb?n=%3A'],
    ['an escape and the letter', '/pb?n=%7Eme', '/pb?n=~me'],
    ['raw UTF-8 and its escape', '/pb?n=%C3%A9', '/pb?n=\u00c3\u00a9'],
    ['the escape of a key', '/pb?sub%5B1%5D=a', '/pb?sub[1]=a'],
  ])('tell another spelling of the same value: %s', (_name, left, right) => {
    const points = compareRequests(get(left), get(right)).points.filter(({ place }) => place === 'query');
    expect(points.map(({ state }) => state)).toEqual(['re-encoded']);
    expect(points[0]!.left!.raw).not.toBe(points[0]!.right!.raw);
  });

  test('pair a repeated key by its value, and tell what came twice', () => {
    expect(told(get('/pb?id=1&id=2'), get('/pb?id=2&id=1'))).toEqual(['id same, moved', 'id same']);
    expect(told(get('/pb?id=1'), get('/pb?id=9&id=1'))).toEqual(['id same', 'id doubled']);
  });

  test('tell the fewest values that moved', () => {
    expect(told(get('/pb?a=1&b=2&c=3&d=4'), get('/pb?d=4&a=1&b=2&c=3'))).toEqual([
      'a same',
      'b same',
      'c same',
      'd same, moved',
    ]);
  });

  test('are compared by the members of JSON, whose order and blanks say nothing', () => {
    const left = post('application/json', '{"id":"1","pay":2.00,"items":[{"sku":"A"}]}');
    expect(told(left, post('application/json', '{ "items": [{"sku":"A"}], "pay":2.00, "id":"1" }'))).toEqual([
      'id same',
      'pay same',
      'items[0].sku same',
    ]);
    expect(told(left, post('application/json', '{"id":1,"pay":2.0,"items":[]}'))).toEqual([
      'id re-encoded',
      'pay changed',
      'items[0].sku missing',
    ]);
  });

  test('are compared by the elements of XML and the fields of a form', () => {
    const xml = (text: string) => post('application/xml', text);
    expect(told(xml('<a><id>1</id></a>'), xml('<a>\n <id>2</id></a>'))).toEqual(['a/id changed']);
    const form = (text: string) => post('application/x-www-form-urlencoded', text);
    expect(told(form('id=1&p=2'), form('p=2&id=1'))).toEqual(['id same, moved', 'p same']);
  });

  test('are compared as a whole where a body has no fields', () => {
    expect(told(post('text/plain', 'one'), post('text/plain', 'two'))).toEqual(['body changed']);
    expect(told(post('application/json', '{"id":1'), post('application/json', '{"id":1}'))).toEqual([
      'body missing',
      'id extra',
    ]);
  });

  test('tell a byte order mark in front of the first key of a form', () => {
    const form = 'application/x-www-form-urlencoded';
    const marked = new Uint8Array([0xef, 0xbb, 0xbf, ...bytes('id=1')]);
    expect(told(post(form, 'id=1'), post(form, marked))).toEqual(['id missing', '\ufeffid extra']);
  });

  test('compare headers by name in any case, and count those that differ', () => {
    const compared = compareRequests(
      get('/pb', [
        ['Host', 'a'],
        ['X-Id', '1'],
      ]),
      get('/pb', [
        ['host', 'b'],
        ['x-id', '1'],
        ['Via', 'nginx'],
      ]),
    );
    expect(compared.headers).toBe(2);
    expect(comparisonSentence(compared)).toBe('No values to compare, 2 headers differ');
  });

  test('tell a method and a path that differ', () => {
    const points = compareRequests(get('/a'), { ...get('/b'), method: 'POST' }).points;
    expect(points.slice(0, 2).map(({ key, state }) => `${key} ${state}`)).toEqual([
      'method changed',
      'path changed',
    ]);
  });
});

const parameter = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('1', '2', ''));
const query = fc.array(parameter, { maxLength: 8 });
const written = (pairs: readonly [string, string][]) =>
  get(`/pb?${pairs.map(([key, value]) => `${key}=${value}`).join('&')}`);

test('each value of either request is told exactly once', () => {
  fc.assert(
    fc.property(query, query, (left, right) => {
      const [first, second] = [requestPoints(written(left)), requestPoints(written(right))];
      const compared = comparePoints(first, second);
      expect(compared.flatMap((point) => point.left ?? [])).toEqual(first);
      expect(new Set(compared.flatMap((point) => point.right ?? []))).toEqual(new Set(second));
      expect(compared.filter((point) => point.right !== null)).toHaveLength(second.length);
    }),
  );
});

test('the same values in any order are all the same, and one that moved is told unless the order is the same', () => {
  const shuffled = fc
    .uniqueArray(
      fc.string({
        minLength: 1,
        maxLength: 4,
        unit: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
      }),
    )
    .chain((keys) => fc.tuple(fc.constant(keys), fc.shuffledSubarray(keys, { minLength: keys.length })));
  fc.assert(
    fc.property(shuffled, ([keys, other]) => {
      const pairs = (list: readonly string[]) => list.map((key): [string, string] => [key, '1']);
      const compared = comparePoints(
        requestPoints(written(pairs(keys))),
        requestPoints(written(pairs(other))),
      );
      expect(compared.every(({ state }) => state === 'same')).toBe(true);
      expect(compared.some(({ moved }) => moved)).toBe(keys.join() !== other.join());
    }),
  );
});

function template(given: Record<string, unknown>) {
  const postback = postbackSchema.parse({ name: 'Life cycle', ...given });
  const settings = settingsFor(postback.kind, { unknown: 'literal', receiverBase: 'http://127.0.0.1' });
  return { compiled: compilePostback(postback), settings };
}

describe('an expectation', () => {
  const sent = get('/pb?id=1000.1&pay=8.00&program=Acme%20Outdoor&shared=');
  const lifeCycle = template({
    url: '/pb?id={ActionId}&pay={Payout}&program={CampaignName}&shared={SharedId}',
  });

  test('names the placeholder of each value, and counts what arrived', () => {
    const held = holdAgainst(sent, sent, lifeCycle);
    expect(held.points.map(({ key, placeholders }) => [key, ...placeholders])).toEqual([
      ['id', 'ActionId'],
      ['pay', 'Payout'],
      ['program', 'CampaignName'],
      ['shared', 'SharedId'],
    ]);
    expect(held).toMatchObject({ expected: 4, arrived: 4, empty: 1 });
    expect(expectationSentence(held)).toBe('4 of 4 data points arrived');
  });

  test('tells what a proxy made of it', () => {
    const held = holdAgainst(
      sent,
      get('/pb?id=1000.1&program=Acme+Outdoor&pay=8.00&shared=&via=nginx&id=1000.1'),
      lifeCycle,
    );
    expect(held).toMatchObject({ reEncoded: 1, reordered: 1, extra: 1, doubled: 1, missing: 0, arrived: 4 });
    expect(expectationSentence(held)).toBe(
      '4 of 4 data points arrived; 1 extra, 1 re-encoded, 1 reordered, 1 doubled',
    );
  });

  test('does not count a value that was changed, emptied or left out as arrived', () => {
    const held = holdAgainst(sent, get('/pb?id=&pay=9.00&shared='), lifeCycle);
    expect(held).toMatchObject({ expected: 4, arrived: 1, changed: 2, missing: 1 });
  });

  test('counts headers of the postback and a path with a placeholder, and no others', () => {
    const withHeader = template({
      url: '/pb/{ActionId}?pay={Payout}',
      headers: { 'X-Token': 'abc' },
    });
    const own = (headers: [string, string][]) => get('/pb/1000.1?pay=1', headers);
    const held = holdAgainst(
      own([
        ['Host', 'a'],
        ['X-Token', 'abc'],
      ]),
      own([['Host', 'b']]),
      withHeader,
    );
    expect(held.points.map(({ key, state }) => `${key} ${state}`)).toEqual([
      'path same',
      'pay same',
      'x-token missing',
    ]);
  });

  test('of a request of others comes from the template and the values of the request itself', () => {
    const received = get('/pb?id=7&pay=1.00&program=Acme+Outdoor');
    const expected = expectedRequest(lifeCycle, received)!;
    expect(expected.target).toBe('/pb?id=7&pay=1.00&program=Acme%20Outdoor&shared=');
    expect(holdAgainst(expected, received, lifeCycle)).toMatchObject({
      expected: 4,
      arrived: 3,
      missing: 1,
      reEncoded: 1,
    });
  });

  test('of a request of others is that of the postback with the same path that has most in common, or none', () => {
    const other = template({ url: '/pb?id={ActionId}&status={Status}' });
    const elsewhere = template({ url: '/catalog?id={ActionId}&pay={Payout}&program={CampaignName}' });
    const found = likelyTemplate([other, elsewhere, lifeCycle], get('/pb?id=7&pay=1&program=x'));
    expect(found?.template).toBe(lifeCycle);
    expect(likelyTemplate([lifeCycle], get('/pb?id=test'))).toBeUndefined();
    expect(likelyTemplate([lifeCycle], post('text/plain', 'x'))).toBeUndefined();
  });
});

test('a request is read from its bytes, also one with blanks in its target', () => {
  expect(requestOfMessage('GET /a b HTTP/1.1\r\nHost: x\r\n\r\n', bytes('y'))).toEqual({
    method: 'GET',
    target: '/a b',
    headers: [['Host', 'x']],
    body: bytes('y'),
  });
});

describe('the parts of two texts that differ', () => {
  const texts = fc.string({
    unit: fc.constantFrom('a', 'b', '%', '2', '0', '+', '\u{1f600}'),
    maxLength: 30,
  });

  test('join to the texts, and the others are equal', () => {
    fc.assert(
      fc.property(texts, texts, (left, right) => {
        const parts = differingParts(left, right);
        const joined = (list: typeof parts.left) => list.map(({ text }) => text).join('');
        expect([joined(parts.left), joined(parts.right)]).toEqual([left, right]);
        const equal = (list: typeof parts.left) => joined(list.filter(({ differs }) => !differs));
        expect(equal(parts.left)).toBe(equal(parts.right));
        expect(parts.left.concat(parts.right).some(({ differs }) => differs)).toBe(left !== right);
      }),
    );
  });

  test('are found one by one', () => {
    const { left, right } = differingParts('Acme%20Outdoor%20', 'Acme+Outdoor+');
    const marked = (list: typeof left) =>
      list.map(({ text, differs }) => (differs ? `[${text}]` : text)).join('');
    expect(marked(left)).toBe('Acme[%20]Outdoor[%20]');
    expect(marked(right)).toBe('Acme[+]Outdoor[+]');
  });

  test('are one where too much lies between the equal ends', () => {
    const many = (byte: number) => new Uint8Array(10_000).fill(byte);
    const [left, right] = [Buffer.from([7, ...many(1), 9]), Buffer.from([7, ...many(2), 9])];
    expect(differencesOf(left, right)).toEqual([{ left: [1, 10_001], right: [1, 10_001] }]);
  });
});
