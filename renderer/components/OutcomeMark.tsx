import type { ReactElement } from 'react';
import type { Mark } from '../../shared/delivery/mark.ts';
import { MARK_LABELS } from './marks.ts';

const SHAPES: Record<Mark, ReactElement> = {
  delivered: <circle cx="6" cy="6" r="5" fill="var(--ok-mark)" />,
  'not-accepted': <rect x="1.5" y="1.5" width="9" height="9" rx="1" fill="var(--warn-mark)" />,
  'no-answer': <path d="M6 .8L11.6 10.8H.4z" fill="var(--warn-mark)" />,
  'given-up': (
    <path
      d="M1.8 1.8l8.4 8.4M10.2 1.8l-8.4 8.4"
      stroke="var(--bad-mark)"
      strokeWidth="2.8"
      fill="none"
      strokeLinecap="butt"
    />
  ),
  'in-flight': (
    <>
      <circle cx="6" cy="6" r="4.5" fill="none" stroke="var(--accent-fill)" strokeWidth="2" />
      <circle cx="6" cy="6" r="1.75" fill="var(--accent-fill)" />
    </>
  ),
  planned: <circle cx="6" cy="6" r="4.25" fill="none" stroke="var(--idle-mark)" strokeWidth="1.5" />,
  cancelled: (
    <path
      d="M2 2h8v8H2zM2 10L10 2"
      fill="none"
      stroke="var(--idle-mark)"
      strokeWidth="1.5"
      strokeLinejoin="round"
    />
  ),
  unknown: <path d="M6 .5L11.5 6 6 11.5.5 6z" fill="var(--note-mark)" />,
};

/** The mark of an outcome; `label` replaces its usual words where more is known, '' leaves them to the text beside it. */
export function OutcomeMark({ mark, label }: { mark: Mark; label?: string }) {
  const words = label ?? MARK_LABELS[mark];
  if (words === '') {
    return (
      <svg className="mark-shape" viewBox="0 0 12 12" aria-hidden="true">
        {SHAPES[mark]}
      </svg>
    );
  }
  return (
    <svg className="mark-shape" viewBox="0 0 12 12" role="img" aria-label={words}>
      <title>{words}</title>
      {SHAPES[mark]}
    </svg>
  );
}
