import { useMemo } from 'react';
import type { ComparedPoint } from '../../shared/receiver/compare/compare-points.ts';
import { isDifferent } from '../../shared/receiver/compare/compare-requests.ts';
import { differingParts } from '../../shared/receiver/compare/differing-parts.ts';
import { Differing } from './Differing.tsx';
import { EmptyState } from './EmptyState.tsx';
import { ScrollRegion } from './ScrollRegion.tsx';
import { WireText } from './WireText.tsx';

interface Props {
  points: readonly ComparedPoint[];
  /** What the two requests are called. */
  left: string;
  right: string;
  /** Only what differs, or all of it. */
  onlyDifferent: boolean;
}

/** Two requests, value by value. */
export function ComparedValues({ points, left, right, onlyDifferent }: Props) {
  const shown = points.filter((point) => !onlyDifferent || isDifferent(point));
  if (shown.length === 0)
    return <EmptyState title="No differences">Both say the same, value by value.</EmptyState>;
  return (
    <ScrollRegion label="Comparison">
      <table className="compared">
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">{left}</th>
            <th scope="col">{right}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((point, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: keys come again, and the rows of a request do not move
            <ValuesRow key={index} point={point} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function ValuesRow({ point }: { point: ComparedPoint }) {
  const { key, place, left, right, moved } = point;
  const differs = isDifferent(point);
  const parts = useMemo(
    () => (left === null || right === null ? null : differingParts(left.raw, right.raw)),
    [left, right],
  );
  const cell = (side: 'left' | 'right') => {
    const value = point[side];
    if (value === null) return <span className="faint">not there</span>;
    return point.state === 'same' || parts === null ? (
      <WireText text={value.value} />
    ) : (
      <Differing parts={parts[side]} />
    );
  };
  return (
    <tr className={differs ? 'compared-differs' : undefined}>
      <th scope="row">
        <span className="mono wrap-anywhere">
          <WireText text={key} />
        </span>
        {place === 'header' ? <span className="faint"> header</span> : null}
        {moved ? <span className="text-warn"> reordered</span> : null}
      </th>
      <td className="mono wrap-anywhere">{cell('left')}</td>
      <td className="mono wrap-anywhere">{cell('right')}</td>
    </tr>
  );
}
