import { flushSync } from 'react-dom';
import { create } from 'zustand';
import type { Finding } from '../../../shared/template/lint/finding.ts';
import { showHeaders } from './editor-panels.ts';
import { focusField, showFinding } from './editors.ts';

interface OpenedProblem {
  /** The problem that is open under its line, as it was seen last; null for none. */
  wanted: Finding | null;
  /** All that were found when it was. */
  among: readonly Finding[];
}

export const useOpenedProblem = create<OpenedProblem>()(() => ({ wanted: null, among: [] }));

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
 * The problem among those found now that was open among those found before: it moves with what is typed before it.
 * Where as many of the same words are found, it is the one of the same number; else the nearest of these words; else
 * one of its rule close by.
 */
export function sameProblem(
  now: readonly Finding[],
  opened: Finding,
  before: readonly Finding[],
): Finding | undefined {
  if (now.includes(opened)) return opened;
  const ofRule = ({ code, field }: Finding) => code === opened.code && field === opened.field;
  const ofWords = (one: Finding) => ofRule(one) && one.message === opened.message;
  const [was, is] = [before.filter(ofWords), now.filter(ofWords)];
  const nth = was.indexOf(opened);
  if (nth !== -1 && was.length === is.length) return is[nth];
  const distance = ({ start }: Finding) => Math.abs(start - opened.start);
  const nearestFirst = (some: readonly Finding[]) => some.toSorted((a, b) => distance(a) - distance(b));
  return nearestFirst(is)[0] ?? nearestFirst(now.filter(ofRule)).find((one) => distance(one) <= NEAR);
}
