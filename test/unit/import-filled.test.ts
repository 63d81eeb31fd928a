import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeXml } from '../../shared/template/encode.ts';
import { readRequest } from '../../shared/template/import/read-requests.ts';
import { templateOf } from '../../shared/template/import/template-of-request.ts';
import { compilePostback, postbackSchema, renderPostback } from '../../shared/template/postback.ts';
import { parseQuery } from '../../shared/template/url.ts';
import { readXml } from '../../shared/template/xml-fields.ts';

const template = (text: string) => templateOf(readRequest(text));

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
