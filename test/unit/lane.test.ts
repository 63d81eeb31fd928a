import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spanSentences, spanText } from '../../renderer/features/simulator/timeline/lane-words.ts';
import { stretchOf, textThatFits } from '../../renderer/features/simulator/timeline/place-lane.ts';
import { shortResponses, untilDefault } from '../../shared/receiver/response-list.ts';
import { laneSpans, maintenanceOf } from '../../shared/timeline/lane.ts';
import type { ToldSpan } from '../../shared/timeline/receiver-history.ts';

const DAY = 86_400_000;

const told = (id: number, from: number, to: number | null, text = String(id)): ToldSpan => ({
  id,
  runId: 1,
  owner: 'run 1',
  kind: 'responses',
  realFrom: null,
  realTo: null,
  sentence: '',
  text,
  from,
  to,
  requests: 0,
});
const pause = (id: number, startedAt: number | null, endedAt: number | null) => ({
  id,
  change: id,
  runId: 1,
  announcedAt: 0,
  startedAt,
  endedAt,
});
const shown = (spans: ReturnType<typeof laneSpans>) =>
  spans.map(({ kind, text, from, to }) => [kind === 'told' ? text : kind, from, to]);

describe('the lane of what the receiver was told', () => {
  it('shows what was told and maintenance that began, in the order of time', () => {
    const spans = laneSpans(
      [told(2, 50, null, '404'), told(1, 10, 20, '500 x3')],
      [pause(1, 30, 40), pause(2, null, 60), pause(3, 15, null)],
    );
    expect(shown(spans)).toEqual([
      ['500 x3', 10, 20],
      ['maintenance', 15, 30],
      ['maintenance', 30, 40],
      ['maintenance', 40, null],
      ['404', 50, null],
    ]);
  });

  it('shows the span that began last where several runs tell at once', () => {
    expect(shown(laneSpans([told(1, 0, 100), told(2, 20, 60)], []))).toEqual([
      ['1', 0, 20],
      ['2', 20, 60],
      ['1', 60, 100],
    ]);
    expect(shown(laneSpans([told(1, 0, 100), told(2, 0, null)], []))).toEqual([['2', 0, null]]);
  });

  it('has the maintenance of one clock only, or of all of them', () => {
    const all = [pause(1, 10, 20), { ...pause(2, 10, 20), runId: null }];
    expect(maintenanceOf(all, 1).map(({ id }) => id)).toEqual([1]);
    expect(maintenanceOf(all, null).map(({ id }) => id)).toEqual([2]);
    expect(maintenanceOf(all, 'all')).toEqual(all);
  });

  it('cuts at the ends of the run, and keeps what was over in the same moment', () => {
    const spans = laneSpans([told(1, 5, 15), told(2, 20, 20), told(3, 25, null)], [], { from: 10, to: 30 });
    expect(shown(spans)).toEqual([
      ['1', 10, 15],
      ['2', 20, 20],
      ['3', 25, 30],
    ]);
  });

  it('is sorted, has no two spans of one kind at once, and is told something at every moment that somebody told it', () => {
    const time = fc.integer({ min: 0, max: 60 });
    const stretch = fc.tuple(time, fc.option(fc.nat(20)));
    const spansOf = <T>(of: (id: number, from: number, to: number | null) => T) =>
      fc
        .array(stretch, { maxLength: 12 })
        .map((all) => all.map(([from, length], id) => of(id, from, length === null ? null : from + length)));
    const extent = fc.record({ from: time, to: fc.constant<number | null>(null) });
    fc.assert(
      fc.property(spansOf(told), spansOf(pause), extent, fc.nat(40), (receiver, platform, open, length) => {
        for (const within of [open, { from: open.from, to: open.from + length }]) {
          const lane = laneSpans(receiver, platform, within);
          const last = within.to ?? Number.POSITIVE_INFINITY;
          const end = (to: number | null) => to ?? Number.POSITIVE_INFINITY;
          expect(lane.map(({ from }) => from)).toEqual(
            lane.map(({ from }) => from).toSorted((a, b) => a - b),
          );
          expect(new Set(lane.map(({ key }) => key)).size).toBe(lane.length);
          for (const { from, to } of lane) {
            expect(from).toBeGreaterThanOrEqual(within.from);
            expect(end(to)).toBeGreaterThanOrEqual(from);
            expect(end(to)).toBeLessThanOrEqual(last);
          }
          for (const kind of ['told', 'maintenance']) {
            const ofKind = lane.filter((span) => span.kind === kind);
            for (const [index, { from }] of ofKind.entries())
              if (index > 0) expect(from).toBeGreaterThanOrEqual(end(ofKind[index - 1]!.to));
          }
          // Half a ms beside every time, so that no end is met.
          for (let at = within.from + 0.5; at < Math.min(last, 90); at += 1) {
            const covers = (one: { from: number; to: number | null }) => one.from < at && end(one.to) > at;
            const own = lane.filter((span) => span.kind === 'told' && covers(span));
            expect(own.length).toBe(receiver.some(covers) ? 1 : 0);
            const latest = Math.max(
              ...receiver.filter(covers).map(({ from }) => Math.max(from, within.from)),
            );
            if (own.length > 0) expect(Math.max(own[0]!.told!.from, within.from)).toBe(latest);
          }
        }
      }),
    );
  });
});

describe('a short text of responses', () => {
  it.each([
    [[500, 500, 500, 200], '500 x3', 3],
    [[404], '404', Number.POSITIVE_INFINITY],
    [[503, 503], '503', Number.POSITIVE_INFINITY],
    [[500, 500, 500, 404], '500 x3, then 404', Number.POSITIVE_INFINITY],
    [[500, 200, 503, 200], '500, 200, 503', 3],
    [[500, 200, 500, 200, 500, 200], '500, 200, 500, \u2026', 5],
    [[200, 200], '', 0],
    [[500, 200, 200], '500', 1],
  ])('%j is "%s"', (statuses, text, until) => {
    expect(shortResponses(statuses)).toBe(text);
    expect(untilDefault(statuses)).toBe(until);
  });
});

describe('a span of the lane', () => {
  const frame = { span: { from: 0, to: 100 }, width: 1000, now: 80 };

  it('goes to the time that it is while it lasts, and is cut off at the edges', () => {
    expect(stretchOf({ from: 10, to: 20 }, frame, 1012)).toEqual({ left: 100, right: 200 });
    expect(stretchOf({ from: 10, to: null }, frame, 1012)).toEqual({ left: 100, right: 800 });
    expect(stretchOf({ from: 10, to: null }, { ...frame, now: null }, 1012).right).toBe(1000);
    // It began after the time that the screen knows of.
    expect(stretchOf({ from: 90, to: null }, frame, 1012)).toEqual({ left: 900, right: 900 });
    const { left, right } = stretchOf({ from: -5000, to: 9000 }, frame, 1012);
    expect([left < 0, left > -100, right > 1012, right < 1100]).toEqual([true, true, true, true]);
  });

  it('has as much of its text as there is room for', () => {
    expect(textThatFits('500 x3', 60)).toBe('whole');
    expect(textThatFits('500 x3', 32)).toBe('word');
    expect(textThatFits('500 x3', 20)).toBe('none');
    expect(textThatFits('maintenance', 60)).toBe('none');
  });

  const T = Date.UTC(2026, 4, 12, 14, 40);
  const [span] = laneSpans([{ ...told(1, T, T + 2_400_000, '500 x3'), requests: 1 }], []);
  const named = (id: number) => (id === 1 ? 'Outage' : undefined);
  const said = (one: typeof span) => spanText(spanSentences(one!, 'UTC', named));

  it('says what was told, by whom, from when to when, and to how many', () => {
    expect(said(span)).toBe(
      'Receiver responds 500 x3. The receiver was told to respond 500 x3 by run 1, Outage, from Tue 12 May 14:40:00 to 15:20:00 (40 min). 1 request got such a response.',
    );
    const [mine] = laneSpans([{ ...told(1, T, null, '404'), owner: 'user', requests: 12 }], []);
    expect(said(mine)).toBe(
      'Receiver responds 404. The receiver was told to respond 404 by you, since Tue 12 May 14:40:00. 12 requests got such a response so far.',
    );
    const [killed] = laneSpans([{ ...told(1, T, T + DAY, '404'), owner: 'run 9', requests: null }], []);
    expect(said(killed)).toBe(
      'Receiver responds 404. The receiver was told to respond 404 by run 9, from Tue 12 May 14:40:00 to Wed 13 May 14:40:00 (1 d).',
    );
  });

  it('says that the platform was, or is, in maintenance', () => {
    const lane = laneSpans([], [pause(1, T, T + 60_000), pause(2, T + 60_000, null)]);
    expect(lane.map(said)).toEqual([
      'Platform maintenance. The platform sent nothing from Tue 12 May 14:40:00 to 14:41:00 (1 min); postbacks waited until the end.',
      'Platform maintenance. The platform has sent nothing since Tue 12 May 14:41:00; postbacks wait until the end.',
    ]);
  });
});
