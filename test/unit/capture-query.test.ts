import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meets, resolveField, unknownFields } from '../../shared/receiver/query/capture-fields.ts';
import { parseQueryLine, printTerm, type QueryOperator } from '../../shared/receiver/query/parse-query.ts';

const read = (line: string) =>
  parseQueryLine(line).terms.map((term) =>
    term.type === 'text'
      ? [term.excluded ? '-' : '', term.text]
      : [term.excluded ? '-' : '', term.field, term.operator, term.value],
  );

describe('a query line', () => {
  it.each<[string, (string | undefined)[][]]>([
    ['', []],
    [
      '  tents  camp ',
      [
        ['', 'tents'],
        ['', 'camp'],
      ],
    ],
    [
      'method:POST status:5xx',
      [
        ['', 'method', 'has', 'POST'],
        ['', 'status', 'has', '5xx'],
      ],
    ],
    [
      'payout:>10 took:<=250',
      [
        ['', 'payout', 'above', '10'],
        ['', 'took', 'at-most', '250'],
      ],
    ],
    [
      'program:"Acme Outdoor" -state:delivered',
      [
        ['', 'program', 'has', 'Acme Outdoor'],
        ['-', 'state', 'has', 'delivered'],
      ],
    ],
    ['{Status}:=REVERSED', [['', 'Status', 'is', 'REVERSED']]],
    [
      '"a:b" "say \\"hi\\""',
      [
        ['', 'a:b'],
        ['', 'say "hi"'],
      ],
    ],
    ['http://a.example/pb', [['', 'http://a.example/pb']]],
    [
      '12:30 :x a:',
      [
        ['', '12:30'],
        ['', ':x'],
      ],
    ],
    ['s:=""', [['', 's', 'is', '']]],
    [
      'items[0].sku:A-1 a/b@c:d',
      [
        ['', 'items[0].sku', 'has', 'A-1'],
        ['', 'a/b@c', 'has', 'd'],
      ],
    ],
    [
      '- -',
      [
        ['', '-'],
        ['', '-'],
      ],
    ],
  ])('%j is read into its terms', (line, terms) => {
    expect(read(line)).toEqual(terms);
  });

  it.each<[string, string, RegExp]>([
    ['a b:', 'b:', /has no value/],
    ['pay:>ten', 'ten', /neither a number nor a date/],
    ['x "open', '"open', /never closed/],
    ['pay:>', 'pay:>', /has no value/],
  ])('%j has a problem at its place', (line, place, message) => {
    const { problems } = parseQueryLine(line);
    expect(problems.map(({ start, end }) => line.slice(start, end))).toEqual([place]);
    expect(problems[0]!.message).toMatch(message);
  });

  it('gives back every term that is printed, in order, whatever it holds', () => {
    const value = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    const operator = fc.constantFrom<QueryOperator>('has', 'is');
    const term = fc.oneof(
      fc.record({ value, excluded: fc.boolean() }),
      fc.record({
        field: fc.constantFrom('method', 'a.b', 'items[0]'),
        inBraces: fc.boolean(),
        operator,
        value,
        excluded: fc.boolean(),
      }),
      fc.record({
        field: fc.constant('pay'),
        operator: fc.constantFrom<QueryOperator>('above', 'below', 'at-least', 'at-most'),
        value: fc.integer().map(String),
        excluded: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(fc.array(term, { maxLength: 5 }), (terms) => {
        const { terms: found, problems } = parseQueryLine(terms.map(printTerm).join(' '));
        expect(problems).toEqual([]);
        expect(found).toMatchObject(
          terms.map((one) =>
            'field' in one ? one : { type: 'text', text: one.value, excluded: one.excluded },
          ),
        );
      }),
    );
  });

  it('is read whatever is typed, each term and problem within the line and in order', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ':', '"', '-', ' ', '>', '=', '\\', '{', '}', '1') }),
        (line) => {
          const { terms, problems } = parseQueryLine(line);
          let last = 0;
          for (const { start, end } of terms) {
            expect(start >= last && end > start && end <= line.length).toBe(true);
            last = end;
          }
          for (const { start, end } of problems) expect(end <= line.length && start < end).toBe(true);
        },
      ),
    );
  });
});

describe('a field of a query', () => {
  const KEYS = ['id', 'pay', 'Payout', 'items[0].sku'];
  it('is one of every capture by its name or its JSON key, else a key of requests, in any case', () => {
    expect(resolveField('STATUS', KEYS)).toMatchObject({ source: 'capture', field: { name: 'status' } });
    expect(resolveField('responsestatus', KEYS)).toMatchObject({
      source: 'capture',
      field: { name: 'status' },
    });
    expect(resolveField('payout', KEYS)).toMatchObject({ source: 'request', key: 'Payout' });
    expect(resolveField('nothing', KEYS)).toBeUndefined();
    expect(resolveField('ID', KEYS, { inBraces: true })).toMatchObject({ source: 'request', key: 'id' });
    expect(resolveField('status', KEYS, { inBraces: true })).toBeUndefined();
  });

  it('that is unknown is a problem at its place, with what was likely meant', () => {
    const line = 'text -statsu:5xx zzzzzz:1';
    const problems = unknownFields(parseQueryLine(line).terms, KEYS);
    expect(problems.map(({ start, end }) => line.slice(start, end))).toEqual(['statsu', 'zzzzzz']);
    expect(problems[0]!.remedy).toContain('Did you mean status?');
  });

  it.each<[string, Parameters<typeof meets>[1], (string | number)[], boolean]>([
    ['status:5xx', 'status', [503], true],
    ['status:5xx', 'status', [200], false],
    ['status:none', 'status', [], true],
    ['status:200', 'status', [], false],
    ['-status:200', 'status', [], true],
    ['attempt:2', 'number', [12], false],
    ['attempt:02', 'number', [2], true],
    ['method:post', 'word', ['POST'], true],
    ['method:POS', 'word', ['POST'], false],
    ['program:outdoor', 'text', ['Acme Outdoor '], true],
    ['program:="Acme Outdoor"', 'text', ['Acme Outdoor '], false],
    ['pay:>10', 'text', ['9.5', '10.01'], true],
    ['pay:>10', 'text', [''], false],
    ['pay:>=10', 'text', ['10.00'], true],
    ['pay:<10', 'text', ['x'], false],
    ['pay:=""', 'text', [''], true],
    ['-pay:<10', 'text', ['5'], false],
  ])('%s of a capture with %j %j is met: %s', (line, comparison, values, met) => {
    const [term] = parseQueryLine(line).terms;
    expect(term?.type === 'field' && meets(term, comparison, values)).toBe(met);
  });
});
