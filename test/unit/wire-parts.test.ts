import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeholderMarks } from '../../shared/template/placeholder-marks.ts';
import {
  compilePostback,
  type Postback,
  postbackSchema,
  renderPostback,
  wireOf,
} from '../../shared/template/postback.ts';
import { traceOf } from '../../shared/template/trace.ts';
import { wireParts } from '../../shared/template/wire-parts.ts';

const KNOWN = new Set(['A', 'B', 'Empty']);
const settings = {
  known: (name: string) => KNOWN.has(name),
  unknown: 'literal' as const,
  receiverBase: 'http://127.0.0.1:7300',
};
const values = { A: 'a b+', B: '1', Empty: '' };
const postback = (given: Partial<Postback>) => postbackSchema.parse({ name: 'p', url: '/', ...given });

function marked(given: Partial<Postback>): [string | undefined, string][] {
  const wire = wireParts(compilePostback(postback(given)), values, settings);
  if (!wire.ok) throw new Error(wire.reason);
  return wire.parts.filter(({ name }) => name !== undefined).map(({ name, text }) => [name, text]);
}

describe('the wire preview in pieces', () => {
  it('is the text of wireOf with plain line ends in its head, whatever the template holds', () => {
    const piece = fc.oneof(
      fc.constantFrom('{A}', '{B}', '{Empty}', '{nope}', '#', '?', '/', ' ', 'é', '&x=', '\r\n'),
      fc.string(),
    );
    const template = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(template, template, fc.boolean(), (url, body, local) => {
        const compiled = compilePostback({
          ...postback({ method: 'POST', headers: { 'X-A': '{A}' } }),
          url: local ? `/${url}` : `http://localhost${url}`,
          body: { format: 'json', template: body, escape: 'raw' },
        });
        const expected = wireOf(renderPostback(compiled, values, settings));
        const wire = wireParts(compiled, values, settings);
        expect(wire.ok).toBe(expected.ok);
        if (!wire.ok || !expected.ok) return;
        expect(wire.text).toBe(expected.head + expected.body);
        expect(wire.parts.map(({ text }) => text).join('')).toBe(
          expected.head.replaceAll('\r\n', '\n') + expected.body,
        );
      }),
    );
  });

  it('says which placeholder each value in the URL came from', () => {
    expect(marked({ url: '/pb?a={A}&e={Empty}&u={nope}' })).toEqual([
      ['A', 'a%20b%2B'],
      ['Empty', ''],
      ['nope', '{nope}'],
    ]);
  });

  it('leads every value back to its own placeholder in the template, repeated and empty ones too', () => {
    const url = '/é?a={A}&again={A}&e={Empty}{B}';
    const template = '{"a":"{A}","e":"{Empty}"}';
    const wire = wireParts(
      compilePostback(
        postback({
          method: 'POST',
          url,
          headers: { 'X-B': '{B}{Empty}' },
          body: { format: 'json', template, escape: 'by-place' },
        }),
      ),
      values,
      settings,
    );
    if (!wire.ok) throw new Error(wire.reason);
    const texts = { url, 'header:X-B': '{B}{Empty}', body: template } as Record<string, string>;
    const found = wire.parts.flatMap(({ text, occurrence }) =>
      occurrence === undefined
        ? []
        : [[occurrence.field, texts[occurrence.field]!.slice(occurrence.start, occurrence.end), text]],
    );
    expect(found).toEqual([
      ['url', '{A}', 'a%20b%2B'],
      ['url', '{A}', 'a%20b%2B'],
      ['url', '{Empty}', ''],
      ['url', '{B}', '1'],
      ['header:X-B', '{B}', '1'],
      ['header:X-B', '{Empty}', ''],
      ['body', '{A}', 'a b+'],
      ['body', '{Empty}', ''],
    ]);
    expect(new Set(wire.parts.flatMap(({ occurrence }) => occurrence?.start ?? [])).size).toBeGreaterThan(4);
  });

  it('has each of ten thousand values in a URL at its place', () => {
    const wire = wireParts(
      compilePostback(postback({ url: `/?${'&a={A}'.repeat(10_000)}` })),
      values,
      settings,
    );
    if (!wire.ok) throw new Error(wire.reason);
    const found = wire.parts.filter(({ name }) => name !== undefined);
    expect(found).toHaveLength(10_000);
    expect(new Set(found.map(({ text }) => text))).toEqual(new Set(['a%20b%2B']));
  });

  it('finds the values behind letters that are percent-encoded for the wire', () => {
    expect(marked({ url: 'http://localhost?ü={A}&b={B}' })).toEqual([
      ['A', 'a%20b%2B'],
      ['B', '1'],
    ]);
  });

  it('marks nothing in a fragment, which is never sent', () => {
    expect(marked({ url: '/pb?b={B}#{A}' })).toEqual([['B', '1']]);
  });

  it('marks values in own headers and in the body', () => {
    expect(
      marked({
        method: 'POST',
        headers: { 'X-One': 'n={B}' },
        body: { format: 'json', template: '{"a":"{A}"}', escape: 'by-place' },
      }),
    ).toEqual([
      ['B', '1'],
      ['A', 'a b+'],
    ]);
  });

  it('counts the bytes, not the letters', () => {
    const given = {
      method: 'POST' as const,
      body: { format: 'json' as const, template: 'é', escape: 'raw' as const },
    };
    const wire = wireParts(compilePostback(postback(given)), values, settings);
    expect(wire.ok && wire.bytes - wire.text.length).toBe(1);
  });

  it('says why a URL cannot be sent', () => {
    expect(wireParts(compilePostback(postback({ url: 'ftp://x' })), values, settings)).toEqual({
      ok: false,
      reason: 'it does not start with http://, https:// or /',
    });
  });
});

describe('what becomes of one placeholder', () => {
  const compiled = compilePostback(postback({ url: '/?a={A}&a={A}&e={Empty}&n={nope}' }));
  const trace = (start: number) => traceOf(compiled, `url ${start}`, values, settings);

  it('is its value, what is sent for it, and how many bytes that is', () => {
    expect(trace(4)).toMatchObject({
      state: 'value',
      value: 'a b+',
      sent: 'a%20b%2B',
      bytes: 8,
      place: 'url',
    });
    expect(trace(10)?.occurrence).toEqual({ field: 'url', name: 'A', start: 10, end: 13 });
  });

  it('is nothing where the value is empty, and its own text where nobody knows the name', () => {
    expect(trace(16)).toMatchObject({ state: 'unset', value: '', sent: '', bytes: 0 });
    expect(trace(26)).toMatchObject({ state: 'unknown', value: undefined, sent: '{nope}', bytes: 6 });
  });

  it('is not known where the template has no placeholder any more', () => {
    expect(trace(5)).toBeUndefined();
    expect(traceOf(compiled, 'body 4', values, settings)).toBeUndefined();
  });
});

describe('the marks of an editor', () => {
  it('tell known, empty and unknown apart', () => {
    const marks = placeholderMarks('{A}{Empty}{nope}', settings.known, values);
    expect(marks.map(({ state }) => state)).toEqual(['known', 'empty', 'unknown']);
  });

  it('call nothing empty while there is no sample', () => {
    expect(placeholderMarks('{Empty}', settings.known, null)[0]?.state).toBe('known');
  });
});
