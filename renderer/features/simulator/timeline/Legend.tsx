import { kindOf, type Mark } from '../../../../shared/delivery/mark.ts';
import { OutcomeMark } from '../../../components/OutcomeMark.tsx';
import { count } from '../../../lib/format.ts';
import { toggleOnly, useTimeline } from './timeline-view.ts';
import { LEGEND_WORDS } from './timeline-words.ts';

/** Always there, so that nothing moves while a run goes on; the others only once they have happened. */
const ALWAYS: ReadonlySet<Mark> = new Set(['delivered', 'not-accepted', 'no-answer', 'given-up', 'planned']);
const ORDER: readonly Mark[] = [
  'delivered',
  'not-accepted',
  'no-answer',
  'given-up',
  'planned',
  'in-flight',
  'cancelled',
  'unknown',
];

/** What the marks mean and how many there are; each lists only the deliveries that have it. */
export function Legend({ counts }: { counts: readonly number[] }) {
  const only = useTimeline((state) => state.only);
  return (
    <div className="timeline-legend" role="group" aria-label="Show only deliveries with">
      {ORDER.filter((mark) => ALWAYS.has(mark) || counts[kindOf(mark)]! > 0 || only.has(mark)).map((mark) => (
        <button
          key={mark}
          type="button"
          className={counts[kindOf(mark)] === 0 ? 'timeline-entry timeline-zero' : 'timeline-entry'}
          aria-pressed={only.has(mark)}
          title={LEGEND_WORDS[mark]}
          aria-label={`${LEGEND_WORDS[mark]}, ${count(counts[kindOf(mark)]!)}`}
          onClick={() => toggleOnly(mark)}
        >
          <OutcomeMark mark={mark} label="" />
          <span className="timeline-word">{LEGEND_WORDS[mark]}</span>
          <span className="faint">{count(counts[kindOf(mark)]!)}</span>
        </button>
      ))}
    </div>
  );
}
