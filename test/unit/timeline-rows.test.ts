import { describe, expect, it } from 'vitest';
import {
  afterClick,
  type MultiSelection,
  NO_SELECTION,
} from '../../renderer/features/simulator/multi-selection.ts';
import { type CardGiven, cardAsText, cardOf } from '../../renderer/features/simulator/timeline/card.ts';
import { markByKey } from '../../renderer/features/simulator/timeline/navigate.ts';
import { wholeSpan } from '../../renderer/features/simulator/timeline/overview.ts';
import { marksOf } from '../../renderer/features/simulator/timeline/row-marks.ts';
import type { AttemptSummary, DeliveryView } from '../../shared/delivery/delivery.ts';
import { isLong, openFor } from '../../shared/delivery/long-open.ts';
import { findProfile, rulesOf } from '../../shared/delivery/profiles/all.ts';
import type { DeliveryRules } from '../../shared/delivery/rules.ts';
import { leftOf, tallyTotal } from '../../shared/delivery/tally.ts';
import { mostAttempts, plannedAt } from '../../shared/delivery/upcoming-attempts.ts';
import { whatIf } from '../../shared/delivery/what-if.ts';

const impact = rulesOf(findProfile('impact')!);
const T = Date.parse('2026-05-12T14:00:00-07:00');
const MIN = 60_000;

const attempt = (number: number, given: Partial<AttemptSummary> = {}): AttemptSummary => ({
  id: number,
  number,
  dueAt: T + number * MIN,
  sentAt: T + number * MIN,
  endedAt: T + number * MIN,
  outcome: 'not-accepted',
  status: 500,
  durationMs: 3,
  nextAt: null,
  rateWaitMs: 0,
  maintenanceWaitMs: 0,
  intended: '',
  ...given,
});
const delivery = (given: Partial<DeliveryView> = {}): DeliveryView => ({
  id: 1,
  change: 1,
  runId: 1,
  step: 0,
  subject: 'action',
  subjectKey: 1,
  subjectId: '1000.4636.158161',
  event: 'tracked',
  nth: 1,
  postbackName: 'postbacks/a.yaml',
  state: 'waiting',
  createdAt: T,
  dueAt: null,
  processingMs: 0,
  minimumDelayMs: 0,
  intended: '',
  attempts: [],
  ...given,
});
const marks = (view: DeliveryView, now: number | null = null) =>
  marksOf(view, now, null).map(({ mark }) => mark);

describe('the marks of a delivery', () => {
  it('are its attempts and the one that is planned', () => {
    const view = delivery({
      attempts: [attempt(1, { outcome: 'timeout', status: null })],
      dueAt: T + 5 * MIN,
    });
    expect(marks(view)).toEqual(['no-answer', 'planned']);
    expect(plannedAt(view)).toBe(T + 5 * MIN);
  });

  it('end with a cross when it was given up, whatever the last answer was', () => {
    expect(marks(delivery({ state: 'given-up', attempts: [attempt(1), attempt(2)] }))).toEqual([
      'not-accepted',
      'given-up',
    ]);
  });

  it('show where a cancelled one would have gone on, once', () => {
    const waiting = delivery({ state: 'cancelled', attempts: [attempt(1, { nextAt: T + 9 * MIN })] });
    expect(marksOf(waiting, null, null).at(-1)).toMatchObject({ mark: 'cancelled', at: T + 9 * MIN });
    const flying = delivery({ state: 'cancelled', attempts: [attempt(1, { outcome: 'cancelled' })] });
    expect(marks(flying)).toEqual(['cancelled']);
  });

  it('put what is overdue at now, and a first attempt after its two waits', () => {
    const late = delivery({ dueAt: T });
    expect(marksOf(late, T + MIN, null)[0]!.at).toBe(T + MIN);
    expect(marksOf(late, null, null)[0]!.at).toBe(T);
    expect(plannedAt(delivery({ processingMs: 15 * MIN, minimumDelayMs: MIN }))).toBe(T + 16 * MIN);
  });

  it('are in the order of time, and say what was on purpose', () => {
    const twice = delivery({
      state: 'delivered',
      intended: 'duplicate',
      attempts: [attempt(1, { sentAt: T + 9 * MIN }), attempt(2, { sentAt: T, intended: 'duplicate' })],
    });
    expect(marksOf(twice, null, null).map(({ at, intended }) => [at, intended])).toEqual([
      [T, true],
      [T + 9 * MIN, true],
    ]);
  });
});

/** A delivery that failed so often by impact.com's schedule and waits for its next attempt. */
function failing(times: number): DeliveryView {
  const waits = [1, 5, 15, 60];
  const attempts: AttemptSummary[] = [];
  let at = T + MIN;
  for (let number = 1; number <= times; number += 1) {
    const nextAt = at + waits[number - 1]! * MIN;
    attempts.push(attempt(number, { dueAt: at, sentAt: at, endedAt: at, nextAt }));
    at = nextAt;
  }
  return delivery({ attempts, dueAt: at });
}
const refused = attempt(1, { outcome: 'refused', status: null, nextAt: T + 2 * MIN });
const planned = (view: DeliveryView, rules: DeliveryRules, now: number | null = null) =>
  marksOf(view, now, rules).filter(({ mark }) => mark === 'planned');

describe('the attempts planned beyond the next one', () => {
  it('are those that the platform would make if every answer stays the same', () => {
    const view = failing(1);
    const rest = planned(view, impact);
    expect(rest.map(({ later }) => later?.number ?? null)).toEqual([
      null,
      ...Array.from({ length: 14 }, (_, index) => index + 3),
    ]);
    const told = whatIf(impact, { status: 500 }, T + MIN, { seed: 1, key: 'any' });
    expect(rest.map(({ at }) => at)).toEqual(told.attempts.map(({ at }) => at));
  });

  it('are the same seen from every attempt of one delivery', () => {
    const all = planned(failing(1), impact).map(({ at }) => at);
    for (const times of [2, 3, 4]) {
      expect(planned(failing(times), impact).map(({ at }) => at)).toEqual(all.slice(times - 1));
    }
  });

  it('are not known for one that has not been tried, nor for one at its end', () => {
    expect(planned(delivery({ dueAt: T }), impact)).toHaveLength(1);
    expect(planned(delivery({ state: 'given-up', attempts: [attempt(1)] }), impact)).toEqual([]);
  });

  it('follow the one in flight too, and end with the last failure that the rules allow', () => {
    const before = failing(2);
    const flying = attempt(3, {
      sentAt: before.dueAt!,
      dueAt: before.dueAt!,
      endedAt: null,
      outcome: 'in-flight',
    });
    const view = delivery({ state: 'in-flight', attempts: [...before.attempts, flying] });
    expect(planned(view, impact).map(({ later }) => later!.number)).toEqual(
      Array.from({ length: 13 }, (_, index) => index + 4),
    );
    const last = { profile: { ...impact.profile, retries: 2 } };
    expect(planned(view, last)).toEqual([]);
  });

  it('move along with a next one that is overdue', () => {
    const view = failing(1);
    const late = planned(view, impact, view.dueAt! + 7 * MIN).map(({ at }) => at);
    expect(late).toEqual(planned(view, impact).map(({ at }) => at + 7 * MIN));
  });

  it('begin anew after the user tried again, as the retries do', () => {
    const before = failing(4);
    const view = delivery({ ...before, dueAt: T + 20 * MIN });
    expect(mostAttempts(before.attempts, before.dueAt!, impact)).toBe(16);
    expect(mostAttempts(view.attempts, view.dueAt!, impact)).toBe(20);
    expect(planned(view, impact).at(-1)!.later!.number).toBe(20);
  });

  it('stand at the earliest time that a jitter allows', () => {
    const rules = { profile: { ...impact.profile, jitter: 0.5 } };
    const view = failing(1);
    expect(planned(view, rules).map(({ at }) => at)).toEqual(planned(view, impact).map(({ at }) => at));
    const { foot } = cardOf(view, marksOf(view, null, rules), 1, {
      now: null,
      zone: 'UTC',
      rules,
      next: null,
    });
    expect(foot).toContain('Jitter adds up to 50 % to each wait.');
  });
});

describe('a delivery open for more than an hour', () => {
  it('is told by the clock while open, by its last attempt afterwards', () => {
    expect(isLong(delivery({ dueAt: T }), T + 60 * MIN)).toBe(false);
    expect(isLong(delivery({ dueAt: T }), T + 61 * MIN)).toBe(true);
    const ended = delivery({ state: 'delivered', attempts: [attempt(90)] });
    expect(openFor(ended, T + 999 * MIN)).toBe(90 * MIN);
    expect(isLong(ended, 0)).toBe(true);
  });
});

describe('the overview', () => {
  it('shows all of the past, and of the future as much again at most', () => {
    const overview = { past: { from: T, to: T + 3 * MIN }, planned: T + 4320 * MIN };
    const span = wholeSpan(overview, null);
    expect(span.from).toBeLessThan(T);
    expect(span.to).toBeLessThan(T + 7 * MIN);
    expect(span.to).toBeGreaterThan(T + 6 * MIN);
    expect(wholeSpan(overview, T + 60 * MIN).to).toBeGreaterThan(T + 119 * MIN);
  });
});

describe('keys from mark to mark', () => {
  const lines = [
    [0, 10, 20],
    [5, 40],
    [1, 2, 3],
  ].map((row) =>
    row.map((at) => ({ at, mark: 'delivered' as const, attempt: null, intended: false, later: null })),
  );
  const to = (key: string, row: number, place: number) =>
    markByKey(key, { row, place }, lines.length, (index) => lines[index]!, 2);

  it('go along a row and stop at its ends', () => {
    expect(to('ArrowRight', 0, 0)).toEqual({ row: 0, place: 1 });
    expect(to('ArrowLeft', 0, 0)).toEqual({ row: 0, place: 0 });
    expect(to('End', 0, 0)).toEqual({ row: 0, place: 2 });
    expect(to('Home', 0, 2)).toEqual({ row: 0, place: 0 });
  });

  it('go to the mark of another row that is nearest in time', () => {
    expect(to('ArrowDown', 0, 2)).toEqual({ row: 1, place: 0 });
    expect(to('ArrowDown', 1, 1)).toEqual({ row: 2, place: 2 });
    expect(to('PageDown', 0, 0)).toEqual({ row: 2, place: 0 });
    expect(to('ArrowUp', 0, 1)).toEqual({ row: 0, place: 1 });
    expect(to('x', 0, 0)).toBeUndefined();
  });
});

describe('the card of a mark', () => {
  const given: CardGiven = {
    now: T + 2 * MIN,
    zone: 'America/Los_Angeles',
    rules: impact,
    next: null,
  };

  it('adds up from the last answer to the next attempt', () => {
    const view = delivery({
      attempts: [attempt(1, { nextAt: T + 61 * MIN + 388 })],
      dueAt: T + 61 * MIN + 388,
    });
    const next = {
      sentence: 'Retry 1 of 15.',
      parts: [
        { label: 'Retry 1 of 15', ms: 60 * MIN, certainty: 'assumed' as const },
        { label: 'Rate limit, 1 per second', ms: 388, certainty: null },
      ],
    };
    const card = cardOf(view, marksOf(view, given.now, null), 1, { ...given, next });
    expect(card.title).toBe('Attempt 2 of 16, planned');
    expect(card.when).toBe('in 59 m 00 s');
    expect(card.lines).toEqual([
      { label: 'Attempt 1: response 500', value: '14:01:00.000', mark: 'not-accepted' },
      { label: 'Retry 1 of 15', value: '+ 1 h', certainty: 'assumed' },
      { label: 'Rate limit, 1 per second', value: '+ 388 ms', certainty: null },
      { label: 'Next attempt', value: '15:01:00.388', strong: true },
    ]);
    expect(cardAsText(card)).toContain('Retry 1 of 15 (assumed) + 1 h');
  });

  it('says what was moved by hand, so that it still adds up', () => {
    const view = delivery({ attempts: [attempt(1)], dueAt: T + 2 * MIN });
    const next = { sentence: '', parts: [{ label: 'Retry 1', ms: 60 * MIN, certainty: null }] };
    const { lines } = cardOf(view, marksOf(view, null, null), 1, { ...given, now: null, next });
    expect(lines).toContainEqual({ label: 'Rescheduled manually', value: '\u2212 59 min' });
  });

  it('takes the first wait apart: processing, and what the minimum delay adds', () => {
    const view = delivery({ processingMs: 15 * MIN, minimumDelayMs: 5 * MIN, dueAt: T + 20 * MIN });
    const { lines } = cardOf(view, marksOf(view, given.now, null), 0, given);
    expect(lines.map(({ value }) => value)).toEqual(['14:00:00.000', '+ 15 min', '+ 5 min', '14:20:00.000']);
    expect(lines[1]!.certainty).toBe('documented');
  });

  it('takes apart what held an attempt back', () => {
    const made = attempt(2, {
      dueAt: T,
      sentAt: T + 10 * MIN + 5,
      rateWaitMs: MIN,
      maintenanceWaitMs: 9 * MIN,
    });
    const view = delivery({ state: 'delivered', attempts: [made] });
    const { lines } = cardOf(view, marksOf(view, null, null), 0, given);
    expect(lines.map(({ label, value }) => `${label} ${value}`)).toEqual([
      'Due 14:00:00.000',
      'Maintenance + 9 min',
      'Rate limit + 1 min',
      'Waiting for an in-flight slot + 5 ms',
      'Sent 14:10:00.005',
    ]);
  });

  it('says when it would be given up if every answer stays the same, by the rules that decide it', () => {
    const view = failing(1);
    const { foot } = cardOf(view, marksOf(view, given.now, impact), 1, given);
    expect(foot).toBe('If every response is 500, given up after attempt 16 on Fri 15 May 08:22.');
    const dead = delivery({ ...failing(1), attempts: [refused] });
    const { foot: why } = cardOf(dead, marksOf(dead, given.now, impact), 1, given);
    expect(why).toMatch(/^If every attempt ends the same way \(connection refused\), given up after/);
  });

  it('explains an attempt that comes only if the one before it fails', () => {
    const view = failing(1);
    const card = cardOf(view, marksOf(view, given.now, impact), 3, given);
    expect(card.title).toBe('Attempt 4 of 16');
    expect(card).toMatchObject({ condition: 'if it fails again', when: 'in 20 m 00 s' });
    expect(card.lines).toEqual([
      { label: 'Attempt 3, planned', value: '14:07:00.000', mark: 'planned' },
      { label: 'Retry 3 of 15', value: '+ 15 min', certainty: 'assumed' },
      { label: 'Attempt 4', value: '14:22:00.000', strong: true },
    ]);
  });

  it('counts attempts by the rules in force, also those of a copied profile', () => {
    const rules = { profile: { ...impact.profile, retries: 3 } };
    const view = failing(2);
    const titles = marksOf(view, null, rules).map((_mark, place, all) => {
      const { title, condition = '' } = cardOf(view, all, place, { ...given, rules });
      return `${title} ${condition}`.trim();
    });
    expect(titles).toEqual([
      'Attempt 1 of 4, response 500',
      'Attempt 2 of 4, response 500',
      'Attempt 3 of 4, planned',
      'Attempt 4 of 4 if it fails again',
    ]);
    const endless = { profile: { ...impact.profile, retries: 'until success' as const } };
    const open = cardOf(view, marksOf(view, null, endless), 2, { ...given, rules: endless });
    expect(open.title).toBe('Attempt 3, planned');
    expect(open.foot).toBe('If every response is 500, retried until it succeeds.');
  });

  it('says how long something is overdue', () => {
    const view = delivery({ dueAt: T });
    expect(cardOf(view, marksOf(view, given.now, null), 0, given).when).toBe('overdue by 2 m 00 s');
  });
});

describe('choosing several deliveries', () => {
  const ids = [1, 2, 3, 4, 5];
  const click = (
    state: MultiSelection,
    id: number,
    range = false,
    toggle = false,
    current: number | null = null,
  ) => {
    const ends = [state.anchor ?? current ?? id, id];
    const between = ids.filter((each) => each >= Math.min(...ends) && each <= Math.max(...ends));
    return afterClick(state, current, id, { range, toggle }, between);
  };

  it('takes a range from the one clicked before', () => {
    const range = click(click(NO_SELECTION, 4), 2, true);
    expect([...range.selectedIds]).toEqual([2, 3, 4]);
    expect([...click(range, 5, true).selectedIds]).toEqual([4, 5]);
    expect(click({ selectedIds: new Set(), anchor: 9 }, 3, true)).toEqual({
      selectedIds: new Set(),
      anchor: 3,
    });
  });

  it('adds and takes away single ones, the selected one among them', () => {
    const two = click(NO_SELECTION, 3, false, true, 1);
    expect([...two.selectedIds]).toEqual([1, 3]);
    expect(click(two, 1, false, true).selectedIds.size).toBe(0);
  });

  it('ends with a plain click', () => {
    expect(click({ selectedIds: new Set([1, 2]), anchor: 1 }, 3).selectedIds.size).toBe(0);
  });
});

describe('a tally', () => {
  it('comes to all deliveries, and to those that have not come to their end', () => {
    const tally = { waiting: 1, 'in-flight': 2, delivered: 4, 'given-up': 8, cancelled: 16 };
    expect([tallyTotal(tally), leftOf(tally)]).toEqual([31, 3]);
  });
});
