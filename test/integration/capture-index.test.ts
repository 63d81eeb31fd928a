import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printTerm } from '../../shared/receiver/query/parse-query.ts';
import { newCapture } from '../fixtures/capture-rows.ts';
import { IndexRig } from '../fixtures/index-rig.ts';

const word = fc.constantFrom(
  'a',
  'Kb',
  'ABC',
  '10',
  '9.5',
  '',
  'é',
  'x y',
  'kelvin',
  '<b>',
  'a,b',
  'Zoë',
  'a&b=c',
);
const key = fc.constantFrom('pay', 'Payout', 'status', 'name', 'Note');
const bodyOf = fc.oneof(
  fc.constant<{ body: string | Uint8Array; headers: string[] }>({ body: '', headers: [] }),
  fc.dictionary(key, word, { maxKeys: 3 }).map((fields) => ({
    body: JSON.stringify(fields),
    headers: ['Content-Type: application/json'],
  })),
  fc.dictionary(key, word, { maxKeys: 3 }).map((fields) => ({
    body: gzipSync(new URLSearchParams(fields).toString()),
    headers: ['Content-Encoding:gzip', 'content-type:   application/x-www-form-urlencoded'],
  })),
  word.map((text) => ({ body: `<a><${'name'}>${text}</name></a>`, headers: [] })),
  word.map((text) => ({
    body: Buffer.from(text, 'latin1'),
    headers: ['Content-Type: text/plain; charset=latin1'],
  })),
  word.map((text) => ({ body: `${'long '.repeat(4_000)}${text}`, headers: [] })),
  fc.uint8Array({ maxLength: 12 }).map((body) => ({ body, headers: [] })),
);
const capture = fc
  .record({
    method: fc.constantFrom('GET', 'POST'),
    status: fc.constantFrom(null, 200, 204, 500),
    query: fc.dictionary(key, word, { maxKeys: 3 }),
    isRaw: fc.boolean(),
    host: fc.constantFrom('127.0.0.1:7300', 'a.example', 'Zo\xeb'),
    content: bodyOf,
    receivedAt: fc.constantFrom(1, 86_400_000, 1_700_000_000_000),
    note: fc.constantFrom('', 'The client closed.'),
  })
  .map(({ query, isRaw, host, content: { body, headers }, ...rest }) => {
    const pairs = new URLSearchParams(query).toString();
    const target = `/pb?${isRaw ? Buffer.from(decodeURIComponent(pairs)).toString('latin1') : pairs}`;
    return newCapture({
      ...rest,
      target,
      body,
      headers: [`Host: ${host}`, ...headers],
      userAgent: 'Agent/1',
    });
  });

const excluded = fc.boolean();
const text = fc.oneof(
  word.filter((one) => one !== ''),
  fc.constantFrom(
    'b',
    'pb?',
    'host: ',
    '127.0.0.1',
    'long',
    '&',
    'http/1.1',
    'name',
    'agent',
    '\r\n\r\n',
    'ÿ',
    '\0',
    '=10&',
  ),
);
const operator = fc.constantFrom('has' as const, 'is' as const);
const relation = fc.constantFrom('above' as const, 'at-most' as const);
const term = fc.oneof(
  fc.record({ field: key, inBraces: fc.constant(true), operator, value: word, excluded }),
  fc.record({
    field: key,
    inBraces: fc.constant(true),
    operator: relation,
    value: fc.constantFrom('9.5', '10'),
    excluded,
  }),
  fc.record({
    field: fc.constantFrom('url', 'target', 'headers', 'body', 'path', 'note', 'agent'),
    operator,
    value: text,
    excluded,
  }),
  fc.record({
    field: fc.constant('url'),
    operator,
    value: fc.constantFrom('http://127', '//a', '/', '/pb', 'example/pb?', 'ttp'),
    excluded,
  }),
  fc.record({
    field: fc.constant('headers'),
    operator,
    value: fc.constantFrom('Host: A.ex', 'encoding: gzip', ': ', 'Content-Encoding: gzip'),
    excluded,
  }),
  fc.record({
    field: fc.constantFrom('kind', 'event', 'outcome'),
    value: fc.constantFrom('none', 'action', 'tracked', 'delivered', 'in-flight'),
    excluded,
  }),
  fc.record({
    field: fc.constantFrom('attempt', 'delivery', 'id', 'took', 'size', 'status'),
    operator: relation,
    value: fc.constantFrom('0', '1', '2', '513'),
    excluded,
  }),
  fc.record({
    field: fc.constantFrom('receivedAt', 'virtualAt'),
    operator: relation,
    value: fc.constantFrom('1970-01-01T00:00:00.050', '1970-01-02'),
    excluded,
  }),
  fc.record({
    field: fc.constantFrom('nowhere', 'campaignid', 'note'),
    inBraces: fc.constant(true),
    value: word,
    excluded,
  }),
  fc.record({ value: text, excluded }),
);
const line = fc.array(term, { minLength: 1, maxLength: 3 }).map((terms) => terms.map(printTerm).join(' '));

const tables = fc.constantFrom(
  'capture_index:summary',
  'capture_columns:packed',
  'capture_texts:own',
  'capture_texts:common',
);
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.array(capture, { maxLength: 4 }).map((rows) => ({ type: 'add' as const, rows })),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('send' as const),
      row: capture,
      outcome: fc.constantFrom('delivered', 'in-flight'),
      values: fc.dictionary(key, word, { maxKeys: 2 }),
    }),
  },
  { weight: 4, arbitrary: fc.constant({ type: 'endBlock' as const }) },
  {
    weight: 5,
    arbitrary: fc.record({ type: fc.constant('index' as const), most: fc.constantFrom(1, 2, 99) }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'endAttempts' as const }) },
  { weight: 1, arbitrary: fc.constant({ type: 'clearDeliveries' as const }) },
  { weight: 2, arbitrary: fc.constant({ type: 'reopen' as const }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('remove' as const), nth: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('clear' as const), nth: fc.nat(9) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('damage' as const),
      table: tables,
      how: fc.constantFrom('cut' as const, 'zeroed' as const, 'removed' as const),
    }),
  },
);

function take(rig: IndexRig, one: typeof step extends fc.Arbitrary<infer T> ? T : never): void {
  const nth = (index: number) => [...rig.store.ids()][index] ?? 0;
  switch (one.type) {
    case 'add':
      rig.add(...one.rows);
      break;
    case 'send':
      rig.addSent(one.outcome, one.values, one.row);
      break;
    case 'index':
      rig.index(one.most);
      break;
    case 'remove':
      rig.store.remove([nth(one.nth)]);
      break;
    case 'clear':
      rig.store.clear(nth(one.nth));
      break;
    case 'damage': {
      const [table, column] = one.table.split(':');
      const changed = { cut: `substr(${column}, 1, 9)`, zeroed: `zeroblob(length(${column}))` };
      if (one.how === 'removed') rig.database.exec(`DELETE FROM ${table}`);
      else rig.database.exec(`UPDATE ${table} SET ${column} = ${changed[one.how]}`);
      rig.reopen();
      break;
    }
    default:
      rig[one.type]();
  }
}

test('the index finds what reading every capture finds, whatever was added, indexed, removed, sent, killed or damaged', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ one: step, asked: line, search: fc.oneof(fc.constant(''), text) }), {
        minLength: 4,
        maxLength: 14,
      }),
      fc.array(line, { minLength: 1, maxLength: 5 }),
      (steps, lines) => {
        using rig = new IndexRig();
        for (const { one, asked, search } of steps) {
          take(rig, one);
          for (const query of [asked, ...lines])
            expect([query, search, rig.found(query, search)]).toEqual([
              query,
              search,
              rig.expected(query, search),
            ]);
        }
      },
    ),
    { numRuns: 40 },
  );
});

test('every kind of term finds the same in the index and without it, before and after deliveries end and are cleared', () => {
  using rig = new IndexRig();
  const values = { Payout: '12.00', CampaignId: '1000' };
  rig.addSent('delivered', values, newCapture({ target: '/pb?amount=5', virtualAt: 5 }));
  rig.addSent('in-flight', values, newCapture({ target: '/pb?amount=6', status: 503, virtualAt: 6 }));
  rig.add(
    newCapture({ target: '/pb?n=K&kelvin=%E2%84%AA', headers: ['Host: a.example', 'X-Name:Zo\xeb'] }),
    newCapture({ target: Buffer.from('/pb?n=Zoë').toString('latin1'), headers: ['X-Unit: \xe2\x84\xaa'] }),
    newCapture({ method: 'POST', body: 'ÄÖ,€' }),
    newCapture({ method: 'POST', body: gzipSync('hidden=text'), headers: ['Content-Encoding: gzip'] }),
    newCapture({ method: 'POST', body: `${'x'.repeat(17_000)} the end` }),
    newCapture({
      method: 'POST',
      body: JSON.stringify(Object.fromEntries(Array.from({ length: 600 }, (_, at) => [`k${at}`, at]))),
    }),
    newCapture({ target: '/pb?a=1&a=2&y=2&x=1&z=3', note: 'Rule "Late" responded.' }),
  );
  rig.endBlock();
  rig.add(...Array.from({ length: 6 }, () => [newCapture()]).flat());
  const lines = [
    'kind:none',
    '-kind:action',
    'event:tracked',
    'outcome:delivered',
    'outcome:in-flight',
    'attempt:>=1',
    'delivery:none',
    'payout:>10',
    '-payout:>10',
    'campaignid:1000',
    'amount:>5',
    'virtualAt:>1970-01-01T00:00:00.007',
    'virtualAt:00.005',
    'zoë',
    'Zoë',
    '-zoë',
    'n:zoë',
    'n:k',
    'headers:k',
    'headers:zoë',
    'headers:"X-Name: Zo"',
    'body:öä',
    'body:äö',
    '€',
    'Ä',
    'body:hidden',
    'hidden=te',
    '-hidden',
    'body:"the end"',
    '"the end"',
    '-"the end"',
    'k599:599',
    'y=2&z=3',
    'y=2&x=1',
    '-k599:599',
    'k3:3',
    'a:1',
    'a:2',
    'a:=2',
    'a:3',
    '-a:1',
    'note:late',
    'note:=""',
    'url:a.example/pb',
    'url:http://a',
    '-url:http://',
    'id:>3',
    'took:2.5',
    'took:<2.5',
    'status:5xx',
    'unknown:1',
    'hidden:text',
    'zoe zoë',
    'pb?amount=6 -status:200',
    '&a=2 H',
  ];
  const compare = (when: string) => {
    for (const asked of lines)
      expect([when, asked, rig.found(asked)]).toEqual([when, asked, rig.expected(asked)]);
  };
  compare('without an index');
  for (let more = 0; more < 5; more += 1) {
    rig.endBlock();
    rig.add(newCapture());
  }
  // The oldest block has an attempt in flight, and has waited long enough.
  expect(rig.index()).toBe(6);
  expect(rig.unindexed('id:1')).toBe(1);
  compare('indexed');
  compare('kept from before');
  rig.endAttempts();
  compare('ended');
  rig.clearDeliveries();
  compare('cleared');
  rig.reopen();
  compare('read again');
});
