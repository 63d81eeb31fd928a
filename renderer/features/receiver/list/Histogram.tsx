import { memo, type PointerEvent, useRef, useState } from 'react';
import { withOnly } from '../../../../shared/receiver/query/edit-query.ts';
import { count, counted, timeNear } from '../../../lib/format.ts';
import { useZone } from '../../../state/workspace.ts';
import { barPaths, type Extent, fromShare, highest, stretchOf } from './histogram-geometry.ts';
import { rememberQuery, setQueryLine, useQueryLine } from './query-line.ts';
import { type Arrivals, BARS, useHistogram } from './useHistogram.ts';

/** Height of the bars, in px, as the drawing has it. */
const HEIGHT = 34;
/** A press that moves less than this share of the width is a click on a bar. */
const CLICK = 0.004;

/** When captures arrived, by how they were responded to; a drag filters by time. */
export function Histogram({ query, upTo }: { query: string; upTo: number | undefined }) {
  const arrivals = useHistogram(query, upTo);
  return arrivals === null ? null : <Drawn arrivals={arrivals} />;
}

/** Filters by a stretch of time, in ms since the epoch, its ends included; null for all times. */
function filterByTime(extent: Extent | null): void {
  const iso = (at: number) => new Date(at).toISOString();
  const field = 'receivedAt';
  const from = withOnly(
    useQueryLine.getState().text,
    { field, operator: 'at-least' },
    extent && iso(extent.from),
  );
  const line = withOnly(from, { field, operator: 'at-most' }, extent && iso(extent.to));
  setQueryLine(line);
  rememberQuery(line);
}

/** Drawn again with new figures only: its list changes many times a second. */
const Drawn = memo(function Drawn({ arrivals }: { arrivals: Arrivals }) {
  const { from, to, all, hits, told } = arrivals;
  const zone = useZone();
  const box = useRef<HTMLDivElement>(null);
  const [brush, setBrush] = useState<{ begin: number; end: number } | null>(null);
  const most = highest(all);
  const isFiltered = useQueryLine(({ text }) => /receivedAt:[<>]=/i.test(text));

  const shareOf = (event: PointerEvent) => {
    const { left, width } = box.current!.getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientX - left) / Math.max(1, width)));
  };
  const onUp = (event: PointerEvent) => {
    if (brush === null) return;
    const end = shareOf(event);
    setBrush(null);
    const isClick = Math.abs(end - brush.begin) < CLICK;
    const bar = Math.min(BARS - 1, Math.floor(end * BARS));
    const [first, last] = isClick
      ? [bar / BARS, (bar + 1) / BARS]
      : [brush.begin, end].toSorted((a, b) => a - b);
    filterByTime({ from: fromShare(first!, { from, to }), to: fromShare(last!, { from, to }) });
  };
  const spans = told.flatMap((span) => {
    const place = stretchOf(span, { from, to });
    return place === null ? [] : [{ span, place }];
  });
  const total = all.reduce((sum, { ok, refused, none }) => sum + ok + refused + none, 0);
  const failed = all.reduce((sum, { refused, none }) => sum + refused + none, 0);
  const middle = from + (to - from) / 2;
  const label = `${counted(total, 'capture')} from ${timeNear(from, zone, to)} to ${timeNear(to, zone, to)}, ${count(failed)} without a 2xx response`;
  return (
    <div className="captures-histogram">
      <div
        ref={box}
        className="captures-bars"
        role="img"
        aria-label={label}
        title="Drag to filter by time; a click takes one bar"
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const at = shareOf(event);
          setBrush({ begin: at, end: at });
        }}
        onPointerMove={(event) => {
          if (brush !== null) setBrush({ ...brush, end: shareOf(event) });
        }}
        onPointerUp={onUp}
        onPointerCancel={() => setBrush(null)}
      >
        <svg viewBox={`0 0 ${BARS * 10} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          <Bars buckets={all} most={most} isFaint={hits !== null} />
          {hits === null ? null : <Bars buckets={hits} most={most} isFaint={false} />}
        </svg>
        {brush === null ? null : (
          <div
            className="captures-brush"
            style={{
              left: `${Math.min(brush.begin, brush.end) * 100}%`,
              width: `${Math.abs(brush.end - brush.begin) * 100}%`,
            }}
          />
        )}
      </div>
      <div className="captures-told" role="group" aria-label="What the receiver was told">
        {spans.map(({ span, place }) => (
          <span
            key={span.id}
            role="img"
            className="captures-told-span"
            style={{ left: `${place.left * 100}%`, width: `max(3px, ${place.width * 100}%)` }}
            aria-label={toldText(span, zone, to)}
            title={toldText(span, zone, to)}
          />
        ))}
      </div>
      <div className="captures-axis">
        <span>{timeNear(from, zone, to)}</span>
        <span className="captures-axis-middle">{to - from < 2_000 ? '' : timeNear(middle, zone, to)}</span>
        {spans[0] === undefined ? null : (
          <span className="ellipsis captures-axis-told" title={toldText(spans[0].span, zone, to)}>
            {spans[0].span.text}
          </span>
        )}
        {isFiltered ? (
          <button type="button" className="link" onClick={() => filterByTime(null)}>
            All times
          </button>
        ) : null}
        <span>{timeNear(to, zone, to)}</span>
      </div>
    </div>
  );
});

function Bars({ buckets, most, isFaint }: { buckets: Arrivals['all']; most: number; isFaint: boolean }) {
  const { ok, refused, none } = barPaths(buckets, most, HEIGHT);
  return (
    <g opacity={isFaint ? 0.28 : 1}>
      <path className="captures-bar-ok" d={ok} />
      <path className="captures-bar-refused" d={refused} />
      <path className="captures-bar-none" d={none} />
    </g>
  );
}

/** "Told by you to respond: Deploy in progress, 14:21:05 to 14:31:09". */
function toldText(
  { text, owner, realFrom, realTo }: Arrivals['told'][number],
  zone: string,
  near: number,
): string {
  const who = owner === 'user' ? 'you' : owner === 'workspace' ? 'the workspace' : owner;
  const begin = realFrom === null ? '' : timeNear(realFrom, zone, near);
  const when = realTo === null ? `since ${begin}` : `${begin} to ${timeNear(realTo, zone, near)}`;
  return `Told by ${who}: ${text}, ${when}`;
}
