import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedSecrets } from '../../shared/delivery/secret-changes.ts';
import { KnownValues } from '../../shared/secrets/known-values.ts';
import { secretKey, secretVariable } from '../../shared/secrets/name.ts';
import { withDefaultQuery } from '../../shared/template/default-query.ts';
import { ENCODING_PLACES, encodeFor } from '../../shared/template/encode.ts';
import { lintPostback } from '../../shared/template/lint/lint.ts';
import { parseTemplate, printTemplate } from '../../shared/template/parse.ts';
import { placeholderMarks } from '../../shared/template/placeholder-marks.ts';
import {
  compilePostback,
  type Postback,
  postbackSchema,
  type RenderSettings,
  renderPostback,
  wireOf,
} from '../../shared/template/postback.ts';
import { requestOfWire } from '../../shared/template/request-of-wire.ts';
import { wireParts } from '../../shared/template/wire-parts.ts';
import { secretsOnWire, withSecrets } from '../../shared/template/wire-secrets.ts';

const SETTINGS: RenderSettings = {
  known: () => true,
  unknown: 'literal',
  receiverBase: 'http://127.0.0.1:7300',
};

/** Texts that break careless senders, and those that look like the places of secrets. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '{secret:KEY}',
    '"',
    '\\',
    ']]>',
    '-->',
    '<x y="1">&amp;',
    '%zz',
    '\r\n',
    '#?&/',
    '😀',
    '{A}',
  ),
);

/** What a secret may be: anything but nothing. */
const value = nasty.filter((text) => text !== '');

/** A template of texts, a placeholder and secrets, in any order. */
const template = (texts: readonly string[]) =>
  fc
    .array(fc.constantFrom('{A}', '{secret:KEY}', '{secret:other-key}', ...texts), { maxLength: 6 })
    .map((pieces) => pieces.join(''));

const postbacks: fc.Arbitrary<Postback> = fc
  .record({
    method: fc.constantFrom('GET' as const, 'POST' as const),
    start: fc.constantFrom('/pb', 'https://example.com', ' http://127.0.0.1:9000/é'),
    path: template(['x', '/', 'é', '%20']),
    query: template(['&b=', 'c', 'ü ', '&']),
    fragment: fc.constantFrom('', '#{secret:KEY}'),
    headers: fc.dictionary(
      fc.constantFrom('X-Key', 'Authorization', 'X-Sign'),
      template(['Bearer ', ': ', 'é']),
    ),
    body: fc.option(
      fc.record({
        format: fc.constantFrom('json' as const, 'xml' as const, 'form' as const),
        template: template(['"', '<a>', '<![CDATA[', ']]>', '<!--', '-->', '漢字', '😀', '\r\n']),
        escape: fc.constantFrom('by-place' as const, 'raw' as const),
      }),
      { nil: undefined },
    ),
  })
  .map(({ start, path, query, fragment, ...rest }) =>
    postbackSchema.parse({ name: 'p', url: `${start}/${path}?a=${query}${fragment}`, ...rest }),
  );

describe('a secret in a template', () => {
  it('is a placeholder of its own kind, and other braces with a colon are text', () => {
    expect(parseTemplate('{secret:API_KEY}').map(({ type }) => type)).toEqual(['placeholder']);
    for (const text of [
      '{secret:}',
      '{secret:1a}',
      '{secret: KEY}',
      '{Secret:KEY}',
      '{other:KEY}',
      '{secret:a b}',
    ])
      expect(parseTemplate(text), text).toMatchObject([{ type: 'text' }]);
    fc.assert(
      fc.property(template(['{', '}', 'secret:']), (text) => printTemplate(parseTemplate(text)) === text),
    );
  });

  it('has one variable for all spellings of a name', () => {
    expect(secretVariable('api-key.v2')).toBe('POSTBENCH_SECRET_API_KEY_V2');
    expect(secretKey('Api_Key')).toBe(secretKey('api-key'));
  });

  it('stands as it is written in what is rendered, whatever the values of the event are called', () => {
    const compiled = compilePostback(postbackSchema.parse({ name: 'p', url: '/?k={secret:KEY}' }));
    const { url } = renderPostback(
      compiled,
      { 'secret:KEY': 'x', KEY: 'y' },
      { ...SETTINGS, unknown: 'empty' },
    );
    expect(url).toBe('http://127.0.0.1:7300/?k={secret:KEY}');
    expect(wireParts(compiled, {}, SETTINGS)).toMatchObject({
      ok: true,
      text: expect.stringContaining(url.slice(21)),
    });
    expect(placeholderMarks('{secret:KEY}', () => false, {})).toMatchObject([{ state: 'secret' }]);
  });

  it('leaves the default query in place: it is no value of the event', () => {
    expect(withDefaultQuery('http://h/p?key={secret:KEY}')).toContain('key={secret:KEY}&');
  });
});

describe('putting secrets in', () => {
  it('gives the very request that the values would have been rendered to, at every place', () => {
    fc.assert(
      fc.property(postbacks, nasty, value, value, (postback, a, key, other) => {
        const compiled = compilePostback(postback);
        const values = { A: a };
        const request = renderPostback(compiled, values, SETTINGS);
        const wire = wireOf(request);
        fc.pre(wire.ok);
        const secrets = secretsOnWire(compiled, values, SETTINGS, { request, wire });
        const put = withSecrets(wire, secrets, (name) => (name === 'KEY' ? key : other));

        // The same template with ordinary placeholders in the place of its secrets.
        const plain = (text: string) =>
          text.replaceAll('{secret:KEY}', '{K1}').replaceAll('{secret:other-key}', '{K2}');
        const rendered = renderPostback(
          compilePostback({
            ...postback,
            url: plain(postback.url),
            headers: Object.fromEntries(
              Object.entries(postback.headers).map(([name, text]) => [name, plain(text)]),
            ),
            body: postback.body && { ...postback.body, template: plain(postback.body.template) },
          }),
          { A: a, K1: key, K2: other },
          SETTINGS,
        );
        expect(wireOf(put)).toEqual(wireOf(rendered));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is the same after the request was stored as bytes and read again', () => {
    fc.assert(
      fc.property(postbacks, nasty, (postback, value) => {
        const compiled = compilePostback(postback);
        const request = renderPostback(compiled, { A: value }, SETTINGS);
        const wire = wireOf(request);
        fc.pre(wire.ok);
        const secrets = secretsOnWire(compiled, { A: value }, SETTINGS, { request, wire });
        const head = Buffer.from(wire.head, 'latin1').toString('latin1');
        const body = Buffer.from(wire.body, 'utf8').toString('utf8');
        const again = wireOf(requestOfWire(wire.url.origin, head, body));
        fc.pre(again.ok);
        expect(withSecrets(again, secrets, () => value)).toEqual(
          withSecrets({ ...wire, head, body }, secrets, () => value),
        );
      }),
    );
  });

  it('never takes the value of an event for a secret', () => {
    const compiled = compilePostback(
      postbackSchema.parse({
        name: 'p',
        method: 'POST',
        url: '/?a={A}',
        headers: { 'X-A': '{A}' },
        body: { format: 'json', template: '{"a":"{A}","k":"{secret:KEY}"}' },
      }),
    );
    const values = { A: '{secret:KEY}' };
    const request = renderPostback(compiled, values, SETTINGS);
    const wire = wireOf(request);
    if (!wire.ok) throw new Error(wire.reason);
    const secrets = secretsOnWire(compiled, values, SETTINGS, { request, wire });
    const { url, headers, body } = withSecrets(wire, secrets, () => 's3cret"');
    expect(url).not.toContain('s3cret');
    expect(headers.at(-1)).toEqual(['X-A', '{secret:KEY}']);
    expect(body).toBe('{"a":"{secret:KEY}","k":"s3cret\\""}');
  });
});

describe('known values', () => {
  const long = nasty.filter((text) => text.length >= 8);

  it('are found in whatever way a place writes them, as text and as bytes', () => {
    fc.assert(
      fc.property(long, fc.constantFrom(...ENCODING_PLACES), (secret, place) => {
        const known = new KnownValues([{ name: 'KEY', value: secret }]);
        const written = encodeFor(place, secret);
        // Of what is no character, or no character of XML, nothing is left to be found.
        fc.pre(secret.isWellFormed() && !/[\u0000-\u001f\ufffe\uffff\ufffd]/.test(secret));
        fc.pre(!'{secret:KEY}'.includes(written));
        const text = `before ${written} after`;
        expect(known.mask(text)).not.toContain(written);
        for (const encoding of ['utf8', 'latin1'] as const) {
          if (encoding === 'latin1' && /[^\0-\xff]/.test(written)) continue;
          const bytes = Buffer.from(text, encoding).toString('latin1');
          expect(known.maskLatin1(bytes)).not.toContain(Buffer.from(written, encoding).toString('latin1'));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are found in base64 and base64url, alone and inside a longer text', () => {
    const written = fc.constantFrom('base64' as const, 'base64url' as const);
    const around = fc.string({ unit: 'binary', maxLength: 8 });
    fc.assert(
      fc.property(long, around, around, written, (secret, before, after, encoding) => {
        fc.pre(secret.isWellFormed());
        const known = new KnownValues([{ name: 'KEY', value: secret }]);
        expect(known.mask(Buffer.from(secret).toString(encoding))).toBe('{secret:KEY}');

        const text = `x ${Buffer.from(before + secret + after).toString(encoding)} y`;
        for (const masked of [known.mask(text), known.maskLatin1(text)]) {
          expect(masked).toContain('{secret:KEY}');
          // At each end one character of base64 holds bits of the value and of its neighbor.
          const rest = masked.slice(2, -2).replace('{secret:KEY}', '');
          expect(rest.length).toBeLessThanOrEqual(Math.ceil((Buffer.byteLength(before + after) * 8) / 6) + 4);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are found in the percent-encoded base64 of a URL', () => {
    const known = new KnownValues([{ name: 'KEY', value: 'pass>>>word???' }]);
    const base64 = Buffer.from('pass>>>word???').toString('base64');
    expect(base64).toMatch(/[+/=]/);
    expect(known.mask(`/?k=${encodeURIComponent(base64)}`)).toBe('/?k={secret:KEY}');
  });

  it('are found in UTF-16 of either byte order, where the mask has the same', () => {
    const around = fc.stringMatching(/^[a-z]{0,5}$/);
    fc.assert(
      fc.property(long, around, around, (secret, before, after) => {
        fc.pre(!'{secret:KEY}'.includes(secret));
        const known = new KnownValues([{ name: 'KEY', value: secret }]);
        const le = Buffer.from(before + secret + after, 'utf16le');
        const be = Buffer.from(le).swap16();
        const masked = Buffer.from(known.maskLatin1(le.toString('latin1')), 'latin1');
        expect(masked.toString('utf16le')).not.toContain(secret);
        expect(known.maskLatin1(be.toString('latin1'))).not.toContain(
          Buffer.from(secret, 'utf16le').swap16().toString('latin1'),
        );
      }),
      { numRuns: 300 },
    );
    const known = new KnownValues([{ name: 'KEY', value: 'hunter22' }]);
    const le = Buffer.from('a=hunter22&b=1', 'utf16le');
    const read = (bytes: Buffer) => Buffer.from(known.maskLatin1(bytes.toString('latin1')), 'latin1');
    expect(read(le).toString('utf16le')).toBe('a={secret:KEY}&b=1');
    expect(read(Buffer.from(le).swap16()).swap16().toString('utf16le')).toBe('a={secret:KEY}&b=1');
  });

  it('are told apart, the longer one first, and short ones are left alone', () => {
    const known = new KnownValues([
      { name: 'A', value: 'hunter2' },
      { name: 'B', value: 'hunter2hunter2' },
      { name: 'C', value: 'abc' },
    ]);
    expect(known.mask('abc hunter2hunter2 hunter2')).toBe('abc {secret:B} {secret:A}');
  });

  it('leave no begin of themselves behind where what holds them was cut off', () => {
    const known = new KnownValues([{ name: 'A', value: 'correct horse' }]);
    expect(known.maskLatin1('key=correct ho', true)).toBe('key=');
    expect(known.maskLatin1('key=correct ho')).toBe('key=correct ho');
  });
});

it('a secret has changed when its value is another than at the first attempt that had one', () => {
  const use = (fingerprint: string) => ({
    part: 'head' as const,
    at: 0,
    name: 'K',
    place: 'url' as const,
    fingerprint,
  });
  expect(changedSecrets([use('b')], [[use('')], [use('a')], [use('b')]])).toEqual(['K']);
  expect(changedSecrets([use('a')], [[use('')], [use('a')], [use('b')]])).toEqual([]);
  expect(changedSecrets([use('b')], [[use('')]])).toEqual([]);
  expect(changedSecrets([use('')], [[use('a')]])).toEqual([]);
});

describe('the linter', () => {
  const lintUrl = (query: string, secrets?: string[]) =>
    lintPostback(
      postbackSchema.parse({ name: 'p', url: `https://example.com/pb?id={ActionId}&st={Status}&${query}` }),
      secrets === undefined ? {} : { secrets },
    ).map(({ code, fix }) => [code, fix?.edits[0]?.text]);

  it('says nothing of a secret that has a value, or where it is not known which do', () => {
    expect(lintUrl('key={secret:api-key}', ['API_KEY'])).toEqual([]);
    expect(lintUrl('key={secret:api-key}')).toEqual([]);
    expect(lintUrl('key={secret:api-key}', [])).toEqual([['secret-without-value', undefined]]);
  });

  it('finds names that no secret can have, and corrects those that are nearly right', () => {
    expect(lintUrl('key={secret: API_KEY}')).toContainEqual(['secret-name', '{secret:API_KEY}']);
    expect(lintUrl('key={Secret:API_KEY}')).toContainEqual(['secret-name', '{secret:API_KEY}']);
    expect(lintUrl('key={secret:}')).toContainEqual(['secret-name', undefined]);
  });

  it('lets a secret be in the path, and warns of one that is sent over http', () => {
    const of = (url: string) =>
      lintPostback(postbackSchema.parse({ name: 'p', url })).map(({ code }) => code);
    expect(of('https://example.com/hook/{secret:KEY}?id={ActionId}&st={Status}')).toEqual([]);
    expect(of('http://example.com/pb?id={ActionId}&st={Status}&k={secret:KEY}')).toEqual(['url-secret']);
    expect(of('https://{secret:KEY}/pb?id={ActionId}&st={Status}')).toContain('placeholder-in-host');
  });
});
