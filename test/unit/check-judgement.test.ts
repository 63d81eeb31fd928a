import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { whyNotJudged } from '../../shared/checks/conditions.ts';
import { checkConfigSchema } from '../../shared/checks/config.ts';
import { diagnosesOf } from '../../shared/checks/diagnosis.ts';
import type { PlatformRecord } from '../../shared/checks/records/record.ts';
import type { CheckResult } from '../../shared/checks/report.ts';
import type { PlayedStory, Send, Story, StoryEvent } from '../../shared/checks/story.ts';
import { StoryWorld } from '../../shared/checks/story-world.ts';
import { summaryOf, withSharedDiagnoses } from '../../shared/checks/summary.ts';
import { SAMPLE_WORLD } from '../../shared/domain/samples.ts';
import { compilePostback, postbackSchema, renderPostback } from '../../shared/template/postback.ts';
import { settingsFor } from '../../shared/template/settings.ts';

const CREATE: StoryEvent = { action: 'a', type: 'create' };
const LOWER: StoryEvent = { action: 'a', type: 'modify', amount: 8_000, payout: 800 };
const REVERSE: StoryEvent = { action: 'a', type: 'reverse' };
const RESTORE: StoryEvent = { action: 'a', type: 'restore' };
const ALL = ['ActionId', 'Status', 'Payout', 'DeltaPayout'];

function stepsOf(events: readonly StoryEvent[], sends: readonly Send[]) {
  const world = new StoryWorld({ world: SAMPLE_WORLD, seed: 1, runId: 1, start: Date.UTC(2026, 4, 12) });
  const story: Story = { events, sends };
  return { story, steps: world.play(story) };
}

function why(
  events: readonly StoryEvent[],
  order: readonly number[],
  names: readonly string[],
  strict = false,
) {
  const { story, steps } = stepsOf(
    events,
    order.map((event) => ({ event })),
  );
  const url = `http://a.example/p?${names.map((name) => `${name}={${name}}`).join('&')}`;
  const compiled = compilePostback(postbackSchema.parse({ name: 'p', url }));
  const settings = settingsFor('action', { unknown: 'literal', receiverBase: '' });
  const requests = steps.map(({ values }) => renderPostback(compiled, values, settings));
  return whyNotJudged(story, steps, requests, new Set(names), { strict });
}

describe('a story says something of a receiver where', () => {
  it.each([
    ['it is played in order', [CREATE, LOWER, REVERSE], [0, 1, 2], ['ActionId', 'Status', 'Payout']],
    ['a duplicate comes at once', [CREATE, LOWER], [0, 0, 1], ['ActionId', 'Status', 'Payout']],
    ['an older update comes late and the change travels', [CREATE, LOWER], [0, 1, 0], ALL],
    [
      'an older update comes late and its date travels',
      [CREATE, LOWER],
      [1, 0],
      ['ActionId', 'Payout', 'UpdateDate'],
    ],
    ['a reversal comes first, and the creation once', [CREATE, REVERSE], [1, 0], ALL],
    ['payouts return in order', [CREATE, LOWER, REVERSE, RESTORE], [0, 1, 2, 3], ALL],
  ] as const)('%s', (_name, events, order, names) => {
    expect(why(events, order, names)).toBeUndefined();
  });
});

describe('a story says nothing, and why, where', () => {
  it.each([
    [
      'two events render to the same bytes',
      [CREATE, LOWER, REVERSE, RESTORE],
      [0, 1, 2, 3],
      ['ActionId', 'Payout'],
      'same bytes',
      'UpdateDate',
    ],
    [
      'an event leaves the payout as it was',
      [CREATE, { action: 'a', type: 'approve' }],
      [0, 1],
      ['ActionId', 'Status', 'Payout', 'UpdateDate'],
      'leaves the payout',
      null,
    ],
    ['an event is never delivered', [CREATE, LOWER], [0], ALL, 'never delivered', null],
    [
      'order is lost and nothing puts it back',
      [CREATE, LOWER],
      [1, 0],
      ['ActionId', 'Status', 'Payout'],
      'carries nothing that puts them in order',
      'DeltaPayout',
    ],
    [
      'a payout comes twice in disorder',
      [CREATE, LOWER, REVERSE, RESTORE],
      [0, 2, 1, 3],
      [...ALL, 'UpdateDate'],
      'occurs twice',
      null,
    ],
    ['a reversal comes between two creations', [CREATE, REVERSE], [0, 1, 0], ALL, 'occurs twice', null],
  ] as const)('%s', (_name, events, order, names, sentence, add) => {
    expect(why(events as readonly StoryEvent[], order, names)).toMatchObject({
      sentence: expect.stringContaining(sentence),
      add,
    });
  });

  it('a duplicate at once, where exploration asks for the stricter rule', () => {
    const names = ['ActionId', 'Status', 'Payout'];
    expect(why([CREATE, LOWER], [0, 0, 1], names)).toBeUndefined();
    expect(why([CREATE, LOWER], [0, 0, 1], names, true)?.add).toBe('DeltaPayout');
  });
});

/** A story whose requests were all acknowledged, and what the receiver has on record then. */
function played(
  events: readonly StoryEvent[],
  order: readonly number[],
  record: { payout?: string; status?: 'reversed' | 'pending' } | null,
): PlayedStory {
  const { story, steps } = stepsOf(
    events,
    order.map((event, index) => ({ event, early: order.slice(index + 1).some((later) => later < event) })),
  );
  const seen = new Set<number>();
  const exchanges = story.sends.map(({ event, early = false }, send) => {
    const again = seen.has(event);
    seen.add(event);
    const { what, books } = steps[event]!;
    const response = { outcome: 'answered', status: 200, headers: [], body: '', ms: 1 };
    const request = { method: 'GET' as const, url: '', headers: [], body: null };
    return {
      send,
      event,
      what,
      action: 'a',
      again,
      retry: false,
      lost: false,
      early,
      request,
      sentAt: 0,
      response,
      accepted: true,
      sentence: '',
      books,
    };
  });
  const platform: PlatformRecord = steps.at(-1)!.books;
  const { payout, status } = record ?? {};
  return {
    story,
    exchanges,
    undelivered: [],
    unread: undefined,
    actions: {
      a: {
        id: 'a',
        platform,
        events: new Map(steps.map(({ values }, index) => [index, values])),
        record: {
          exists: record !== null,
          fields: payout === undefined ? {} : { Payout: payout },
          status,
          statusWord: status ?? '',
          rows: 1,
        },
        look: undefined,
        differences: [{ field: 'Payout', expected: platform.values['Payout'] ?? '', found: payout ?? '' }],
        overbooked: false,
        settledMs: null,
      },
    },
  };
}

describe('the reason is told from what was sent and recorded:', () => {
  it.each([
    ['a sum of payouts', [CREATE, LOWER], [0, 1], { payout: '20.00' }, 'adds'],
    ['a sum of changes, one of them twice', [CREATE, LOWER], [0, 1, 1], { payout: '4.00' }, 'adds-deltas'],
    ['an extra payout for a duplicate', [CREATE, LOWER], [0, 0, 1], { payout: '20.00' }, 'adds-duplicates'],
    ['the amount', [CREATE], [0], { payout: '120.00' }, 'books-amount'],
    ['the first payout', [CREATE, LOWER], [0, 1], { payout: '12.00' }, 'first-wins'],
    [
      'the payout from before a reversal',
      [CREATE, LOWER, REVERSE],
      [0, 1, 2],
      { payout: '8.00', status: 'pending' },
      'ignores-reversals',
    ],
    [
      'the payout from before a second reversal',
      [CREATE, LOWER, REVERSE, RESTORE, REVERSE],
      [0, 1, 2, 3, 4],
      { payout: '8.00', status: 'pending' },
      'ignores-second-reversal',
    ],
    [
      'nothing after a restore',
      [CREATE, LOWER, REVERSE, RESTORE],
      [0, 1, 2, 3],
      { payout: '0.00', status: 'reversed' },
      'ignores-restores',
    ],
    ['what came last', [CREATE, LOWER], [1, 0], { payout: '12.00' }, 'last-wins'],
    ['no record', [CREATE], [0], null, 'stores-nothing'],
    [
      'whole units',
      [{ action: 'a', type: 'create', purchase: { amount: 12_345, payout: 1_234 } }],
      [0],
      { payout: '12.00' },
      'rounds',
    ],
  ] as const)('%s', (_name, events, order, record, id) => {
    expect(
      diagnosesOf(played(events as readonly StoryEvent[], order, record), 'a').map((one) => one.id),
    ).toContain(id);
  });

  it('with the sum that shows it', () => {
    expect(diagnosesOf(played([CREATE, LOWER], [0, 1], { payout: '20.00' }), 'a')[0]).toEqual({
      id: 'adds',
      sum: '12.00 + 8.00 = 20.00',
    });
  });

  it('none where the numbers tell nothing', () => {
    expect(diagnosesOf(played([CREATE, LOWER], [0, 1], { payout: '77.77' }), 'a')).toEqual([]);
  });
});

const result = (id: string, given: Partial<CheckResult> = {}): CheckResult => ({
  id,
  category: 'money',
  title: id,
  why: [],
  verdict: 'pass',
  saw: '',
  sentence: '',
  diagnoses: [],
  diagnosis: null,
  add: null,
  unplayed: false,
  evidence: [],
  remedy: 'the-rule',
  ms: 0,
  ...given,
});
const evidence = (platform: string, receiver: string): CheckResult['evidence'] => [
  {
    story: null,
    steps: [],
    actions: [
      {
        id: 'a',
        settledMs: null,
        text: '',
        platform: { status: 'pending', values: { Payout: platform }, mostPayout: platform },
        record: { exists: true, fields: { Payout: receiver }, status: undefined, statusWord: '', rows: 1 },
        differences: platform === receiver ? [] : [{ field: 'Payout', expected: platform, found: receiver }],
      },
    ],
  },
];
const fail = (id: string, given: Partial<CheckResult> = {}) =>
  result(id, { verdict: 'fail', evidence: evidence('8.00', '20.00'), ...given });
const summary = (results: readonly CheckResult[], whole = true) =>
  summaryOf(withSharedDiagnoses(results), { state: 'done', currency: 'USD', whole });

describe('the headline', () => {
  test('counts defects, not failed checks', () => {
    const { headline, defects } = summary([
      fail('one', { diagnoses: ['adds'] }),
      fail('two', { diagnoses: ['keeps-higher', 'adds'], evidence: evidence('0.00', '28.00') }),
      fail('three', { diagnoses: [] }),
    ]);
    expect(headline).toBe('2 defects that cost money');
    expect(defects[0]).toMatchObject({
      id: 'adds',
      checks: ['one', 'two'],
      worst: { platform: '0.00', receiver: '28.00', currency: 'USD' },
    });
    expect(defects[1]).toMatchObject({ id: 'three' });
  });

  test.each([
    ['Money-safe', [result('a', { evidence: evidence('8.00', '8.00') })], true],
    [
      'Money not judged: add a way to read your receiver’s records',
      [result('a', { category: 'acknowledgment' })],
      true,
    ],
    ['1 defect; money not judged', [fail('a', { category: 'acknowledgment', evidence: [] })], true],
    ['1 check passed, none failed', [result('a', { evidence: evidence('8.00', '8.00') })], false],
    ['Nothing was judged', [result('a', { verdict: 'skip' })], true],
    ['1 defect that costs money, 1 other', [fail('a'), fail('b', { category: 'data' })], true],
  ] as const)('%s', (headline, results, whole) => {
    expect(summary(results, whole).headline).toBe(headline);
  });
});

test('the check.yaml of the docs is one', () => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/checks.md'), 'utf8');
  const [, yaml = ''] = /## check\.yaml[\s\S]*?```yaml\n([\s\S]*?)```/.exec(text)!;
  expect(checkConfigSchema.safeParse(parse(yaml)).error?.issues ?? []).toEqual([]);
});

test('what registers a click may be a URL alone', () => {
  const { before } = checkConfigSchema.parse({ before: 'http://127.0.0.1:9/click?user={SubId1}' });
  expect(before).toMatchObject({ url: 'http://127.0.0.1:9/click?user={SubId1}', method: 'GET' });
});
