import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortResponses, untilDefault } from '../../shared/receiver/responses.ts';
import { laneSpans } from '../../shared/timeline/lane.ts';
import type { ToldSpan } from '../../shared/timeline/receiver-history.ts';

const told = (id: number, from: number, to: number | null, text = String(id)): ToldSpan => ({
  id,
  runId: 1,
  owner: 'run 1',
  kind: 'responses',
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
