import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleValues } from '../../shared/domain/samples.ts';
import { readRequest } from '../../shared/template/import/read-requests.ts';
import { templateOf } from '../../shared/template/import/template-of-request.ts';
import { compilePostback, postbackSchema, renderPostback } from '../../shared/template/postback.ts';

const template = (text: string) => templateOf(readRequest(text));

describe('a request that is pasted becomes the template that would produce it', () => {
  it.each([
    [
      'a URL',
      'https://example.com/pb?txid=1000.4636.158133&pay=12.00&state=PENDING&src=impact',
      'https://example.com/pb?txid={ActionId}&pay={Payout}&state={Status}&src=impact',
    ],
    ['a URL of Postbench’s receiver', '/pb?s1=abc', '/pb?s1={SubId1}'],
    ['odd spacing and order', 'http://h/?b=&a&cur=USD&&x=%20', 'http://h/?b=&a&cur={Currency}&&x=%20'],
    [
      'placeholders that are there',
      'http://h/?pay={Payout}&id=1.2.3',
      'http://h/?pay={Payout}&id={ActionId}',
    ],
    ['a fragment', 'http://h/?cur=EUR#x', 'http://h/?cur={Currency}#x'],
    [
      'a key that fits with a value that does not',
      'http://h/?pay=soon&date=yesterday',
      'http://h/?pay=soon&date=yesterday',
    ],
  ])('%s', (_title, text, url) => {
    expect(template(text)).toMatchObject({ method: 'GET', url, headers: {}, body: undefined });
  });

  it('a cURL command with headers and a JSON body, over several lines', () => {
    const text = `curl -X POST 'https://example.com/hook' \\
  -H 'Content-Type: application/json' -H "X-Action-Id: 1.2.3" -H 'Accept: */*' \\
  --data-raw '{"payout": 12.5, "status":"REVERSED", "note":"it'\\''s \\"ok\\"", "n": [1, 2]}' --compressed`;
    expect(template(text)).toEqual({
      method: 'POST',
      url: 'https://example.com/hook',
      headers: { 'X-Action-Id': '{ActionId}' },
      body: {
        format: 'json',
        template: '{"payout": "{Payout}", "status":"{Status}", "note":"it\'s \\"ok\\"", "n": [1, 2]}',
        escape: 'by-place',
      },
      guesses: [
        { key: 'Action-Id', value: '1.2.3', name: 'ActionId' },
        { key: 'payout', value: '12.5', name: 'Payout' },
        { key: 'status', value: 'REVERSED', name: 'Status' },
      ],
      values: [
        { key: 'Action-Id', value: '1.2.3', name: 'ActionId' },
        { key: 'payout', value: '12.5', name: 'Payout' },
        { key: 'status', value: 'REVERSED', name: 'Status' },
        { key: 'note', value: 'it\'s "ok"', name: null },
      ],
      notes: [
        'Not part of a postback, left out: “--compressed”.',
        'Headers that the platform does not send were left out: Accept.',
      ],
    });
  });

  it.each([
    ['curl example.com/a -d a=1 -d sub1=x', 'POST', 'http://example.com/a', 'a=1&sub1={SubId1}'],
    [
      'curl -G https://h/a --data-urlencode "s1=a b" -d cur=USD',
      'GET',
      'https://h/a?s1={SubId1}&cur={Currency}',
      undefined,
    ],
    ['curl --request=PUT --url https://h/ --data=x=1', 'POST', 'https://h/', 'x=1'],
    ['curl -XPOST https://h/ -u me:secret', 'POST', 'https://h/', undefined],
    [
      'curl https://h/ --data "<a><status>PENDING</status></a>"',
      'POST',
      'https://h/',
      '<a><status>{Status}</status></a>',
    ],
  ])('%s', (text, method, url, body) => {
    const made = template(text);
    expect([made.method, made.url, made.body?.template]).toEqual([method, url, body]);
  });

  it('says what it left out', () => {
    expect(template('curl -XPUT https://h/ -u me:pw').notes).toEqual([
      'The user name and password (-u) were left out: the platform does not send any.',
      'PUT became POST: the platform sends GET and POST only.',
    ]);
    expect(template('https://h/\nhttps://i/').notes).toEqual(['Only the first of 2 requests was read.']);
    expect(template('https://h/\nsome words').notes).toEqual(['1 line is not a URL and was left out.']);
  });

  it('an entry of a HAR file, and a whole file', () => {
    const entry = {
      request: {
        method: 'POST',
        url: 'https://h/pb',
        headers: [
          { name: 'content-type', value: 'application/x-www-form-urlencoded' },
          { name: ':authority', value: 'h' },
          { name: 'x-key', value: 'k' },
        ],
        postData: { text: 'id=1.2.3&pay=1' },
      },
    };
    const expected = {
      url: 'https://h/pb',
      headers: { 'x-key': 'k' },
      body: { format: 'form', template: 'id={ActionId}&pay={Payout}' },
    };
    expect(template(JSON.stringify(entry))).toMatchObject(expected);
    expect(template(JSON.stringify({ log: { entries: [entry, entry] } }))).toMatchObject({
      ...expected,
      notes: ['Only the first of 2 entries was read.'],
    });
  });

  it.each([
    ['', 'nothing to read'],
    ['hello', 'not a URL'],
    ['{"a":1}', 'no request in this JSON'],
    ['{"a":', 'not JSON: a value is missing (line 1, column 6)'],
    ['curl -v', 'has no URL'],
    ['curl https://h/ -d @file', 'in a file'],
  ])('refuses %j', (text, why) => {
    expect(() => template(text)).toThrow(why);
  });

  it('and gives back the request when it is filled with the values that were guessed', () => {
    const values = sampleValues('tracked');
    const names = ['ActionId', 'Status', 'Payout', 'Amount', 'Currency', 'SubId1', 'EventDate'];
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 }), (used) => {
        const url = `/pb?${used.map((name) => `${name}=${encodeURIComponent(values[name]!)}`).join('&')}`;
        const made = template(url);
        expect(made.guesses.map(({ name }) => name)).toEqual(used);
        const postback = postbackSchema.parse({ name: 'x', url: made.url });
        const settings = { known: () => true, unknown: 'literal' as const, receiverBase: '' };
        expect(renderPostback(compilePostback(postback), values, settings).url).toBe(url);
      }),
    );
  });
});

describe('what the user says of a value', () => {
  const made = (choices: Record<string, string | null>) =>
    templateOf(readRequest('http://h/pb?id=1.2.3&pay=12.00&s=tents&reward=3.00'), 'action', choices);

  it('wins over the guess, and takes the placeholder from another key', () => {
    expect(made({ s: 'SharedId' }).url).toBe(
      'http://h/pb?id={ActionId}&pay={Payout}&s={SharedId}&reward=3.00',
    );
    expect(made({ reward: 'Payout' }).url).toBe(
      'http://h/pb?id={ActionId}&pay=12.00&s=tents&reward={Payout}',
    );
    expect(made({ pay: null }).url).toBe('http://h/pb?id={ActionId}&pay=12.00&s=tents&reward={Payout}');
  });

  it('is told for each value, with the placeholders that a template has already', () => {
    const { values } = templateOf(readRequest('http://h/pb?id={ActionId}&src=x&both={Oid}-{Status}'));
    expect(values).toEqual([
      { key: 'id', value: '{ActionId}', name: 'ActionId' },
      { key: 'src', value: 'x', name: null },
      { key: 'both', value: '{Oid}-{Status}', name: null },
    ]);
  });
});
