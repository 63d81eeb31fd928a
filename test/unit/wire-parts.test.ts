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
  it('is the text of wireOf with plain line ends, whatever the template holds', () => {
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
        expect(wire.parts.map(({ text }) => text).join('')).toBe(wire.text.replaceAll('\r\n', '\n'));
      }),
    );
  });

  it('says which placeholder each value in the URL came from', () => {
    expect(marked({ url: '/pb?a={A}&e={Empty}&u={nope}' })).toEqual([
      ['A', 'a%20b%2B'],
      ['nope', '{nope}'],
    ]);
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
      reason: 'it does not begin with http://, https:// or /',
    });
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
