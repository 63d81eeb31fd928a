import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemAt } from '../../renderer/features/receiver/list/query-problem.ts';
import { completeQuery, type KnownFields } from '../../shared/receiver/query/complete-query.ts';
import { hasTerm, withOnly, withoutSpan, withTerm } from '../../shared/receiver/query/edit-query.ts';
import { parseQueryLine } from '../../shared/receiver/query/parse-query.ts';

const KNOWN: KnownFields = {
  keys: [
    { key: 'order_id', inRequests: 1_204, ofDeliveries: 0 },
    { key: 'Status', inRequests: 3, ofDeliveries: 5 },
    { key: 'Payout', inRequests: 0, ofDeliveries: 1 },
    { key: 'two words', inRequests: 1, ofDeliveries: 0 },
  ],
  endpoints: ['default', 'hooks'],
};
const texts = (line: string, position = line.length) =>
  completeQuery(line, position, KNOWN)?.options.map(({ text }) => text) ?? [];

describe('completion of a query line', () => {
  it('offers fields of every capture and keys of requests, those first that begin like what is typed', () => {
    expect(texts('sta')).toEqual(['status:', 'state:', '{Status}:']);
    expect(texts('kind:action ord')).toEqual(['order_id:']);
    expect(texts('-met')).toEqual(['method:']);
    expect(texts('{st')).toEqual(['{Status}:']);
    expect(texts('')).toContain('Payout:');
  });

  it('does not offer a key that no query can name', () => {
    expect(texts('two')).toEqual([]);
  });

  it('says how often a key was captured', () => {
    expect(completeQuery('order', 5, KNOWN)?.options[0]?.detail).toBe('in 1,204 captures');
    expect(completeQuery('Pay', 3, KNOWN)?.options[0]?.detail).toBe('placeholder of 1 capture');
  });

  it('offers values where there are few, and comparisons where there is something to compare', () => {
    expect(texts('status:')).toEqual(['2xx', '3xx', '4xx', '5xx', 'none']);
    expect(texts('method:p')).toEqual(['POST', 'PUT', 'PATCH']);
    expect(texts('endpoint:')).toEqual(['default', 'hooks']);
    expect(texts('took:')).toEqual(['>', '>=', '<', '<=']);
    expect(texts('payout:')).toEqual(['=', '>', '>=', '<', '<=']);
    expect(texts('payout:>')).toEqual([]);
    expect(texts('nowhere:')).toEqual([]);
  });

  it('leaves what is in quotes alone', () => {
    expect(texts('"sta')).toEqual([]);
    expect(texts('program:"Acme sta')).toEqual([]);
    expect(texts('program:"Acme" sta')).toContain('status:');
  });

  it('replaces what was typed of the term at the cursor, and nothing else', () => {
    expect(completeQuery('a b sta c', 7, KNOWN)?.from).toBe(4);
    expect(completeQuery('-status:5', 9, KNOWN)?.from).toBe(8);
  });

  it('gives a line that can be read, whatever is completed', () => {
    fc.assert(
      fc.property(fc.constantFrom('', 'sta', 'method:', 'endpoint:h', 'a -kin'), fc.nat(50), (line, nth) => {
        const found = completeQuery(line, line.length, KNOWN)!;
        const { text, section } = found.options[nth % found.options.length]!;
        const completed = line.slice(0, found.from) + text + (section === 'Values' ? '' : '1');
        expect(parseQueryLine(completed).problems).toEqual([]);
      }),
    );
  });
});

describe('terms of a query line', () => {
  it('are added once, in place of their opposite', () => {
    expect(withTerm('tents', { field: 'status', value: '5xx' })).toBe('tents status:5xx');
    expect(withTerm('status:5xx', { field: 'Status', value: '5xx' })).toBe('status:5xx');
    expect(withTerm('status:5xx tents', { field: 'status', value: '5xx', excluded: true })).toBe(
      'tents -status:5xx',
    );
  });

  it('are found again after they were added, with any value', () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), fc.constantFrom('has', 'is'), (value, excluded, operator) => {
        const term = { field: 'action', operator, value, excluded } as const;
        const line = withTerm('method:GET "some text"', term);
        expect(parseQueryLine(line).problems).toEqual([]);
        expect(hasTerm(line, term)).toBe(true);
      }),
    );
  });

  it('are taken out with the blanks around them', () => {
    const line = 'a  status:5xx   b';
    expect(withoutSpan(line, parseQueryLine(line).terms[1]!)).toBe('a b');
    expect(withoutSpan('status:5xx', { start: 0, end: 10 })).toBe('');
  });

  it('of one field and operator are replaced', () => {
    const line = 'receivedAt:>=1 tents receivedAt:<=5';
    expect(withOnly(line, { field: 'receivedAt', operator: 'at-least' }, '3')).toBe(
      'tents receivedAt:<=5 receivedAt:>=3',
    );
    expect(withOnly(line, { field: 'receivedAt', operator: 'at-most' }, null)).toBe('receivedAt:>=1 tents');
  });
});

describe('a problem that the engine has with a query line', () => {
  it('is underlined at the field it is about, also behind blanks', () => {
    const problem = { code: 'PB_ARGUMENT_INVALID', title: 'No.', remedy: 'Do.', place: 'query:1:3' };
    expect(problemAt('  a ordr:7', problem)).toEqual({ start: 4, end: 8, message: 'No.', remedy: 'Do.' });
  });

  it('is none where the error is about something else', () => {
    expect(problemAt('a', { code: '', title: 'Lost.', remedy: '', place: '' })).toBeNull();
  });
});
