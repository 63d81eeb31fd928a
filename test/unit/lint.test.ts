import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeholdersFor } from '../../shared/placeholders/placeholder-registry.ts';
import type { Finding } from '../../shared/template/lint/finding.ts';
import { type Lintable, lintPostback } from '../../shared/template/lint/lint.ts';
import { xmlProblem } from '../../shared/template/lint/rules/xml.ts';
import { parseTemplate, printTemplate } from '../../shared/template/parse.ts';
import { renderTemplate } from '../../shared/template/render.ts';
import { parseQuery } from '../../shared/template/url.ts';
import { ALIKE, FAULTY, GOOD, LINES, PUBLISHED } from '../fixtures/lint-table.ts';

function textOf({ url, headers, body }: Lintable, { field }: Finding): string {
  if (field === 'url') return url;
  return field === 'body' ? (body?.template ?? '') : headers[field.slice('header:'.length)]!;
}

function fixed(text: string, { fix }: Finding): string | undefined {
  return fix?.edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((whole, { start, end, text: by }) => whole.slice(0, start) + by + whole.slice(end), text);
}

describe('the linter', () => {
  it('is tried with enough templates', () => {
    expect(FAULTY.length).toBeGreaterThanOrEqual(80);
    expect(GOOD.length).toBeGreaterThanOrEqual(15);
  });

  it.each([...FAULTY, ...ALIKE, ...LINES])('finds in $title: $found.0.0', ({ template, found, remedy }) => {
    const findings = lintPostback(template);
    expect(findings.map((one) => [one.code, textOf(template, one).slice(one.start, one.end)])).toEqual(
      found.map(([code, at]) => [code, at]),
    );
    expect(findings[0]!.remedy).toContain(remedy);
    found.forEach(([, , after], index) => {
      if (after !== undefined)
        expect(fixed(textOf(template, findings[index]!), findings[index]!)).toBe(after);
    });
  });

  it.each(GOOD)('finds nothing in %s', (_title, template) => {
    expect(lintPostback(template)).toEqual([]);
  });

  it("explains the platform's own published example exactly", () => {
    const template: Lintable = {
      kind: 'action',
      method: 'POST',
      url: 'http://127.0.0.1:9000/',
      headers: {},
      body: { format: 'json', template: PUBLISHED, escape: 'by-place' },
    };
    const findings = lintPostback(template);
    expect(findings.map(({ code, start }) => [code, start])).toEqual([
      ['json-key-without-value', 1],
      ['placeholder-broken', PUBLISHED.indexOf('{Delta')],
    ]);
    const mended = findings.toReversed().reduce((text, one) => fixed(text, one) ?? text, PUBLISHED);
    expect(JSON.parse(mended)).toMatchObject({ campaign_id: '{CampaignId}', delta_amount: '{DeltaAmount}' });
    expect(lintPostback({ ...template, body: { ...template.body!, template: mended } })).toEqual([]);
  });

  it('knows the names that a workspace declares', () => {
    const template: Lintable = { ...GOOD[0]![1], url: `${GOOD[0]![1].url}&w={Weather}` };
    expect(lintPostback(template).map(({ code }) => code)).toEqual(['placeholder-unknown']);
    const declared = [{ name: 'Weather', kind: 'action' as const, sample: 'sun' }];
    expect(lintPostback(template, { declared })).toEqual([]);
  });

  it('says nothing of a URL where there is none', () => {
    const { url, ...rest } = GOOD.find(([title]) => title === 'a form')![1];
    expect(lintPostback({ ...rest, url: 'nowhere' }, { url: false })).toEqual([]);
    expect(lintPostback({ ...rest, url }, { url: true })).toEqual([]);
  });

  it('tells of thousands alike how many there are, instead of all of them', () => {
    const many = Array.from({ length: 10_000 }, (_, n) => `k${n}={Weather${n}}`).join('&');
    const found = lintPostback({ ...GOOD[0]![1], url: `/pb?id={ActionId}&st={Status}&${many}` });
    const unknown = found.filter(({ code }) => code === 'placeholder-unknown');
    expect(unknown).toHaveLength(100);
    expect(unknown.at(-1)!.message).toContain('9900 more');
  });
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        ...'{ } {{ }} < > " \' & = ? # / : \\ \n \r\n \u0000 \ud83d 🏕 {ActionId} {SubId1} {x} { Pay out } <SharedId> [x] !!!x!!! http:// , [ ] a b'.split(
          ' ',
        ),
        ' ',
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join('')),
);
const format = fc.constantFrom('json' as const, 'xml' as const, 'form' as const);
const names = [...placeholdersFor('action').keys()];
/** What ends or begins something, or becomes it together with the text around it. */
const sign = fc.constantFrom(
  ...'] ]] > ]> ]]> - -- --> ?> % " \\ & < [ ; #x41; amp; 41 u0041 + / = \n'.split(' '),
);
const anyValue = fc.oneof(sign, fc.string({ unit: 'binary', maxLength: 30 }));
const anyValues = fc
  .array(fc.tuple(fc.constantFrom(...names), anyValue))
  .map((pairs): Record<string, string> => Object.fromEntries(pairs));
const known = { known: () => true, unknown: 'literal' as const };

const lintable = (bodyFormat: 'json' | 'xml' | 'form', template: string): Lintable => ({
  kind: 'action',
  method: 'POST',
  url: '/pb',
  headers: {},
  body: { format: bodyFormat, template, escape: 'by-place' },
});
const errors = (found: readonly Finding[]) => found.filter(({ severity }) => severity === 'error');

describe('any text', () => {
  it('is given back by parsing and printing', () => {
    fc.assert(fc.property(anyText, (text) => printTemplate(parseTemplate(text)) === text));
  });

  it('is linted as URL and as body without a crash, each finding within the text and each fix too', () => {
    fc.assert(
      fc.property(anyText, anyText, format, (text, body, bodyFormat) => {
        const template = { ...lintable(bodyFormat, body), url: text };
        for (const one of lintPostback(template)) {
          const whole = textOf(template, one);
          expect(one.start).toBeGreaterThanOrEqual(0);
          expect(one.end).toBeLessThanOrEqual(Math.max(1, whole.length));
          expect(one.end).toBeGreaterThanOrEqual(one.start);
          for (const edit of one.fix?.edits ?? []) expect(edit.end).toBeLessThanOrEqual(whole.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['an open brace', '{'],
    ['many braces', '{'.repeat(300_000)],
    ['five megabytes of letters', 'a'.repeat(5_000_000)],
    ['many brackets', '['.repeat(300_000)],
    ['many closing braces', '}'.repeat(300_000)],
    ['a long name that is never closed', `{${'a'.repeat(1_000_000)} ${'b '.repeat(500_000)}`],
    ['ten thousand placeholders', '{SubId1}'.repeat(10_000)],
    ['forty thousand doubled braces', '{{x}}'.repeat(40_000)],
    ['a hundred thousand braces with blanks', '{ '.repeat(100_000)],
    ['names that were never opened, more than a call takes arguments', 'Payout}'.repeat(300_000)],
    ['megabytes of lines', 'x={Payout}\r\n'.repeat(50_000)],
  ])(
    'that is odd is linted all the same: %s',
    (_title, text) => {
      for (const bodyFormat of ['json', 'xml', 'form'] as const)
        expect(lintPostback({ ...lintable(bodyFormat, text), url: '/' }).length).toBeGreaterThan(0);
      expect(lintPostback({ ...lintable('form', 'a=b'), url: text }).length).toBeGreaterThan(0);
    },
    120_000,
  );
});

/** JSON and XML made of pieces, so that many are right and many nearly so. */
const piece = fc.constantFrom(
  '{SubId1}',
  '{Payout}',
  '"',
  '\\',
  'text',
  ' ',
  ',',
  ':',
  '{',
  '}',
  '[',
  ']',
  '1',
  'null',
);
const nearlyJson = fc.oneof(
  fc
    .array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.array(piece, { maxLength: 4 })), { maxLength: 4 })
    .map((members) => `{${members.map(([key, parts]) => `"${key}":"${parts.join('')}"`).join(',')}}`),
  fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
);
const xmlPiece = fc.constantFrom(
  '{SubId1}',
  '{Payout}',
  '<b>',
  '</b>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<c d="{SubId2}"/>',
  "<c d='",
  "'/>",
  'text',
  '&amp;',
  '&',
  '?>',
  '<?p ',
  ' ',
  ']',
  '>',
);
const inXml = fc.array(xmlPiece, { maxLength: 10 }).map((parts) => parts.join(''));
const nearlyXml = fc.oneof(
  inXml.map((inside) => `<a>${inside}</a>`),
  fc.constant('<a>{SubId1}></a>'),
  inXml.map((inside) => `<a><![CDATA[${inside}]]></a>`),
  inXml.map((inside) => `<!DOCTYPE a ${inside}><a>{SubId1}</a>`),
);
/** A URL or form made of pieces, with fixed text of every kind beside its placeholders. */
const parameterPiece = fc.constantFrom(
  ...'{SubId1} {Payout} % %2 %25 %E9 %C3 %41 + = ; ? / [ ] \\ @ : .. a 1 é'.split(' '),
);
const parameterText = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'é', '%41'), fc.array(parameterPiece, { maxLength: 4 })), {
    minLength: 1,
    maxLength: 3,
  })
  .map((list) => list.map(([key, parts]) => `${key}=${parts.join('')}`).join('&'));

describe('a template in which the linter finds no error', () => {
  it('becomes JSON that parses, whatever the values', () => {
    fc.assert(
      fc.property(nearlyJson, anyValues, (template, values) => {
        fc.pre(errors(lintPostback(lintable('json', template))).length === 0);
        JSON.parse(renderTemplate(template, values, { format: 'json', ...known }));
      }),
      { numRuns: 2000 },
    );
  });

  it('becomes well-formed XML, whatever the values', () => {
    fc.assert(
      fc.property(nearlyXml, anyValues, (template, values) => {
        fc.pre(errors(lintPostback(lintable('xml', template))).length === 0);
        expect(xmlProblem(renderTemplate(template, values, { format: 'xml', ...known }))).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['url', 'form'] as const)(
    'becomes a %s that decodes back, whatever stands beside the values',
    (as) => {
      fc.assert(
        fc.property(parameterText, anyValue, anyValue, (text, SubId1, Payout) => {
          const template = as === 'url' ? { ...GOOD[0]![1], url: `/pb?${text}` } : lintable('form', text);
          fc.pre(errors(lintPostback(template)).length === 0);
          const read = (values: Record<string, string>) =>
            parseQuery(renderTemplate(text, values, { format: as, ...known })).map(({ key, value }) => [
              key,
              value,
            ]);
          // Letters that stand for themselves say what a receiver reads around the values.
          const marked = read({ SubId1: 'qqqone', Payout: 'qqqtwo' });
          expect(read({ SubId1, Payout })).toEqual(
            marked.map((pair) =>
              pair.map((part) =>
                part.replace(/qqq(?:one|two)/g, (mark) =>
                  (mark === 'qqqone' ? SubId1 : Payout).toWellFormed(),
                ),
              ),
            ),
          );
        }),
        { numRuns: 2000 },
      );
    },
  );

  it('becomes a URL whose parameters decode back to the values', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 8 }),
        anyValues,
        (used, values) => {
          const template = `/pb?${used.map((name) => `${name}={${name}}`).join('&')}`;
          expect(errors(lintPostback({ ...GOOD[0]![1], url: template }))).toEqual([]);
          const rendered = renderTemplate(template, values, { format: 'url', ...known });
          expect(parseQuery(rendered.slice(4)).map(({ key, value }) => [key, value])).toEqual(
            used.map((name) => [name, (values[name] ?? '').toWellFormed()]),
          );
        },
      ),
    );
  });
});

describe('a megabyte', () => {
  it.each([
    ['parameters without anything', '&'],
    ['faults of XML', '<'],
    ['references of XML', '&x;'],
    ['open braces', '{'],
    ['parameters', 'a={SubId1}&'],
    ['commas', ','],
    ['comments', '/**/'],
    ['prefixes', '<s:a/>'],
    ['declarations that are never closed', '<!'],
    ['instructions that are never closed', '<?'],
    ['comments that are never closed', '<!--'],
    ['sections that are never closed', '<![CDATA['],
    ['escaped quotes', '\\"'],
    ['attributes that are never closed', '<a b="'],
  ])(
    'of %s is linted in time that grows with its length only',
    (_title, piece) => {
      const text = piece.repeat(1_000_000 / piece.length);
      for (const bodyFormat of ['json', 'xml', 'form'] as const)
        expect(lintPostback({ ...lintable(bodyFormat, text), url: `/pb?${text}` }).length).toBeLessThan(
          2_000,
        );
    },
    120_000,
  );
});
