import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyText } from '../../shared/http/body-text.ts';
import { roundedNumber } from '../../shared/http/exact-number.ts';
import { jsonLines } from '../../shared/http/json-lines.ts';
import { textOffsets } from '../../shared/http/text-offsets.ts';
import { wirePieces } from '../../shared/http/wire-pieces.ts';
import { multipartFields, multipartParts } from '../../shared/receiver/multipart-fields.ts';

describe('a number that JavaScript would change', () => {
  it('is told with what it becomes, others are not', () => {
    expect(roundedNumber('9007199254740993')).toBe('9007199254740992');
    expect(roundedNumber('-9007199254740993')).toBe('-9007199254740992');
    expect(roundedNumber('0.12345678901234567890')).toBe('0.12345678901234568');
    expect(roundedNumber('1e400')).toBe('Infinity');
    expect(roundedNumber('123456789012345678e-2')).toBe('1234567890123456.8');
    for (const exact of [
      '9007199254740992',
      '9007199254740994',
      '10000000000000000000000',
      '12.00',
      '0.10',
      '1.50000000000000000000',
      '1E3',
      '0e999',
      '000000000000000001',
      'ORDER-9007199254740993',
      '',
      '1.2.3',
    ])
      expect(roundedNumber(exact), exact).toBeUndefined();
  });

  it('is none of those that JavaScript itself writes', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(roundedNumber(JSON.stringify(number))).toBeUndefined();
      }),
    );
  });

  it('is every integer that is not the double next to it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 10n ** 15n, max: 10n ** 30n }), (integer) => {
        const isExact = BigInt(Number(integer)) === integer;
        // The shortest digits that name a double may name another integer.
        if (isExact) expect([undefined, String(Number(integer))]).toContain(roundedNumber(String(integer)));
        else expect(roundedNumber(String(integer)) === undefined).toBe(BigInt(shortest(integer)) === integer);
      }),
    );
  });
});

/** The digits with which JavaScript writes the double next to an integer. */
function shortest(integer: bigint): string {
  const [digits = '', exponent = '0'] = String(Number(integer)).split('e');
  const [whole = '', fraction = ''] = digits.split('.');
  const zeros = Number(exponent) - fraction.length;
  return whole + fraction + '0'.repeat(Math.max(0, zeros));
}

describe('JSON lines', () => {
  it('are read by their type, with the lines that are not JSON', () => {
    const lines = jsonLines('{"a":1}\r\n\n{"a":\n[2]\n', 'application/x-ndjson; charset=utf-8');
    expect(lines?.map(({ number, text, problem }) => [number, text, problem === ''])).toEqual([
      [1, '{"a":1}', true],
      [3, '{"a":', false],
      [4, '[2]', true],
    ]);
    expect(jsonLines('\x1e{"a":1}\n\x1e{"a":2}\n', 'application/json-seq')).toHaveLength(2);
  });

  it('are known by what they are where no type says so, and only then', () => {
    expect(jsonLines('{"a":1}\n{"a":2}', 'text/plain')).toHaveLength(2);
    expect(jsonLines('{"a":1}\n{"a":2}', 'application/json')).toHaveLength(2);
    expect(jsonLines('{\n "a": 1\n}', 'application/json')).toBeUndefined();
    expect(jsonLines('[\n{"a":1},\n{"a":2}\n]', 'application/json')).toBeUndefined();
    expect(jsonLines('{"a":1}', '')).toBeUndefined();
    expect(jsonLines('{"a":1}\nnot', '')).toBeUndefined();
  });
});

describe('text from the wire', () => {
  it('has byte order marks, blanks at its ends, and raw characters of a request line as pieces', () => {
    expect(wirePieces('\ufeffid')).toEqual([{ text: '\ufeff', mark: 'bom' }, { text: 'id' }]);
    expect(wirePieces(' a\ufeff ', { ends: true }).map(({ mark }) => mark)).toEqual([
      'blank',
      undefined,
      'bom',
      'blank',
    ]);
    expect(wirePieces('Zoë', { requestLine: true })).toEqual([{ text: 'Zo' }, { text: 'ë', mark: 'raw' }]);
    expect(wirePieces('Zoë')).toEqual([{ text: 'Zoë' }]);
  });

  it('is never changed by being taken to pieces', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '\t', '\ufeff', 'ë', '😀', '\n') });
    fc.assert(
      fc.property(text, fc.boolean(), fc.boolean(), (whole, ends, requestLine) => {
        const pieces = wirePieces(whole, { ends, requestLine });
        expect(pieces.map((piece) => piece.text).join('')).toBe(whole);
      }),
    );
  });
});

describe('characters and their bytes', () => {
  const text = fc.string({ minLength: 1, unit: fc.constantFrom('a', 'ë', '€', '😀', '\n') });

  it('find each other in UTF-8, with and without a mark', () => {
    fc.assert(
      fc.property(text, fc.boolean(), (plain, bom) => {
        const whole = bom ? `\ufeff${plain}` : plain;
        const bytes = new TextEncoder().encode(whole);
        const read = bodyText(bytes);
        const offsets = textOffsets(whole, read)!;
        const points = Array.from(whole);
        let at = 0;
        for (const point of points) {
          const span = { from: at, to: at + point.length };
          const there = offsets.bytesOf(span);
          expect(
            new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.slice(there.from, there.to)),
          ).toBe(point);
          expect(offsets.charactersOf(there)).toEqual(span);
          // One byte of a character stands for all of it.
          expect(offsets.charactersOf({ from: there.from, to: there.from + 1 })).toEqual(span);
          at += point.length;
        }
      }),
    );
  });

  it('find each other in UTF-16 and single-byte charsets; where they cannot, nothing is claimed', () => {
    const utf16 = textOffsets('\ufeffab', { charset: 'utf-16le', bom: true })!;
    expect(utf16.bytesOf({ from: 1, to: 2 })).toEqual({ from: 2, to: 4 });
    expect(utf16.charactersOf({ from: 2, to: 4 })).toEqual({ from: 1, to: 2 });
    const latin = textOffsets('äb', { charset: 'windows-1252', bom: false })!;
    expect(latin.bytesOf({ from: 1, to: 2 })).toEqual({ from: 1, to: 2 });
    expect(textOffsets('あ', { charset: 'shift_jis', bom: false })).toBeUndefined();
  });
});

describe('the parts of a multipart body', () => {
  const TYPE = 'multipart/form-data; boundary=x';
  const BODY =
    '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x\r\nContent-Disposition: form-data; name="f"; filename="r.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n\r\n--x--\r\n';

  it('have name, file, type, and where their content is', () => {
    const parts = multipartParts(TYPE, BODY)!;
    expect(
      parts.map(({ name, filename, type, from, to }) => [name, filename, type, BODY.slice(from, to)]),
    ).toEqual([
      ['a', undefined, '', '1'],
      ['f', 'r.pdf', 'application/pdf', '%PDF\r\n'],
    ]);
    expect(multipartFields(TYPE, BODY)).toEqual([
      { key: 'a', value: '1' },
      { key: 'f', value: 'r.pdf' },
    ]);
  });
});
