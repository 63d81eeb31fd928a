import { describe, expect, test } from 'vitest';
import * as format from '../../renderer/lib/format.ts';
import { matches } from '../../renderer/lib/keys.ts';
import { listKey } from '../../renderer/lib/list-keys.ts';
import { Paced } from '../../renderer/lib/paced.ts';
import { found, offered } from '../../renderer/shell/find-commands.ts';
import { type Activity, isEmpty, useActivity, withBatch } from '../../renderer/state/activity.ts';
import type { Command } from '../../renderer/state/commands.ts';
import type { ActivityBatch, RunView } from '../../shared/contract/activity.ts';
import { BY_HAND, NO_DELIVERIES } from '../../shared/delivery/tally.ts';

const NARROW_ZONE = 'America/Los_Angeles';

describe('formats', () => {
  test('a full date has the zone it is in, with a true minus', () => {
    const at = Date.parse('2026-05-12T21:31:49.475Z');
    expect(format.fullTime(at, NARROW_ZONE)).toBe('Tue 12 May 2026 14:31:49.475 \u221207:00');
    expect(format.fullTime(at, 'UTC')).toBe('Tue 12 May 2026 21:31:49.475 +00:00');
    expect(format.fullTime(at, 'Asia/Kolkata')).toBe('Wed 13 May 2026 03:01:49.475 +05:30');
    const autumn = Date.parse('2026-09-05T00:00:00.007Z');
    expect(format.fullTime(autumn, 'UTC')).toBe('Sat 05 Sep 2026 00:00:00.007 +00:00');
    expect(format.fullTime(autumn, 'America/St_Johns')).toBe('Fri 04 Sep 2026 21:30:00.007 \u221202:30');
  });

  test.each([
    [0.02, '0 ms'],
    [0.4, '0.4 ms'],
    [4.4, '4 ms'],
    [999.6, '1.0 s'],
    [15_000, '15.0 s'],
    [59_960, '1 m 00 s'],
    [285_000, '4 m 45 s'],
    [79_500_000, '22 h 05 m'],
  ])('%d ms is %s', (ms, text) => {
    expect(format.duration(ms)).toBe(text);
  });

  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [4_100, '4.1 kB'],
    [999_600, '1.0 MB'],
    [12_000_000, '12 MB'],
  ])('%d bytes are %s', (size, text) => {
    expect(format.bytes(size)).toBe(text);
  });

  test('counts have separators and the right number of the noun', () => {
    expect([format.counted(1, 'capture'), format.counted(1284, 'capture')]).toEqual([
      '1 capture',
      '1,284 captures',
    ]);
  });

  test('a change in money has its sign', () => {
    expect([format.signed('12.00'), format.signed('-4.00')]).toEqual(['+12.00', '\u22124.00']);
  });
});

test('keys move in a list from nothing, by one, by a page and to the ends', () => {
  const after = (key: string, current: number) => listKey(key, current, 100, 20);
  expect(after('ArrowDown', -1)).toBe(0);
  expect(after('ArrowUp', -1)).toBe(0);
  expect(after('ArrowDown', 4)).toBe(5);
  expect(after('PageDown', 4)).toBe(24);
  expect(after('Home', 4)).toBe(0);
  expect(after('End', 4)).toBe(99);
  expect(after('x', 4)).toBeUndefined();
});

describe('key bindings', () => {
  const MODIFIERS = { Alt: 'altKey', Control: 'ctrlKey', Meta: 'metaKey', Shift: 'shiftKey' } as const;
  const press = (key: string, held: Partial<KeyboardEvent> = {}) => {
    const isHeld = (name: string) =>
      name in MODIFIERS && held[MODIFIERS[name as keyof typeof MODIFIERS]] === true;
    return { key, code: '', ...held, getModifierState: isHeld } as KeyboardEvent;
  };

  test('need exactly the keys that they name', () => {
    expect(matches(press('F6'), 'F6')).toBe(true);
    expect(matches(press('F6', { shiftKey: true }), 'F6')).toBe(false);
    expect(matches(press('F6', { shiftKey: true }), 'Shift+F6')).toBe(true);
    expect(matches(press('m', { altKey: true }), 'M')).toBe(false);
    expect(matches(press('m'), 'M')).toBe(true);
  });

  test('a sign that is typed with Shift needs no Shift in its name', () => {
    expect(matches(press('?', { shiftKey: true }), '?')).toBe(true);
  });

  test('Alt and a digit are told by their place, whatever the layout types', () => {
    expect(matches(press('¡', { altKey: true, code: 'Digit1' }), 'Alt+1')).toBe(true);
  });
});

test('commands whose words begin as typed come before those that only contain it', () => {
  const command = (title: string, detail = '') => ({ id: title, title, detail, section: 'S' }) as Command;
  const all = [command('Search captures'), command('Go', 'receiver'), command('Restart receiver')];
  expect(found(all, 're').map(({ title }) => title)).toEqual(['Restart receiver', 'Search captures', 'Go']);
  expect(found(all, 'zz')).toEqual([]);
});

test('commands are found by words that people have for them, after those that have the word itself', () => {
  const command = (title: string) => ({ id: title, title, section: 'S' }) as Command;
  const all = [command('Reverse an action'), command('Clear captures'), command('Refund policy')];
  expect(found(all, 'refund').map(({ title }) => title)).toEqual(['Refund policy', 'Reverse an action']);
  expect(found(all, 'delete').map(({ title }) => title)).toEqual(['Clear captures']);
});

test('before anything is typed, commands run last come first, then those of the screen', () => {
  const command = (id: string, section: string) => ({ id, title: id, section }) as Command;
  const all = [
    command('a', 'Clock'),
    command('b', 'Receiver'),
    command('c', 'Simulator'),
    command('d', 'Clock'),
  ];
  const shown = offered(all, 'Simulator', ['d', 'gone']);
  expect(shown.map(({ id, section }) => `${section} ${id}`)).toEqual([
    'Recent d',
    'Simulator c',
    'Clock a',
    'Receiver b',
  ]);
});

describe('activity', () => {
  const empty: Activity = useActivity.getInitialState();
  const run = (id: number, change: number) => ({ id, change }) as RunView;
  const NO_ROWS = { total: 0, byHand: 0, newest: 0, change: 0 };
  const batch = (part: Partial<ActivityBatch>): ActivityBatch => ({
    last: 0,
    actions: NO_ROWS,
    deliveries: NO_ROWS,
    clicks: NO_ROWS,
    inquiries: NO_ROWS,
    receiverHistory: NO_ROWS,
    runs: [],
    tallies: [],
    catalogs: [],
    maintenance: [],
    recorded: false,
    cleared: false,
    ...part,
  });
  const tally = (delivered: number) => ({ ...NO_DELIVERIES, delivered });

  test('keeps rows in order, replaces changed ones and leaves the others the same objects', () => {
    const first = withBatch(empty, batch({ last: 2, runs: [run(2, 1), run(1, 2)] }));
    const next = withBatch(first, batch({ last: 4, runs: [run(2, 3), run(3, 4)] }));
    expect(next.runIds).toEqual([1, 2, 3]);
    expect(next.runs.get(1)).toBe(first.runs.get(1));
    expect(next.runs.get(2)?.change).toBe(3);
    expect(next.last).toBe(4);
    expect(next.maintenance).toBe(first.maintenance);
  });

  test('takes heads as they are told, and the tallies of the runs that are told of', () => {
    const first = withBatch(
      empty,
      batch({
        tallies: [
          [1, tally(3)],
          [BY_HAND, tally(1)],
        ],
      }),
    );
    const head = { total: 9, byHand: 1, newest: 9, change: 12 };
    const next = withBatch(first, batch({ deliveries: head, tallies: [[1, tally(4)]] }));
    expect(next.deliveries).toBe(head);
    expect(next.tallies.get(1)?.delivered).toBe(4);
    expect(next.tallies.get(BY_HAND)).toBe(first.tallies.get(BY_HAND));
    expect([isEmpty(first), isEmpty(next)]).toEqual([true, false]);
  });

  test('a cleared batch empties what was there and keeps what it brings', () => {
    const first = withBatch(empty, batch({ last: 1, runs: [run(1, 1)], tallies: [[1, tally(3)]] }));
    const next = withBatch(first, batch({ last: 2, cleared: true, runs: [run(2, 2)] }));
    expect(next.runIds).toEqual([2]);
    expect(next.tallies.size).toBe(0);
  });
});

test('work that is asked for again and again is done one at a time, and ends with what was asked last', async () => {
  const paced = new Paced();
  const done: number[] = [];
  const waiting: (() => void)[] = [];
  const ask = (number: number) =>
    paced.run(async () => {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
      done.push(number);
    });
  const all = ask(1);
  for (const number of [2, 3, 4]) void ask(number);
  expect(waiting).toHaveLength(1);
  waiting[0]!();
  await expect.poll(() => waiting.length).toBe(2);
  waiting[1]!();
  await all;
  expect(done).toEqual([1, 4]);
  await paced.run(() => Promise.reject(new Error('reported by the work itself')));
  const again = ask(5);
  waiting[2]!();
  await again;
  expect(done).toEqual([1, 4, 5]);
});
