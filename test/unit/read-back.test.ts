import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compilePostback,
  type Postback,
  postbackSchema,
  renderPostback,
  wireOf,
} from '../../shared/template/postback.ts';
import { readBack } from '../../shared/template/read-back.ts';
import type { ReceivedRequest } from '../../shared/template/values-table.ts';

const NAMES = ['A', 'B', 'C'];
const settings = {
  known: (name: string) => NAMES.includes(name),
  unknown: 'literal' as const,
  receiverBase: 'http://127.0.0.1:7300',
};
const postback = (given: Partial<Postback>) =>
  postbackSchema.parse({ name: 'p', url: '/', method: 'POST', ...given });
const body = (
  format: 'json' | 'xml' | 'form',
  template: string,
  escaping: 'by-place' | 'raw' = 'by-place',
) => ({
  body: { format, template, escape: escaping },
});

/** The request as it arrives: blanks around the value of a header do not. */
function sent(given: Postback, values: Record<string, string>): ReceivedRequest | undefined {
  const request = renderPostback(compilePostback(given), values, settings);
  const wire = wireOf(request);
  if (!wire.ok) return undefined;
  const headers = request.headers.map(([name, value]): [string, string] => [name, value.trim()]);
  return { target: wire.url.target, headers, body: request.body };
}

function there(given: Partial<Postback>, values: Record<string, string>, from: Partial<Postback> = given) {
  return readBack(compilePostback(postback(given)), sent(postback(from), values)!, settings).map(
    ({ name, certainty, value, why }) =>
      `${name} ${certainty} ${value ?? ''}${why === '' ? '' : ` (${why})`}`,
  );
}

describe('the values that a request carries', () => {
  it('are read from query, path, headers and body, decoded', () => {
    const given = {
      url: '/pb/{A}/x?b={B}',
      headers: { 'X-C': 'v={C};' },
      ...body('json', '{"a":"{A}","n":[{"b":"<{B}>"}]}'),
    };
    expect(there(given, { A: 'a/b', B: 'é "x"\n', C: '7' })).toEqual([
      'A sure a/b',
      'B sure é "x"\n',
      'C sure 7',
    ]);
  });

  it('are sure where they are empty: nothing and an empty value are sent the same', () => {
    expect(there({ url: '/?a={A}&b={B}' }, { A: '' })).toEqual(['A sure ', 'B sure ']);
  });

  it('are told apart by the text between them, if there is one way only', () => {
    const url = '/?x={A}-{B}';
    expect(there({ url }, { A: '1', B: '2' })).toEqual(['A sure 1', 'B sure 2']);
    expect(there({ url }, { A: '1-2', B: '3' })).toEqual([
      'A unknown  (more than one value is in x)',
      'B unknown  (more than one value is in x)',
    ]);
    expect(there({ url: '/?x={A}{B}' }, { A: '1', B: '2' })[0]).toMatch(/^A unknown/);
    expect(there({ url: '/?x={A}{B}' }, {})).toEqual(['A sure ', 'B sure ']);
  });

  it('are only likely where something else could have been sent the same way', () => {
    expect(there(body('json', '{"a":{A}}'), { A: '12.00' })).toEqual([
      'A likely 12.00 (a value of the body is not in quotes)',
    ]);
    expect(there({ headers: { 'X-A': '{A}' } }, { A: 'x ' })).toEqual([
      'A likely x (blanks at the ends of a header are lost)',
    ]);
    expect(there(body('xml', '<a>{A}</a>'), { A: 'x\u0001' })[0]).toMatch(/^A likely/);
    expect(there(body('json', '{"a":"{A}"}', 'raw'), { A: 'x' })[0]).toMatch(/^A likely/);
  });

  it('are not known where the request does not say them', () => {
    expect(there({ url: '/?a={A}#{B}' }, { A: '1', B: '2' })[1]).toBe(
      'B unknown  (the request does not send it in a place that is read)',
    );
    expect(there({ url: '/?a={A}&b=x{B}' }, {}, { url: '/?b=y1' })).toEqual([
      'A unknown  (the request has no a in its query)',
      'B unknown  (b has another text around it)',
    ]);
    expect(there({ url: '/?a={A}&b={A}' }, {}, { url: '/?a=1&b=2' })).toEqual([
      'A unknown  (query a and query b have different values for it)',
    ]);
  });

  it('are read from another template that has the same keys', () => {
    expect(there({ url: '/new?b={B}&a={A}' }, { A: '1', B: '2' }, { url: '/old?z=1&a={A}&b={B}' })).toEqual([
      'B sure 2',
      'A sure 1',
    ]);
  });
});

describe('values rendered and read back', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '',
      ' ',
      'a ',
      '"',
      '\\',
      '\n',
      '\r',
      '\r\n',
      '&',
      '<',
      ']]>',
      '%41',
      '+',
      '1,"b":"x"',
      '1',
      'b',
      '-',
      '\ud800',
      '\ufffd',
      '-->',
      'é',
    ),
  );
  const values = fc.record({ A: nasty, B: nasty, C: nasty }, { requiredKeys: [] });
  const filler = fc.constantFrom(
    '{A}',
    '{B}',
    '{C}',
    '{nope}',
    '-',
    ' ',
    '%',
    '%20',
    '%e2',
    '+',
    '=',
    '&',
    '#',
    'b',
    'é',
    '"',
    '\\',
    '\\u00',
    '{',
    '}',
    ':',
    ',',
    '<i>',
    '</i>',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '&#',
    ';',
    '&amp;',
  );
  const text = fc.array(filler, { maxLength: 5 }).map((pieces) => pieces.join(''));
  const inString = fc
    .array(fc.constantFrom('{A}', '{B}', '{C}', '-', ' ', 'x', '\\n', '%', '{nope}'), { maxLength: 3 })
    .map((pieces) => pieces.join(''));
  const json = fc.oneof(
    text,
    fc
      .tuple(inString, inString, text)
      .map(([one, two, three]) => `{"b":"${one}","x":"${two}",${three === '' ? '"z":{C}' : `"y":${three}`}}`),
    fc.tuple(inString, inString).map(([one, two]) => `{"b":"${one}","${two}":"x","b":"{A}"}`),
    fc.tuple(inString, inString).map(([one, two]) => `["${one}",{"b":"${two}"}]`),
  );
  const xml = fc.oneof(
    text,
    fc
      .tuple(inString, inString, inString)
      .map(([one, two, three]) => `<a n="${one}"><i>${two}</i><i><![CDATA[${three}]]></i><!--{C}--></a>`),
    text.map((inside) => `<a>${inside}</a>`),
  );
  const form = fc.oneof(
    text,
    fc.tuple(text, text).map(([one, two]) => `a=${one}&b=${two}`),
  );
  const bodies = fc.oneof(
    json.map((template) => body('json', template)),
    xml.map((template) => body('xml', template)),
    form.map((template) => body('form', template)),
    json.map((template) => body('json', template, 'raw')),
  );
  const templates = fc.record({
    path: text,
    query: form,
    header: text.map((value) => value.replace(/[^\x20-\x7e]/g, '')),
    body: bodies,
  });

  it('are the same wherever the rule says that it is sure', () => {
    let sure = 0;
    fc.assert(
      fc.property(templates, values, ({ path, query, header, body: { body: content } }, given) => {
        const made = postback({ url: `/p${path}?${query}`, headers: { 'X-H': header }, body: content });
        const request = sent(made, given);
        if (request === undefined) return;
        for (const { name, certainty, value } of readBack(compilePostback(made), request, settings)) {
          if (certainty !== 'sure') continue;
          sure += 1;
          expect(value, name).toBe(given[name as 'A'] ?? '');
        }
      }),
      { numRuns: 3_000 },
    );
    // The rule must not be right by never being sure.
    expect(sure).toBeGreaterThan(1_000);
  });
});
