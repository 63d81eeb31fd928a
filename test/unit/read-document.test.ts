import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readDocument } from '../../shared/checks/records/read-document.ts';

/** Rows as plain objects of texts; 'none', or the problem. */
function read(text: string, type?: string) {
  const found = readDocument(text, type);
  if ('none' in found) return 'none';
  if ('problem' in found) return found.problem;
  return found.rows.map((row) =>
    Object.fromEntries([...row].map(([path, { text: value }]) => [path, value])),
  );
}

describe('there is no such action where a document is', () => {
  it.each([
    [''],
    ['  \n'],
    ['\uFEFF'],
    ['null'],
    ['[]'],
    ['{}'],
    [' [ ] '],
    ['[{}]'],
    ['[null]'],
    ['{"data": null}'],
    ['{"data": []}'],
    ['{"conversion": null}'],
    ['{"rows": [], "count": 0}'],
    ['<record/>'],
    ['<?xml version="1.0"?><rows></rows>'],
  ])('%j', (text) => {
    expect(read(text)).toBe('none');
  });
});

describe('a record is read from', () => {
  it.each([
    ['an object', '{"payout": 12.00, "status": "open"}', [{ payout: '12.00', status: 'open' }]],
    ['an object after a byte order mark', '\uFEFF{"payout": 1}', [{ payout: '1' }]],
    [
      'numbers with all their digits',
      '{"id": 12345678901234567890, "p": 0.10}',
      [{ id: '12345678901234567890', p: '0.10' }],
    ],
    ['nested objects', '{"order": {"commission": {"amount": 5}}}', [{ 'order.commission.amount': '5' }]],
    ['lists in an object', '{"id": "a", "skus": ["x", "y"]}', [{ id: 'a', 'skus[0]': 'x', 'skus[1]': 'y' }]],
    ['an array of rows', '[{"p": 1}, {"p": 2}]', [{ p: '1' }, { p: '2' }]],
    ['an envelope', '{"ok": true, "rows": [{"p": 1}, {"p": 2}]}', [{ p: '1' }, { p: '2' }]],
    [
      'an XML element',
      '<action><id>a</id><payout cur="USD">12.00</payout></action>',
      [{ id: 'a', payout: '12.00', 'payout@cur': 'USD' }],
    ],
    ['XML rows', '<rows><row><p>1</p></row><row><p>2</p></row></rows>', [{ p: '1' }, { p: '2' }]],
    ['a form', 'id=a+b&payout=12%2E00&empty=', [{ id: 'a b', payout: '12.00', empty: '' }]],
    [
      'lines',
      'id=a\r\npayout = "12.00"\n\nstatus=\'open\'\n',
      [{ id: 'a', payout: '12.00', status: 'open' }],
    ],
    ['a line whose value has an equals sign', 'note=a=b\nid=1', [{ note: 'a=b', id: '1' }]],
    ['a line that begins like JSON', 'nullable=1\nid=2', [{ nullable: '1', id: '2' }]],
  ])('%s', (_name, text, rows) => {
    expect(read(text)).toEqual(rows);
  });

  it('an order with items, which are not rows', () => {
    expect(read('{"id": "a", "payout": 3, "order": {"n": 1}, "items": [{"p": 1}]}')).toEqual([
      { id: 'a', payout: '3', 'order.n': '1', 'items[0].p': '1' },
    ]);
  });
});

describe('a document that cannot be read says why', () => {
  it.each([
    ['<!doctype html><html><body>hello</body></html>', 'HTML page'],
    ['<html><p>hello</html>', 'HTML page'],
    ['<a><b></a>', 'not valid XML'],
    ['hello world', 'neither JSON'],
    ['42', 'a single value'],
    ['[[1, 2], [3]]', 'a list of values'],
    ['[1]', 'a list of values'],
    ['"text"', 'a single value'],
    ['true', 'a single value'],
  ])('%j', (text, problem) => {
    expect(read(text)).toContain(problem);
  });

  it('by its content type, where it is cut', () => {
    expect(read('{"a": 1', 'application/json')).toContain('not valid JSON');
  });
});

test('no text whatever throws, and no row is empty', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.webQueryParameters()), (text) => {
      const found = readDocument(text);
      if (!('rows' in found)) return;
      expect(found.rows.length).toBeGreaterThan(0);
    }),
  );
});

test('the digits of any number stay as they were written', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.integer({ min: 0, max: 99 }), (whole, cents) => {
      const text = `${whole}.${String(cents).padStart(2, '0')}`;
      expect(read(`{"payout": ${text}}`)).toEqual([{ payout: text }]);
    }),
  );
});
