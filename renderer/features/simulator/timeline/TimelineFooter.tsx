import { count } from '../../../lib/format.ts';

interface TimelineFooterProps {
  /** Rows in view, and in all. */
  shown: number;
  total: number;
  newestFirst: boolean;
  /** What Enter does. */
  enter: string;
}

/** How much of the list is in view, in which order, and the keys. */
export function TimelineFooter({ shown, total, newestFirst, enter }: TimelineFooterProps) {
  const order = newestFirst ? 'newest event first' : 'oldest event first';
  const all = `${count(total)} ${total === 1 ? 'delivery' : 'deliveries'}`;
  return (
    <div className="timeline-footer faint text-11">
      <span className="nowrap" data-testid="timeline-count">
        {total === 0 ? 'No deliveries' : `${shown < total ? `${count(shown)} of ` : ''}${all}, ${order}`}
      </span>
      <span className="spacer" />
      <span className="nowrap timeline-hint">Arrows go from mark to mark; Enter {enter}</span>
    </div>
  );
}
