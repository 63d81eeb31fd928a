import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeForms } from '../../shared/template/merge-form.ts';
import { mergeLines, mergeUrl } from '../../shared/template/merge-text.ts';
import { type Postback, postbackSchema } from '../../shared/template/postback.ts';
import { draftOf, formOf, type PostbackForm } from '../../shared/template/postback-form.ts';

const BASE = postbackSchema.parse({
  name: 'Acme',
  method: 'POST',
  url: '/pb?id={ActionId}&status={Status}&pay={Payout}#top',
  headers: { 'X-Key': 'k', 'X-Team': 'blue', 'X-Env': 'dev' },
  body: { format: 'json', template: '{\n  "a": "{ActionId}",\n  "b": "{Status}",\n  "c": "{Payout}"\n}\n' },
  minimumDelay: '15 min',
});
const with_ = (change: Partial<Postback>): PostbackForm => formOf({ ...BASE, ...change });
const body = (template: string) => ({ body: { ...BASE.body!, template } });
const merge = (mine: Partial<Postback>, theirs: Partial<Postback>, choices = {}) =>
  mergeForms(formOf(BASE), with_(mine), with_(theirs), choices);
const places = (merged: ReturnType<typeof merge>) => merged.overlaps.map(({ place }) => place);

describe('edits of a postback and of its file', () => {
  it('are both kept where they are of different fields', () => {
    const merged = merge(
      { name: 'Mine', url: `${BASE.url}&m=1`, headers: { ...BASE.headers, 'X-Mine': '1' } },
      { enabled: false, minimumDelay: '2 h', headers: { 'X-Key': 'other', 'X-Env': 'dev' } },
    );
    expect(merged.overlaps).toEqual([]);
    expect(merged.taken).toEqual(['Enabled', 'Header X-Key', 'Header X-Team', 'Minimum delay']);
    expect(draftOf(merged.form)).toEqual({
      ...BASE,
      name: 'Mine',
      url: `${BASE.url}&m=1`,
      enabled: false,
      minimumDelay: '2 h',
      headers: { 'X-Key': 'other', 'X-Env': 'dev', 'X-Mine': '1' },
    });
  });

  it('are both kept in neighbouring parameters of one URL, and in different lines of one body', () => {
    const merged = merge(
      {
        url: BASE.url.replace('{Status}', '{StatusDetail}'),
        ...body(BASE.body!.template.replace('"a"', '"id"')),
      },
      {
        url: BASE.url.replace('{Payout}', '{Amount}').replace('#top', '#end'),
        ...body(BASE.body!.template.replace('"c"', '"pay"')),
      },
    );
    expect(merged.overlaps).toEqual([]);
    expect(merged.form.url).toBe('/pb?id={ActionId}&status={StatusDetail}&pay={Amount}#end');
    expect(merged.form.body.template).toBe(
      '{\n  "id": "{ActionId}",\n  "b": "{Status}",\n  "pay": "{Payout}"\n}\n',
    );
  });

  it('are asked about in the places where they differ, and only there', () => {
    const mine = {
      name: 'Mine',
      url: BASE.url.replace('pay={Payout}', 'pay={Amount}').replace('/pb', '/mine'),
      headers: { ...BASE.headers, 'X-Key': 'mine' },
    };
    const theirs = {
      name: 'Theirs',
      url: BASE.url.replace('pay={Payout}', 'pay=0').replace('status', 'state'),
      headers: { 'X-Team': 'blue', 'X-Env': 'dev' },
      body: undefined,
    };
    const merged = merge(mine, theirs);
    expect(merged.overlaps).toEqual([
      { place: 'Name', mine: 'Mine', theirs: 'Theirs' },
      {
        place: 'URL',
        mine: '/mine?id={ActionId}&state={Status}&pay={Amount}#top',
        theirs: '/mine?id={ActionId}&state={Status}&pay=0#top',
      },
      { place: 'Header X-Key', mine: 'mine', theirs: 'none' },
    ]);
    expect(merged.taken).toEqual(['URL', 'Body']);
    const chosen = merge(mine, theirs, { URL: 'theirs', 'Header X-Key': 'theirs' });
    expect(chosen.form.url).toBe('/mine?id={ActionId}&state={Status}&pay=0#top');
    expect(chosen.form.name).toBe('Mine');
    expect(chosen.form.headers.map(({ name }) => name)).toEqual(['X-Team', 'X-Env']);
  });

  it('overlap where one takes away what the other changes', () => {
    const off = merge({ body: undefined }, body('{"new":"{ActionId}"}'));
    expect(places(off)).toEqual(['Body']);
    expect(off.form.body.on).toBe(false);
    expect(
      merge({ body: undefined }, body('{"new":"{ActionId}"}'), { Body: 'theirs' }).form.body,
    ).toMatchObject({
      on: true,
      template: '{"new":"{ActionId}"}',
    });
    expect(places(merge({ level: 'event', program: '1', eventType: '2' }, { kind: 'inquiry' }))).toEqual([
      'Fires on',
    ]);
  });

  it('keep the order of headers that one side chose, and ask when both chose another', () => {
    const ordered = (...names: string[]) => ({
      headers: Object.fromEntries(names.map((name) => [name, BASE.headers[name] ?? 'new'])),
    });
    const names = (merged: ReturnType<typeof merge>) => merged.form.headers.map(({ name }) => name);
    expect(
      names(merge(ordered('X-Env', 'X-Key', 'X-Team'), ordered('X-Key', 'X-New', 'X-Team', 'X-Env'))),
    ).toEqual(['X-Env', 'X-Key', 'X-New', 'X-Team']);
    expect(
      names(merge(ordered('X-Key', 'X-New', 'X-Team', 'X-Env'), ordered('X-Env', 'X-Key', 'X-Team'))),
    ).toEqual(['X-Env', 'X-Key', 'X-New', 'X-Team']);
    const both = merge(ordered('X-Env', 'X-Key', 'X-Team'), ordered('X-Team', 'X-Key', 'X-Env'));
    expect(places(both)).toEqual(['Order of the headers']);
  });

  it('keep rows that are still being typed, with the ids that the screen knows them by', () => {
    const mine = formOf(BASE);
    mine.headers = [
      ...mine.headers,
      { id: 7, name: '', value: 'half' },
      { id: 8, name: 'X-Key', value: 'twice' },
    ];
    const { form, overlaps } = mergeForms(
      formOf(BASE),
      mine,
      with_({ headers: { ...BASE.headers, 'X-New': 'n' } }),
    );
    expect(overlaps).toEqual([]);
    expect(form.headers.map(({ id, name, value }) => `${id} ${name}=${value}`)).toEqual([
      '0 X-Key=k',
      '1 X-Team=blue',
      '2 X-Env=dev',
      '9 X-New=n',
      '7 =half',
      '8 X-Key=twice',
    ]);
  });

  it('are asked about as a whole where a text has too many equal pieces to be told apart in time', () => {
    const many = Array.from({ length: 3_000 }, () => 'same\n').join('');
    expect(mergeLines(`x\n${many}y\n`, `X\n${many}y\n`, `x\n${many}Y\n`)).toEqual({
      mine: `X\n${many}y\n`,
      theirs: `x\n${many}Y\n`,
      overlaps: true,
    });
    const head = Array.from({ length: 3_000 }, (_, n) => `line ${n}\n`).join('');
    expect(mergeLines(`x\n${head}y\n`, `X\n${head}y\n`, `x\n${head}Y\n`).mine).toBe(`X\n${head}Y\n`);
  });
});

const text = fc.string({ maxLength: 12 });
const header = fc.constantFrom('X-A', 'X-B', 'X-C', 'x-d', 'X-E');
const postback = fc.record({
  name: text,
  kind: fc.constantFrom('action' as const, 'inquiry' as const, 'catalog' as const),
  enabled: fc.boolean(),
  changes: fc.boolean(),
  method: fc.constantFrom('GET' as const, 'POST' as const),
  url: fc.array(fc.constantFrom('a=1', 'b=2', 'c={X}', '', 'a=1#f')).map((pairs) => `/p?${pairs.join('&')}`),
  headers: fc.dictionary(header, text, { maxKeys: 4 }),
  body: fc.option(
    fc.record({
      format: fc.constantFrom('json' as const, 'xml' as const),
      template: fc.array(fc.constantFrom('{', '}', '"a"', '')).map((lines) => lines.join('\n')),
      escape: fc.constantFrom('by-place' as const, 'raw' as const),
    }),
    { nil: undefined },
  ),
  minimumDelay: fc.option(fc.constantFrom('1 h', '2 h'), { nil: undefined }),
});
const form = postback.map((content) => formOf({ level: 'global', ...content } as Postback));

describe('merging', () => {
  it('gives one side when the other did nothing, and equal edits once', () => {
    fc.assert(
      fc.property(form, form, (base, edited) => {
        for (const [mine, theirs] of [
          [edited, base],
          [base, edited],
          [edited, edited],
        ] as const) {
          const merged = mergeForms(base, mine, theirs);
          expect(merged.overlaps).toEqual([]);
          expect(draftOf(merged.form)).toEqual(draftOf(edited));
        }
        expect(mergeForms(base, edited, edited).taken).toEqual([]);
      }),
    );
  });

  it('keeps every field that only one side changed, and as asked where both did', () => {
    fc.assert(
      fc.property(form, form, form, (base, mine, theirs) => {
        const all = mergeForms(base, mine, theirs);
        const choices = Object.fromEntries(all.overlaps.map(({ place }) => [place, 'theirs' as const]));
        const given = mergeForms(base, mine, theirs, choices).form;
        for (const key of ['name', 'enabled', 'changes', 'method', 'kind'] as const) {
          const expected = mine[key] === base[key] ? theirs[key] : mine[key];
          expect(all.form[key]).toBe(expected);
          expect(given[key]).toBe(theirs[key] === base[key] ? mine[key] : theirs[key]);
        }
        const value = (of: PostbackForm, name: string) => of.headers.find((row) => row.name === name)?.value;
        for (const name of ['X-A', 'X-B', 'X-C', 'x-d', 'X-E']) {
          const [b, m, t] = [value(base, name), value(mine, name), value(theirs, name)];
          expect(value(all.form, name)).toBe(m === b ? t : m);
          expect(value(given, name)).toBe(t === b ? m : t);
        }
        if (all.overlaps.length === 0) {
          const other = mergeForms(base, theirs, mine);
          expect(other.overlaps).toEqual([]);
          expect(draftOf(other.form)).toEqual(draftOf(all.form));
        }
      }),
    );
  });

  it('never loses a line or a parameter that only one side touched', () => {
    const sides = fc.array(fc.constantFrom('none', 'mine', 'theirs', 'mine gone', 'theirs gone', 'both'), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(sides, fc.boolean(), (who, ofUrl) => {
        // An untouched piece between any two: what stands side by side overlaps.
        const pieces = who.flatMap((side, n) => [`stays${n}`, side]);
        const as = (reader: 'base' | 'mine' | 'theirs' | 'merged') =>
          pieces.flatMap((piece, n) => {
            if (n % 2 === 0) return [piece];
            const touches = piece === 'both' || piece.startsWith(reader);
            const gone = piece.endsWith('gone');
            if (reader === 'base' || (reader !== 'merged' && !touches)) return [`old${n}`];
            if (piece === 'none') return [`old${n}`];
            return gone ? [] : [`new${n}`, `more${n}`];
          });
        const join = (list: string[]) =>
          ofUrl ? `/p?${list.join('&')}` : list.map((line) => `${line}\n`).join('');
        const [base, mine, theirs, merged] = (['base', 'mine', 'theirs', 'merged'] as const).map((reader) =>
          join(as(reader)),
        ) as [string, string, string, string];
        const result = (ofUrl ? mergeUrl : mergeLines)(base, mine, theirs);
        expect(result).toEqual({ mine: merged, theirs: merged, overlaps: false });
      }),
    );
  });

  it('never takes the value of one parameter for that of another, whatever they have alike', () => {
    expect(mergeUrl('/p?a=1&b=1&c=1', '/p?a=1&c=1', '/p?b=1&c=1')).toMatchObject({ overlaps: true });
    const keys = ['a', 'b', 'c', 'd'];
    const edits = fc.array(fc.tuple(fc.nat(3), fc.constantFrom('gone', '2', '3')), { maxLength: 3 });
    fc.assert(
      fc.property(edits, edits, (ours, others) => {
        const values = (list: [number, string][]) =>
          new Map(keys.map((key, n) => [key, list.findLast(([at]) => at === n)?.[1] ?? '1']));
        const url = (of: Map<string, string>) =>
          `/p?${[...of].flatMap(([key, value]) => (value === 'gone' ? [] : [`${key}=${value}`])).join('&')}`;
        const [mine, theirs] = [values(ours), values(others)];
        fc.pre([...mine.values(), ...theirs.values()].some((value) => value !== 'gone'));
        const merged = mergeUrl('/p?a=1&b=1&c=1&d=1', url(mine), url(theirs));
        const both = new Map(
          keys.map((key) => [key, mine.get(key) === '1' ? theirs.get(key)! : mine.get(key)!]),
        );
        if (!merged.overlaps) expect(merged.mine).toBe(url(both));
      }),
      { numRuns: 1000 },
    );
  });

  it('says that both touched a line, and gives each one’s wish in full', () => {
    const edit = fc.stringMatching(/^[a-z]{1,6}$/);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 }), edit, edit, (at, a, b) => {
        fc.pre(a !== b);
        const lines = Array.from({ length: 10 }, (_, n) => `line ${n}\n`);
        const base = lines.join('');
        const mine = lines.with(at, `${a} mine\n`).join('');
        const theirs = lines.with(at, `${b} theirs\n`).join('');
        expect(mergeLines(base, mine, theirs)).toEqual({ mine, theirs, overlaps: true });
      }),
    );
  });
});
