import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleValues } from '../../shared/domain/samples.ts';
import { escapeXml } from '../../shared/template/encode.ts';
import { formFields, markdownOf } from '../../shared/template/export.ts';
import {
  type CapturedRequest,
  readRequest,
  requestOfCapture,
  templateOf,
} from '../../shared/template/import.ts';
import { compilePostback, postbackSchema, renderPostback } from '../../shared/template/postback.ts';
import { parseQuery } from '../../shared/template/url.ts';
import { readXml } from '../../shared/template/xml-fields.ts';

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
      notes: [],
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
      'The user name and password were left out: the platform does not send any.',
      'PUT became POST: the platform sends GET and POST only.',
    ]);
    expect(template('https://h/\nhttps://i/').notes).toEqual(['Only the first line was read.']);
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
    ['{"a":', 'not JSON'],
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

describe('what is pasted', () => {
  it.each([
    [
      'a key that has the very name',
      '/?pay=1.00&payout=2.00',
      '/?pay=1.00&payout={Payout}',
      'pay=1.00 is sent unchanged',
    ],
    [
      'braces that a browser encoded',
      '/?s=%7BSharedId%7d&x=%7Bx%7D',
      '/?s={SharedId}&x=%7Bx%7D',
      'Encoded braces',
    ],
  ])('is read so that nothing is lost or taken for another thing: %s', (_title, text, url, note) => {
    expect(template(text).url).toBe(url);
    expect(template(text).notes.join()).toContain(note);
  });

  it('keeps a Content-Type that the platform would not send, and no header of browsers and proxies', () => {
    const headers = (type: string) =>
      template(
        `curl https://h/ -H 'Content-Type: ${type}' -H 'Upgrade-Insecure-Requests: 1' -H 'Content-Encoding: gzip' -H 'X-Forwarded-For: 1.1.1.1' -H 'If-None-Match: x' -H 'Date: x' -d '<a/>'`,
      ).headers;
    expect(headers('text/xml; charset=utf-8')).toEqual({ 'Content-Type': 'text/xml; charset=utf-8' });
    expect(headers('application/xml; charset=utf-8')).toEqual({});
    expect(headers('application/xml; charset=iso-8859-1')).toEqual({
      'Content-Type': 'application/xml; charset=iso-8859-1',
    });
  });

  it('takes nothing from a comment, and leaves sections sections', () => {
    const body = '<a><!-- <payout>3</payout> --><payout n="4">1.00</payout><s><![CDATA[PENDING]]></s></a>';
    expect(template(`curl https://h/ -d '${body}'`).body?.template).toBe(
      '<a><!-- <payout>3</payout> --><payout n="4">{Payout}</payout><s><![CDATA[{Status}]]></s></a>',
    );
  });

  it('reads JSON text by text, whatever signs the texts hold', () => {
    const body = '{"a":[":"],"id":"1.2.3","note":"\\"status\\":\\"PENDING\\"","n":{"status":"REVERSED"}}';
    expect(template(`curl https://h/ -d '${body}'`).body?.template).toBe(
      body.replace('1.2.3', '{ActionId}').replace('REVERSED', '{Status}'),
    );
  });

  it('is refused as JSON without a request, however deep it is', () => {
    expect(() => template('['.repeat(200_000) + ']'.repeat(200_000))).toThrow('no request in this JSON');
  });

  const key = fc.constantFrom(
    'id',
    'status',
    'pay',
    'payout',
    'amount',
    'cur',
    's1',
    'shared',
    'note',
    'x y',
  );
  const value = fc.oneof(
    fc.constantFrom(
      '1.2.3',
      'PENDING',
      '12.00',
      '-3',
      'USD',
      '{SubId3}',
      '{nope}',
      '',
      ':',
      '","',
      ']]>',
      '&amp;',
      '50%',
    ),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  );
  const pairs = fc.array(fc.tuple(key, value), { maxLength: 6 });
  const settings = { known: () => true, unknown: 'literal' as const, receiverBase: '' };
  const filled = (made: ReturnType<typeof template>, own: Record<string, string> = {}) => {
    const values = {
      ...own,
      ...Object.fromEntries(made.guesses.map(({ name, value: given }) => [name, given])),
    };
    const { url, body } = made;
    return renderPostback(
      compilePostback(postbackSchema.parse({ name: 'x', method: 'POST', url, body })),
      values,
      settings,
    );
  };

  it('comes back when the template is filled with what was guessed: queries and forms', () => {
    fc.assert(
      fc.property(pairs, (given) => {
        fc.pre(!given.some(([, text]) => /\{SubId3\}|\{nope\}/.test(text)));
        const text = given.map(([k, v]) => `${encodeURIComponent(k)}=${encodeURIComponent(v)}`).join('&');
        const made = templateOf({
          request: { method: 'POST', url: `/pb?${text}`, headers: [], body: text === '' ? null : text },
          notes: [],
        });
        const expected = given.map(([k, v]) => [k, v]);
        const read = (query: string) =>
          query === '' ? [] : parseQuery(query).map((one) => [one.key, one.value]);
        expect(read(filled(made).url.slice(4))).toEqual(expected);
        expect(read(filled(made).body ?? '')).toEqual(expected);
      }),
    );
  });

  it('comes back when the template is filled with what was guessed: JSON and XML', () => {
    fc.assert(
      fc.property(pairs, fc.boolean(), (given, asList) => {
        const own = { SubId3: '{SubId3}', nope: '{nope}' };
        const post = (format: string, body: string) =>
          filled(
            templateOf({
              request: {
                method: 'POST',
                url: '/',
                headers: [['Content-Type', `application/${format}`]],
                body,
              },
              notes: [],
            }),
            own,
          ).body!;
        const json = asList
          ? given.map(([k, v]) => ({ [k]: [v], n: { [k]: v } }))
          : Object.fromEntries(given);
        expect(JSON.parse(post('json', JSON.stringify(json)))).toEqual(json);
        const inner = given.map(
          ([k, v]) => `<${k.replace(' ', '')}>${escapeXml(v.trim())}</${k.replace(' ', '')}>`,
        );
        const xml = `<a>${inner.join('')}</a>`;
        expect(readXml(post('xml', xml))).toEqual(readXml(xml));
      }),
    );
  });
});

describe('a postback for the platform’s form', () => {
  const postback = postbackSchema.parse({
    name: 'Mine',
    method: 'POST',
    url: 'https://h/pb?id={ActionId}',
    headers: { 'X-Key': 'k' },
    body: { format: 'json', template: '{"a":"```{Nope}|"}' },
    minimumDelay: '5 min',
    maximumRequestsPerSecond: 20,
    successResponse: 'OK',
  });

  it('is told field by field, without what is not set', () => {
    expect(formFields(postback)).toEqual([
      { label: 'URL', text: 'https://h/pb?id={ActionId}' },
      { label: 'Method', text: 'POST' },
      { label: 'HTTP header X-Key', text: 'k' },
      { label: 'Body format', text: 'JSON' },
      { label: 'Body', text: '{"a":"```{Nope}|"}' },
      { label: 'Minimum delay', text: '5 min' },
      { label: 'Maximum requests per second', text: '20' },
      { label: 'Success response', text: 'OK' },
    ]);
  });

  it('says in its summary when it is sent, and shows names and descriptions as they are', () => {
    const text = markdownOf(
      {
        ...postback,
        name: 'A|B <img src=x>\n# C `d`',
        level: 'event',
        program: '7',
        eventType: '9_x_',
        changes: false,
        headers: { 'X-`a`_b_': '1' },
      },
      [{ name: 'Nope', kind: 'action', sample: '', description: 'a | b\r\n`c` <b>' }],
    );
    expect(text).toMatch(/^# A\\\|B \\<img src=x\\> \\# C \\`d\\`\n/);
    expect(text).toContain(
      'event level: event type 9\\_x\\_ of program 7. It is sent for tracked actions only.',
    );
    expect(text).toContain('**HTTP header X-\\`a\\`\\_b\\_**');
    expect(text).toContain('| `{Nope}` | a \\| b \\`c\\` \\<b\\> |');
  });

  it('is summed up in Markdown that no text can break', () => {
    const text = markdownOf(postback);
    expect(text).toContain('````\n{"a":"```{Nope}|"}\n````');
    expect(text).toContain('| `{ActionId}` |');
    expect(text).toContain('| `{Nope}` | not a known name | |');
  });
});

describe('a capture that becomes a template', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const capture = (given: Partial<CapturedRequest>) => {
    const body = given.body ?? bytes('');
    return templateOf(
      requestOfCapture({
        method: 'GET',
        target: '/pb',
        headers: [],
        body,
        bodyLength: body.length,
        ...given,
      }),
    );
  };

  it('goes to the local receiver again, its values guessed as those of a pasted request', () => {
    const made = capture({
      method: 'POST',
      target: '/hook?txid=1000.4636.158133&v=2',
      headers: [
        ['Host', '127.0.0.1:7300'],
        ['Content-Type', 'application/json'],
        ['X-Key', 'k'],
        ['Trailer', 'x'],
      ],
      body: bytes('{"payout": 12.5, "name": "Ülk 😀"}'),
    });
    expect(made).toMatchObject({
      method: 'POST',
      url: '/hook?txid={ActionId}&v=2',
      headers: { 'X-Key': 'k' },
      body: { format: 'json', template: '{"payout": "{Payout}", "name": "Ülk 😀"}' },
      notes: [],
    });
    expect(made.guesses.map(({ name, value }) => `${name}=${value}`)).toEqual([
      'ActionId=1000.4636.158133',
      'Payout=12.5',
    ]);
  });

  it('says what could not be taken over: binary, packed and multipart bodies, cut ones, other methods', () => {
    const packed: [string, string][] = [['Content-Encoding', 'gzip']];
    const form: [string, string][] = [['content-type', 'multipart/form-data; boundary=x']];
    expect(capture({ method: 'POST', body: new Uint8Array([0xc3, 0x28]) })).toMatchObject({
      body: undefined,
      notes: ['The body was left out: it is not text, which the platform does not send.'],
    });
    expect(capture({ method: 'POST', body: bytes('x'), headers: packed }).notes[0]).toMatch(/compressed/);
    expect(capture({ method: 'POST', body: bytes('x'), headers: form }).notes[0]).toMatch(/multipart/);
    expect(capture({ method: 'PUT', body: bytes('a=1') })).toMatchObject({
      method: 'POST',
      notes: ['PUT became POST: the platform sends GET and POST only.'],
    });
    const cut = capture({ method: 'POST', body: bytes('name=Ü').slice(0, -1), bodyLength: 900 });
    expect(cut.body?.template).toMatch(/^name=/);
    expect(cut.notes).toEqual(['Only the first 6 of the body’s 900 bytes are taken.']);
  });

  it('takes a header once, and says so', () => {
    const made = capture({
      headers: [
        ['X-A', '1'],
        ['x-a', '2'],
      ],
    });
    expect(made.headers).toEqual({ 'X-A': '1' });
    expect(made.notes).toEqual([
      'Of several headers named x-a only the first was used: a postback has each header once.',
    ]);
  });

  it.each(['*', 'example.com:443', '', '\u0016\u0003\u0001'])(
    'is refused where it names no path: %j',
    (target) => {
      expect(() => capture({ method: 'OPTIONS', target })).toThrow(
        expect.objectContaining({ code: 'PB_ARGUMENT_INVALID' }) as Error,
      );
    },
  );
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
