import type { ReactNode } from 'react';

/** Height in px of a row of two lines. */
export const TWO_LINES_PX = 44;

interface TwoLinesProps {
  /** What names the row, and where it stands. */
  name: string;
  state?: ReactNode;
  /** What it is, and what it comes to. */
  text: ReactNode;
  figure?: ReactNode;
  testId: string;
  /** For tests: a word that the row stands for. */
  status?: string;
  mono?: boolean;
}

/** A row of a list in two lines. */
export function TwoLines({ name, state, text, figure, testId, status, mono = true }: TwoLinesProps) {
  return (
    <div className="hand-row" role="presentation" data-testid={testId} data-status={status}>
      <div className="hand-line" role="presentation">
        <span role="gridcell" className={mono ? 'mono medium ellipsis' : 'medium ellipsis'} title={name}>
          {name}
        </span>
        <span role="gridcell" className="hand-row-end">
          {state}
        </span>
      </div>
      <div className="hand-line" role="presentation">
        <span role="gridcell" className="dimmed ellipsis">
          {text}
        </span>
        <span role="gridcell" className="hand-row-end">
          {figure}
        </span>
      </div>
    </div>
  );
}

/** A row that is being fetched keeps its height. */
export function NoLinesYet() {
  return <div className="hand-row" role="presentation" aria-busy="true" />;
}
