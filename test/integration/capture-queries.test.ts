import fc from 'fast-check';
import { expect, test } from 'vitest';
import { captures } from '../../electron/cli/captures.ts';
import { captureFilter } from '../../electron/engine/capture-filter.ts';
import { type CaptureQuery, CaptureStore } from '../../electron/engine/store/captures.ts';
import { openDatabase } from '../../electron/engine/store/database.ts';
import type { NewCapture } from '../../electron/engine/store/insert-capture.ts';
import { meets } from '../../shared/receiver/query/capture-fields.ts';
import { printTerm } from '../../shared/receiver/query/parse-query.ts';
import { openEngine } from '../fixtures/engine.ts';
import { temporaryFolder } from '../fixtures/receiver-rig.ts';
import { sentByHand } from '../fixtures/sent-by-hand.ts';

interface Given {
  method: string;
  status: number | null;
  query: Record<string, string>;
  json: Record<string, string> | null;
}

function row({ method, status, query, json }: Given): NewCapture {
  const target = `/pb?${new URLSearchParams(query)}`;
  const body = Buffer.from(json === null ? '' : JSON.stringify(json));
  const type = json === null ? '' : 'Content-Type: application/json\r\n';
  return {
    receivedAt: 1,
    virtualAt: 1,
    tookUs: () => 2500,
    state: 'complete',
    endpoint: 'default',
    method,
    target,
    remote: '127.0.0.1:1',
    bodyLength: body.length,
    attemptId: null,
    httpVersion: '1.1',
    note: '',
    userAgent: 'Agent/1',
    head: Buffer.from(`${method} ${target} HTTP/1.1\r\n${type}\r\n`),
    body,
    response: status === null ? null : { status, bytes: Buffer.from('') },
  };
}

const get = (query: Record<string, string>, status: number | null = 200): Given => ({
  method: 'GET',
  status,
  query,
  json: null,
});

class StoreRig implements Disposable {
  readonly folder = temporaryFolder();
  readonly database = openDatabase(this.folder.path);
  readonly store = new CaptureStore(this.database);

  constructor(given: readonly Given[]) {
    this.add(given);
  }

  add(given: readonly Given[]): void {
    for (const one of given) this.store.add(row(one), () => undefined);
    this.store.flush();
  }

  list({ query = '', ...rest }: Omit<CaptureQuery, 'limit' | 'filter'> & { query?: string }): number[] {
    return this.store.list({ limit: 100, ...rest, filter: captureFilter(query) }).rows.map(({ id }) => id);
  }

  [Symbol.dispose](): void {
    this.database.close();
    this.folder[Symbol.dispose]();
  }
}

const problemOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
};

test('a query line finds what a plain filter of all captures finds', () => {
  const word = fc.constantFrom('a', 'B', 'ab', '10', '9.5', '', 'é', 'x y', '%_');
  const key = fc.constantFrom('pay', 'Payout', 'status', 'name');
  const given = fc.record<Given>({
    method: fc.constantFrom('GET', 'POST', 'PUT'),
    status: fc.constantFrom(null, 200, 204, 500),
    query: fc.dictionary(key, word, { maxKeys: 3 }),
    json: fc.option(fc.dictionary(key, word, { maxKeys: 3 })),
  });
  const excluded = fc.boolean();
  const operator = fc.constantFrom('has' as const, 'is' as const);
  const relation = fc.constantFrom(
    'above' as const,
    'below' as const,
    'at-least' as const,
    'at-most' as const,
  );
  const inBraces = fc.constant(true);
  const term = fc.oneof(
    fc.record({
      field: fc.constant('method'),
      operator,
      value: fc.constantFrom('get', 'POST', 'x'),
      excluded,
    }),
    fc.record({
      field: fc.constant('status'),
      operator,
      value: fc.constantFrom('2xx', '500', 'none'),
      excluded,
    }),
    fc.record({ field: fc.constant('size'), operator: relation, value: fc.nat(60).map(String), excluded }),
    fc.record({ field: key, inBraces, operator, value: word, excluded }),
    fc.record({ field: key, inBraces, operator: relation, value: fc.constantFrom('9.5', '10'), excluded }),
    fc.record({ value: word.filter((text) => text !== ''), excluded }),
  );

  const isMet = (one: Given, asked: typeof term extends fc.Arbitrary<infer T> ? T : never): boolean => {
    const { value } = asked;
    if (!('field' in asked)) {
      const { head, body } = row(one);
      const text = `${Buffer.from(head).toString('utf8')}\n${Buffer.from(body).toString('utf8')}`;
      return text.toLowerCase().includes(value.toLowerCase()) !== asked.excluded;
    }
    if ('inBraces' in asked) {
      const pairs = [...Object.entries(one.query), ...Object.entries(one.json ?? {})];
      const same = pairs.filter(([name]) => name.toLowerCase() === asked.field.toLowerCase());
      return meets(
        asked,
        'text',
        same.map(([, text]) => text),
      );
    }
    if (asked.field === 'method') return meets(asked, 'word', [one.method]);
    if (asked.field === 'size') return meets(asked, 'number', [row(one).bodyLength]);
    return meets(asked, 'status', one.status === null ? [] : [one.status]);
  };

  // One with all keys, so that none is unknown.
  const all = get({ pay: '1', Payout: '1', status: '1', name: '1' }, 302);
  fc.assert(
    fc.property(
      fc.array(given, { maxLength: 12 }),
      fc.array(fc.array(term, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 }),
      (some, lines) => {
        const list = [all, ...some];
        using rig = new StoreRig(list);
        for (const terms of lines) {
          const line = terms.map(printTerm).join(' ');
          const expected = list.flatMap((one, index) =>
            terms.every((asked) => isMet(one, asked)) ? [index + 1] : [],
          );
          expect([line, rig.store.find(captureFilter(line)).ids()]).toEqual([line, expected]);
        }
      },
    ),
    { numRuns: 40 },
  );
});

test('a query line narrows the window of the list, together with a search, and sees what comes and goes', () => {
  using rig = new StoreRig([get({ id: '1' }), get({ id: '2' }, 500), get({ id: '12' }, 503)]);
  expect(rig.list({ query: 'status:5xx' })).toEqual([3, 2]);
  expect(rig.list({ query: 'status:5xx', search: 'id=1' })).toEqual([3]);
  expect(rig.list({ query: 'status:5xx', from: 'oldest', at: 1 })).toEqual([3]);
  expect(rig.store.list({ filter: captureFilter('status:5xx'), upTo: 2, limit: 1 }).total).toBe(1);
  expect(rig.list({ query: '  ' })).toEqual([3, 2, 1]);
  rig.add([get({ id: '4' }, 500)]);
  expect(rig.list({ query: 'status:5xx' })).toEqual([4, 3, 2]);
  rig.store.remove([3]);
  expect(rig.list({ query: 'status:5xx' })).toEqual([4, 2]);
  const other = openDatabase(rig.folder.path);
  new CaptureStore(other).remove([2]);
  other.close();
  expect(rig.list({ query: 'status:5xx' })).toEqual([4]);
});

test('a field in braces is one of the request, whatever every capture has by that name', () => {
  using rig = new StoreRig([get({ status: 'REVERSED' }), get({ status: 'PENDING' })]);
  expect(rig.list({ query: '{status}:REVERSED' })).toEqual([1]);
  expect(rig.list({ query: 'status:200' })).toEqual([2, 1]);
  expect(rig.list({ query: 'took:2.5 tookUs:2500' })).toEqual([2, 1]);
});

test('a placeholder is known before any request carries it; an unknown field is an error at its place', () => {
  using rig = new StoreRig([get({ Order_No: '7' })]);
  expect(rig.list({ query: 'payout:>10' })).toEqual([]);
  expect(rig.list({ query: 'order_no:7' })).toEqual([1]);
  // A text that no capture has does not make the field unknown.
  expect(rig.list({ query: 'order_no:7 nowhere' })).toEqual([]);
  for (const [query, column] of [
    ['GET ordr_no:7', 5],
    ['-nowhere:1', 2],
    ['a "open', 3],
    ['pay:>ten', 6],
  ] as const) {
    expect(problemOf(() => rig.list({ query }))).toMatchObject({
      code: 'PB_ARGUMENT_INVALID',
      place: { file: 'query', line: 1, column },
    });
  }
  expect(problemOf(() => rig.list({ query: 'ordr_no:7' }))).toMatchObject({
    remedy: expect.stringContaining('Order_No'),
  });
});

test('raw UTF-8 in a request line is found as what it is shown as', () => {
  using rig = new StoreRig([]);
  const target = Buffer.from('/pb?n=Zoë').toString('latin1');
  rig.store.add(
    { ...row(get({})), target, head: Buffer.from(`GET ${target} HTTP/1.1\r\n\r\n`, 'latin1') },
    () => undefined,
  );
  rig.store.flush();
  for (const query of ['n:zoë', 'target:Zoë', 'zoë']) expect(rig.list({ query })).toEqual([1]);
});

test('captures --query prints and counts what it finds, and refuses a wrong line, also without a store', () => {
  using rig = new StoreRig([get({ id: '1' }), get({ id: '2' }, 500), get({ id: '3' }, 503)]);
  const printed = (options: object, dataDir = rig.folder.path) => {
    const lines: string[] = [];
    const io = {
      out: (line: string) => lines.push(line),
      err: () => undefined,
      print: () => Promise.resolve(true),
      signal: new AbortController().signal,
      terminal: false,
    };
    expect(captures({ dataDir, ...options }, io)).toBe(0);
    return lines.map((line) => line.split(' ')[2] ?? line);
  };
  expect(printed({ query: 'status:5xx' })).toEqual(['/pb?id=2', '/pb?id=3']);
  expect(printed({ query: 'status:5xx', limit: '1' })).toEqual(['/pb?id=3']);
  expect(printed({ query: 'status:5xx', search: 'id=2' })).toEqual(['/pb?id=2']);
  expect(printed({ query: 'status:5xx -id:3', count: true })).toEqual(['1']);
  expect(printed({ query: '' })).toHaveLength(3);
  using empty = temporaryFolder();
  for (const query of ['nosuch:1', 'id:>x']) {
    for (const dataDir of [rig.folder.path, empty.path]) {
      expect(problemOf(() => printed({ query }, dataDir))).toMatchObject({ code: 'PB_ARGUMENT_INVALID' });
    }
  }
  expect(printed({ query: 'payout:1', count: true }, empty.path)).toEqual(['0']);
});

test('what Postbench sent is found by its delivery, and by the values of placeholders under whatever key', async () => {
  await using opened = await openEngine();
  const { captures: store } = opened.engine;
  opened.engine.setClock('fast', undefined);
  await sentByHand(opened.engine);
  const ended = () => store.list({ limit: 100 }).rows.map(({ delivery }) => delivery?.outcome);
  // What was sent last may still be under way.
  await expect.poll(() => [...new Set(ended())], { timeout: 10_000 }).toEqual(['delivered']);
  const all = store.list({ limit: 100 }).rows;
  const ids = all.map(({ id }) => id).toReversed();
  // The requests carry them under other keys, or not at all.
  for (const { target } of all) expect(target).not.toMatch(/[?&](?:CampaignId|Payout)=/i);
  for (const line of [
    'kind:action',
    '-kind:none',
    'event:tracked attempt:1',
    'campaignid:=1000',
    'PAYOUT:>=12',
  ]) {
    expect([line, store.find(captureFilter(line)).ids()]).toEqual([line, ids]);
  }
  for (const line of ['kind:none', 'event:reversed', 'payout:>12', '-CampaignId:1000']) {
    expect([line, store.find(captureFilter(line)).ids()]).toEqual([line, []]);
  }
  expect(store.find(captureFilter(`action:${all[0]!.delivery!.subject} outcome:delivered`)).ids()).toEqual(
    ids,
  );
});
