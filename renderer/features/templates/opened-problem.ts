import { flushSync } from 'react-dom';
import { create } from 'zustand';
import type { Finding } from '../../../shared/template/lint/finding.ts';
import { showHeaders } from './editor-panels.ts';
import { focusField, showFinding } from './editors.ts';

/** The problem that is open under its line, as it was seen last; null for none. */
export const useOpenedProblem = create<{ wanted: Finding | null }>()(() => ({ wanted: null }));

/** Opens a problem under its line, selects what it is about and gives that the focus. */
export function openProblem(finding: Finding): void {
  flushSync(() => {
    // A header that is folded away has no line to open it under.
    if (finding.field.startsWith('header:')) showHeaders(true);
    useOpenedProblem.setState({ wanted: finding });
  });
  showFinding(finding);
}

/** Closes the problem that is open, with the focus back in its text. False where none is open. */
export function closeProblem(): boolean {
  const { wanted } = useOpenedProblem.getState();
  if (wanted === null) return false;
  useOpenedProblem.setState({ wanted: null });
  focusField(wanted.field);
  return true;
}

/** Characters that a problem may have moved by and still be the same, where its words have changed. */
const NEAR = 40;

/**
 * The problem among those found now that is the one seen last: at its place, else the nearest of the same words, since
 * what is typed before it moves it, else one of its rule close by.
 */
export function sameProblem(findings: readonly Finding[], last: Finding): Finding | undefined {
  const distance = ({ start }: Finding) => Math.abs(start - last.start);
  const alike = findings
    .filter(({ code, field }) => code === last.code && field === last.field)
    .toSorted((a, b) => distance(a) - distance(b));
  const [nearest] = alike;
  if (nearest !== undefined && distance(nearest) === 0) return nearest;
  return alike.find(({ message }) => message === last.message) ?? alike.find((one) => distance(one) <= NEAR);
}
