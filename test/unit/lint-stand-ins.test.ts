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
  ])('finds a placeholder with a format, list or prefix: %s', (value) => {
    expect(codes(value).some((code) => code.startsWith('placeholder-'))).toBe(true);
    const body = { format: 'json' as const, template: `{"id":"{ActionId}","st":"{Status}","k":"${value}"}` };
    const found = lintPostback({ ...url('1'), method: 'POST', body: { ...body, escape: 'by-place' } });
    expect(found.some(({ code }) => code.startsWith('placeholder-'))).toBe(true);
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
  ])('finds a value that was left to be replaced: %s', (value) => {
    expect(codes(value)).toContain('stand-in-left');
  });

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
