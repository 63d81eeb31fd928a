import type { QueryProblem } from '../../../../shared/receiver/query/parse-query.ts';
import { IconAlertTriangle } from '../../../components/icons.ts';

interface QueryProblemLineProps {
  problem: QueryProblem;
  /** The query whose captures the list still shows; null for all captures. */
  shown: string | null;
}

/** What is wrong with the query line, what to do, and what the list shows meanwhile. */
export function QueryProblemLine({ problem: { message, remedy }, shown }: QueryProblemLineProps) {
  const below = shown === null ? 'all captures' : `what ${shown} found`;
  return (
    <div className="captures-problem" role="alert">
      <IconAlertTriangle size={14} stroke={1.75} aria-hidden="true" />
      <span className="wrap-anywhere">
        <b className="medium">{message}</b> {remedy}{' '}
        <span className="dimmed">The list still shows {below}.</span>
      </span>
    </div>
  );
}
