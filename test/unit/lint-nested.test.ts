import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../shared/template/lint/finding.ts';
import { type Lintable, lintPostback } from '../../shared/template/lint/lint.ts';

type Body = NonNullable<Lintable['body']>;

function bodyOf(format: Body['format'], template: string): Lintable {
  const body: Body = { format, template, escape: 'by-place' };
  return { kind: 'action', method: 'POST', url: 'http://127.0.0.1:9000/', headers: {}, body };
}

const nested = (lintable: Lintable): Finding[] =>
  lintPostback(lintable).filter(({ code }) => code === 'value-escaped-once');
const json = (value: unknown) =>
  bodyOf('json', JSON.stringify({ id: '{ActionId}', st: '{Status}', data: value }));

describe('the linter finds values that are documents and escaped for the outer one only', () => {
  it('JSON in a JSON string, at the string, with the object as its fix', () => {
    const lintable = json('{"sub":"{SubId1}","pay":"{Payout}"}');
    const [found, ...more] = nested(lintable);
    expect(more).toEqual([]);
    const { template } = lintable.body!;
    expect(template.slice(found!.start, found!.end)).toBe(
      '{\\"sub\\":\\"{SubId1}\\",\\"pay\\":\\"{Payout}\\"}',
    );
    expect(found!.message).toContain('a quote or backslash in {SubId1}');
    const [edit] = found!.fix!.edits;
    const mended = template.slice(0, edit!.start) + edit!.text + template.slice(edit!.end);
    expect(JSON.parse(mended)).toEqual({
      id: '{ActionId}',
      st: '{Status}',
      data: { sub: '{SubId1}', pay: '{Payout}' },
    });
    expect(lintPostback(bodyOf('json', mended))).toEqual([]);
  });

  it.each([
    ['an array', json('["{SubId1}"]')],
    ['values that need no escaping yet', json('{"id":"{ActionId}"}')],
    ['a bare placeholder', json('{"pay":{Payout}}')],
    ['XML in JSON', json('<a><b>{SubId1}</b></a>')],
    ['JSON in XML', bodyOf('xml', '<a id="{ActionId}" st="{Status}"><d>{"s":"{SubId1}"}</d></a>')],
    ['JSON in a section', bodyOf('xml', '<a id="{ActionId}" st="{Status}"><![CDATA[{"s":"{SubId1}"}]]></a>')],
    ['JSON in a form', bodyOf('form', 'id={ActionId}&st={Status}&d=%7B%22s%22%3A%22{SubId1}%22%7D')],
    [
      'an address in a form',
      bodyOf('form', 'id={ActionId}&st={Status}&u=https%3A%2F%2Fa.example%2F%3Fs%3D{SubId1}'),
    ],
    ['an address in JSON', json('https://a.example/?date={EventDate}')],
  ])('%s', (_what, lintable) => {
    expect(nested(lintable)).toHaveLength(1);
  });

  it.each([
    ['an object', bodyOf('json', '{"id":"{ActionId}","st":"{Status}","d":{"s":"{SubId1}"}}')],
    ['a document without placeholders', json('{"a":"b"}')],
    ['text in braces', json('{SubId1}')],
    ['text with brackets', json('[{SubId1}] {PromoCode}')],
    ['an address whose values need no escaping', json('https://a.example/?id={ActionId}&pay={Payout}')],
    ['an address with a placeholder before the query', json('https://a.example/{SubId1}?a=b')],
    [
      'JSON in a form whose values need no escaping',
      bodyOf('form', 'id={ActionId}&st={Status}&d={"p":"{Payout}"}'),
    ],
    ['an address as a whole value', json('{LandingPageUrl}')],
  ])('not %s', (_what, lintable) => {
    expect(nested(lintable)).toEqual([]);
  });

  it('however deep it lies in an object, wherever the placeholder stands in it', () => {
    const inner = fc.dictionary(fc.string({ unit: 'grapheme', minLength: 1 }), fc.constant('{SubId1}'), {
      minKeys: 1,
      maxKeys: 5,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(inner, fc.nat(5), fc.boolean(), (object, depth, inList) => {
        fc.pre(!/[{}<>]/.test(Object.keys(object).join('')));
        let value: unknown = JSON.stringify(object);
        for (let level = 0; level < depth; level += 1) value = inList ? [value] : { deeper: value };
        expect(nested(json(value))).toHaveLength(1);
      }),
    );
  });

  it('without growing slow or failing on broken and long texts', () => {
    const pieces = fc.constantFrom(
      '<!--',
      '<![CDATA[',
      ']]>',
      '<a b="',
      '">',
      '{"a":"',
      '"}',
      '\\"',
      '{SubId1}',
      '&',
      '=',
      '?',
    );
    fc.assert(
      fc.property(
        fc.constantFrom('json', 'xml', 'form'),
        fc.array(pieces, { maxLength: 40 }),
        (format, list) => {
          for (const { start, end } of nested(bodyOf(format, list.join(''))))
            expect(end).toBeGreaterThan(start);
        },
      ),
    );
  });
});
