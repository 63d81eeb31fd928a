import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Lintable, lintPostback } from '../../shared/template/lint/lint.ts';

const ID = 'id={ActionId}&st={Status}';
const url = (value: string): Lintable => ({
  kind: 'action',
  method: 'GET',
  url: `http://127.0.0.1:9000/pb?${ID}&k=${value}`,
  headers: {},
  body: undefined,
});
const codes = (value: string) => lintPostback(url(value)).map(({ code }) => code);

describe('the linter', () => {
  it.each([
    '{date:Y-m-d}',
    '{EventDate:yyyy-MM-dd}',
    '{Payout:0.00}',
    '{_subid}',
    '{hash:sha256}',
    '{random:1,100}',
    '{date(Y-m-d)}',
    '{ActionId[0]}',
    '{payout.usd}',
  ])('finds a placeholder with a format, list or prefix: %s', (value) => {
    expect(codes(value).some((code) => code.startsWith('placeholder-'))).toBe(true);
    const body = { format: 'json' as const, template: `{"id":"{ActionId}","st":"{Status}","k":"${value}"}` };
    const found = lintPostback({ ...url('1'), method: 'POST', body: { ...body, escape: 'by-place' } });
    expect(found.some(({ code }) => code.startsWith('placeholder-'))).toBe(true);
  });

  it('takes brackets in a key as a member, and not in a value', () => {
    const keys = (query: string) =>
      lintPostback({ ...url('1'), url: `http://127.0.0.1:9000/pb?${ID}&${query}` }).map(({ code }) => code);
    expect(keys('data[sub1]={SubId1}&data[a][clickid]={SubId2}')).toEqual([]);
    expect(keys('data=[clickid]')).toContain('placeholder-spelling');
  });

  it('finds no format in a secret', () => {
    expect(codes('{secret:api-key}')).toEqual([]);
  });

  it.each([
    'REPLACE',
    'OPTIONAL',
    'YOUR_CLICK_ID',
    'INSERT_ID_HERE',
    'xxx',
    'changeme',
    '%3Cyour%20id%3E',
    '<your id>',
    '<YOUR_API_KEY>',
    '[YOUR_API_KEY]',
  ])('finds a value that was left to be replaced: %s', (value) => {
    expect(codes(value)).toContain('stand-in-left');
  });

  const STAND_INS = [
    'REPLACE',
    'OPTIONAL',
    'YOUR_CLICK_ID',
    'INSERT_ID_HERE',
    'xxx',
    'changeme',
    'your_token',
  ];
  const post = (body: NonNullable<Lintable['body']>, headers: Lintable['headers'] = {}): Lintable => ({
    ...url('1'),
    method: 'POST',
    headers,
    body,
  });
  const json = (rest: string) =>
    post({ format: 'json', template: `{"id":"{ActionId}","st":"{Status}",${rest}}`, escape: 'by-place' });
  const marked = (lintable: Lintable, text: string) =>
    lintPostback(lintable)
      .filter(({ code }) => code === 'stand-in-left')
      .map(({ start, end }) => text.slice(start, end));

  it.each(STAND_INS)('finds it in bodies, headers, paths and hosts too: %s', (value) => {
    const form = post({ format: 'form', template: `${ID}&k=${value}&l=1`, escape: 'by-place' });
    expect(marked(form, form.body!.template)).toEqual([value]);
    const object = json(`"${value}":1,"k":"${value}","l":["${value}"]`);
    expect(marked(object, object.body!.template)).toEqual([value, value]);
    const template = `<a id="{ActionId}"><st>{Status}</st><k v="${value}"> ${value} </k><![CDATA[${value}]]></a>`;
    const xml = post({ format: 'xml', template, escape: 'by-place' });
    expect(marked(xml, template)).toEqual([value, value, value]);
    for (const header of [value, `Bearer ${value}`, `Basic ${value}`]) {
      const headers = post(form.body!, { 'X-Auth': header });
      const found = lintPostback(headers).filter(({ field }) => field === 'header:X-Auth');
      expect(found.map(({ code, start, end }) => [code, header.slice(start, end)])).toEqual([
        ['stand-in-left', value],
      ]);
    }
    const path: Lintable = { ...url('1'), url: `http://127.0.0.1:9000/pb/${value}?${ID}` };
    expect(marked(path, path.url)).toEqual([value]);
  });

  it.each(['your-domain.com', 'yourdomain.com', 'track.YOUR_DOMAIN.com', 'REPLACE_ME', 'changeme'])(
    'finds a host that was left to be replaced: %s',
    (host) => {
      const left: Lintable = { ...url('1'), url: `https://${host}:9000/pb?${ID}` };
      expect(marked(left, left.url)).toEqual([host]);
    },
  );

  it.each(['track.example.com', 'shop.xxx', 'here.com', 'mydomains.de', '127.0.0.1', '[::1]'])(
    'takes a host as it is: %s',
    (host) => {
      const kept: Lintable = { ...url('1'), url: `https://${host}/pb?${ID}` };
      expect(marked(kept, kept.url)).toEqual([]);
    },
  );

  it('finds a semicolon that was meant to begin the next parameter, in a URL and in a form', () => {
    const wrong = 'id={ActionId};st={Status};pay={Payout}';
    const query: Lintable = { ...url('1'), url: `http://127.0.0.1:9000/pb?${wrong}` };
    const form = post({ format: 'form', template: wrong, escape: 'by-place' });
    for (const [lintable, text] of [
      [query, query.url],
      [form, wrong],
    ] as const) {
      const found = lintPostback(lintable).filter(({ code }) => code === 'parameter-joint');
      expect(found.map(({ start, end }) => text.slice(start, end))).toEqual([';', ';']);
      expect(found[0]!.fix?.edits[0]?.text).toBe('&');
    }
    expect(codes('a;b')).toEqual([]);
  });

  it.each(['ADD_TO_CART', 'ADD_PAYMENT_INFO', 'ADD-CONVERSION', 'PUT_EVENT', 'ENTER_SALE', 'REPLACE_ALL'])(
    'takes the name of an event or operation as it is: %s',
    (value) => {
      expect(codes(value)).toEqual([]);
    },
  );

  it.each(['ENTER_YOUR_NETWORK', 'ADD_CLICK_ID', 'PUT_TOKEN', 'REPLACE_ME'])(
    'finds an instruction in capitals: %s',
    (value) => {
      expect(codes(value)).toContain('stand-in-left');
    },
  );

  it('takes values of digits, small words and hexadecimal digits as they are', () => {
    const word = fc.constantFrom('replace', 'optional', 'yourself', 'sale', 'inserted', 'xx', 'xl');
    const value = fc.oneof(
      word,
      fc.stringMatching(/^[0-9a-f]{1,32}$/),
      fc.stringMatching(/^[A-Z]{2}\d{1,8}$/),
    );
    fc.assert(
      fc.property(value, (text) => {
        expect(codes(text)).toEqual([]);
      }),
    );
  });
});
