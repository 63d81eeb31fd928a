import { type ReactNode, useId } from 'react';
import { IconChevronDown, IconChevronRight } from '../../components/icons.ts';
import { type Fold, showFold, usePanels } from './editor-panels.ts';

interface Props {
  fold: Fold;
  title: string;
  /** Names the region while it is open. */
  label: string;
  /** What it comes to, in a few words: "640 B". */
  sum: string;
  /** Controls in its head while it is open. */
  tools?: ReactNode;
  /** Drawn only while it is open. */
  children: ReactNode;
}

/** One preview of the column: its head with what it comes to, and below it the preview while that is open. */
export function PreviewFold({ fold, title, label, sum, tools, children }: Props) {
  const open = usePanels(({ folds }) => folds.includes(fold));
  const id = useId();
  return (
    <section
      className={open ? 'pane templates-fold' : 'templates-fold'}
      data-closed={!open || undefined}
      aria-label={label}
    >
      <div className="templates-fold-head" data-open={open || undefined}>
        <h2>
          <button
            type="button"
            id={`templates-fold-${fold}`}
            aria-expanded={open}
            aria-controls={id}
            onClick={() => showFold(fold, !open)}
          >
            {open ? (
              <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />
            ) : (
              <IconChevronRight size={14} stroke={1.75} aria-hidden="true" />
            )}
            <span className="templates-fold-title">{title}</span>{' '}
            <span className="count ellipsis templates-fold-sum">{sum}</span>
          </button>
        </h2>
        {open ? tools : null}
      </div>
      <div id={id} hidden={!open} className="templates-fold-body">
        {open ? children : null}
      </div>
    </section>
  );
}
