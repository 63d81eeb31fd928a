import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_QUERY, withDefaultQuery } from '../../shared/template/default-query.ts';
import { percentEncode } from '../../shared/template/encode.ts';
import { parseTemplate, placeholderNames, positionOf, printTemplate } from '../../shared/template/parse.ts';
import {
  compileTemplate,
  renderParts,
  renderTemplate,
  type TemplateFormat,
} from '../../shared/template/render.ts';
import { parseQuery, resolveUrl, splitTarget } from '../../shared/template/url.ts';

const known = () => true;
const render = (template: string, values: Record<string, string>, format: TemplateFormat = 'url') =>
  renderTemplate(template, values, { format, known, unknown: 'literal' });

/** Texts that break careless senders: quotes, ends of lines, controls, surrogates, delimiters of every place. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    'a+b c',
    '"',
    '\\',
    ']]>',
    '-->',
    '<x y="1">&amp;',
    '%zz',
    '\r\n',
    '\u0000',
    '\ud800',
    '{Payout}',
    '#',
    '😀',
  ),
);
const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,12}$/);

describe('parsing a template', () => {
  it('gives back every text when its pieces are joined, with positions that fit', () => {
    const template = fc.array(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        name.map((n) => `{${n}}`),
        fc.constantFrom('{', '}', '{{', '{ A}'),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(template, (pieces) => {
        const text = pieces.join('');
        const segments = parseTemplate(text);
        expect(printTemplate(segments)).toBe(text);
        let at = 0;
        for (const { start, end } of segments) {
          expect(start).toBe(at);
          at = end;
        }
        expect(at).toBe(text.length);
      }),
    );
  });

  it.each([
    ['{"id":"{ActionId}","n":{Payout}}', ['ActionId', 'Payout']],
    ['{{SharedId}}', ['SharedId']],
    ['{ SharedId }{Shared Id}{Shared\nId}{}{1a}', []],
    ['a={A}&b={A}&c={B}', ['A', 'B']],
  ])('finds the placeholders of %j', (template, names) => {
    expect(placeholderNames(template)).toEqual(names);
  });

  it('counts lines and columns from 1', () => {
    expect(positionOf('ab\ncd', 4)).toEqual({ line: 2, column: 2 });
    expect(positionOf('ab', 0)).toEqual({ line: 1, column: 1 });
  });
});

describe('rendering by place', () => {
  it('makes URLs that decode back to the values, with "+" as %2B and a blank as %20', () => {
    expect(render('/pb?d={D}&p={P}', { D: '2026-05-11T00:07:27+03:00', P: 'Acme Outdoor ' })).toBe(
      '/pb?d=2026-05-11T00%3A07%3A27%2B03%3A00&p=Acme%20Outdoor%20',
    );
    fc.assert(
      fc.property(nasty, nasty, (a, b) => {
        const { query } = splitTarget(render('/pb?a={A}&b={B}', { A: a, B: b }));
        expect(parseQuery(query).map(({ value }) => value)).toEqual([a.toWellFormed(), b.toWellFormed()]);
        expect(query).toMatch(/^[A-Za-z0-9\-._~%=&]*$/);
      }),
    );
  });

  it('makes JSON that parses and holds the values', () => {
    fc.assert(
      fc.property(nasty, nasty, (a, b) => {
        const body = render('{"a":"{A}","deep":{"b":["x{B}y"]}}', { A: a, B: b }, 'json');
        expect(JSON.parse(body)).toEqual({ a: a.toWellFormed(), deep: { b: [`x${b.toWellFormed()}y`] } });
      }),
    );
  });

  it('escapes XML by where the value stands: text, attribute, CDATA and comment', () => {
    const text = render('<a x="{V}">{V}<![CDATA[{V}]]>{V}<!--{V}--></a>', { V: `<&>"']]>--` }, 'xml');
    expect(text).toBe(
      '<a x="&lt;&amp;&gt;&quot;&#39;]]&gt;--">&lt;&amp;&gt;&quot;&#39;]]&gt;--<![CDATA[<&>"\']]]]><![CDATA[>--]]>&lt;&amp;&gt;&quot;&#39;]]&gt;--<!--<&>"\']]>\u2010\u2010--></a>',
    );
    expect(render('<a>{V}</a>', { V: '\u0000\u000b\n' }, 'xml')).toBe('<a>\ufffd\ufffd&#10;</a>');
  });

  it('makes form bodies that decode back, and keeps header values in one line of Latin-1', () => {
    fc.assert(
      fc.property(nasty, (v) => {
        expect(new URLSearchParams(render('v={V}', { V: v }, 'form')).get('v')).toBe(v.toWellFormed());
        expect(render('{V}', { V: v }, 'header')).toMatch(/^[\x20-\x7e\xa0-\xff]*$/);
      }),
    );
  });

  it('writes values unescaped when told to be raw', () => {
    expect(render('{"a":"{A}"}', { A: 'x"\n' }, 'raw')).toBe('{"a":"x"\n"}');
  });

  it('leaves unset placeholders empty, and unknown ones literal or empty by the switch', () => {
    const template = '/pb?a={Known}&b={Unknown}';
    const options = { format: 'url' as const, known: (n: string) => n === 'Known' };
    expect(renderTemplate(template, {}, { ...options, unknown: 'literal' })).toBe('/pb?a=&b={Unknown}');
    expect(renderTemplate(template, {}, { ...options, unknown: 'empty' })).toBe('/pb?a=&b=');
  });

  it('never takes a value from what objects inherit', () => {
    expect(render('{constructor}{toString}{hasOwnProperty}', {})).toBe('');
  });

  it('tells in pieces the same text as in one', () => {
    fc.assert(
      fc.property(nasty, (v) => {
        const compiled = compileTemplate('/pb?a={A}&b={B}&c={C}', 'url');
        const options = { known: (n: string) => n !== 'C', unknown: 'literal' as const };
        const parts = renderParts(compiled, { A: v }, options);
        expect(parts.map(({ text }) => text).join('')).toBe(
          renderTemplate('/pb?a={A}&b={B}&c={C}', { A: v }, { format: 'url', ...options }),
        );
        expect(parts.map(({ type }) => type)).toContain('unset');
        expect(parts.at(-1)?.type).toBe('unknown');
      }),
    );
  });

  it('encodes every character outside the unreserved ones', () => {
    expect(percentEncode("!'()*/?:@&=+$,#[]é")).toBe(
      '%21%27%28%29%2A%2F%3F%3A%40%26%3D%2B%24%2C%23%5B%5D%C3%A9',
    );
  });
});

describe('resolving a URL', () => {
  it.each([
    ['/pb?a=1', 'http://127.0.0.1:7300', '/pb?a=1'],
    ['http://localhost:9000', 'http://localhost:9000', '/'],
    ['http://127.0.0.1:9000?x=1#top', 'http://127.0.0.1:9000', '/?x=1'],
    [' http://127.0.0.1:9000/a b/../é?q={X}%zz ', 'http://127.0.0.1:9000', '/a%20b/../%C3%A9?q={X}%zz'],
    ['HTTP://[::1]:9000//x', 'http://[::1]:9000', '//x'],
  ])('keeps %j as written but for what HTTP cannot carry', (url, origin, target) => {
    expect(resolveUrl(url, 'http://127.0.0.1:7300')).toMatchObject({ ok: true, url: { origin, target } });
  });

  it.each([
    'ftp://x/',
    '//x/pb',
    'pb?x',
    '',
    'http://',
    'http:///pb',
    'http://a:b@c/',
    'http://x:99999/',
    'http://a b/',
  ])('refuses %j with a reason', (url) => {
    expect(resolveUrl(url, 'http://127.0.0.1:7300')).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/\w/),
    });
  });
});

describe('the default query', () => {
  it('is added to a URL template without placeholders, and to no other', () => {
    expect(withDefaultQuery('http://h/pb')).toBe(`http://h/pb?${DEFAULT_QUERY}`);
    expect(withDefaultQuery('http://h/pb?secure=x')).toBe(`http://h/pb?secure=x&${DEFAULT_QUERY}`);
    expect(withDefaultQuery('http://h/pb?#f')).toBe(`http://h/pb?${DEFAULT_QUERY}#f`);
    expect(withDefaultQuery('http://h/pb?id={ActionId}')).toBe('http://h/pb?id={ActionId}');
    expect(placeholderNames(DEFAULT_QUERY)).toEqual(
      expect.arrayContaining(['ActionId', 'Status', 'Payout', 'SharedId', 'RefClickId']),
    );
  });
});
