import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hitSpans } from '../../shared/receiver/query/hits.ts';
import { parseQueryLine } from '../../shared/receiver/query/parse-query.ts';

const hits = (text: string, line: string, ...fields: string[]) =>
  hitSpans(text, parseQueryLine(line).terms, fields).map(({ start, end }) => text.slice(start, end));

describe('hits of a query', () => {
  it('are the texts that it looks for, in any case, wherever they are', () => {
    expect(hits('spring-TENTS and tents', 'tents')).toEqual(['TENTS', 'tents']);
    expect(hits('spring-tents', 'tents -spring')).toEqual(['tents']);
    expect(hits('aaa', 'aa')).toEqual(['aa']);
    expect(hits('abcd', 'abc bcd')).toEqual(['abcd']);
  });

  it('of a field are only in its values', () => {
    expect(hits('Acme Outdoor', 'program:acme', 'program')).toEqual(['Acme']);
    expect(hits('Acme Outdoor', 'program:acme', 'Program')).toEqual(['Acme']);
    expect(hits('Acme Outdoor', 'program:acme', 'brand')).toEqual([]);
    expect(hits('/pb?n=1', 'path:/pb', 'target', 'path')).toEqual(['/pb']);
    expect(hits('curl/8', 'userAgent:curl', 'agent')).toEqual(['curl']);
    // In braces it is a value of the request, not the status of the response.
    expect(hits('PENDING', '{status}:pend', 'status')).toEqual(['PEND']);
  });

  it('are whole values where numbers or dates are compared', () => {
    expect(hits('6.45', 'pay:>5', 'pay')).toEqual(['6.45']);
    expect(hits('4', 'pay:>5', 'pay')).toEqual([]);
    expect(hits('200', 'pay:=20', 'pay')).toEqual([]);
  });

  it('ascend, are apart from each other, and in bounds, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string({ minLength: 1 })), (text, words) => {
        const terms = words.map((word) => ({
          type: 'text' as const,
          text: word,
          excluded: false,
          start: 0,
          end: 1,
        }));
        let last = -1;
        for (const { start, end } of hitSpans(text, terms)) {
          expect(start).toBeGreaterThan(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
