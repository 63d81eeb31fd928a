import { createContext, useCallback, useContext, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { Finding, LintField } from '../../../shared/template/lint/finding.ts';
import type { LintRule } from '../../../shared/template/lint/rule-codes.ts';
import type { PostbackForm } from '../../../shared/template/postback-form.ts';
import type { OnEdit } from '../../state/postback-drafts.ts';
import { closeProblem, openProblem, sameProblem, useOpenedProblem } from './opened-problem.ts';
import { inForm, withFixes } from './useFindings.ts';
import { worstFirst } from './worst-first.ts';

/** What the linter has found in a postback, and which of it is open. */
export interface ProblemList {
  /** The worst first, else in the order of the texts. */
  all: readonly Finding[];
  /** Whether the linter has looked at the texts as they are now. */
  looked: boolean;
  opened: Finding | null;
  /** Puts the fixes of some of them into the texts. */
  fix: (findings: readonly Finding[]) => void;
}

const NONE: ProblemList = { all: [], looked: false, opened: null, fix: () => undefined };

/** The problems of the postback on screen. */
export const ProblemContext = createContext(NONE);
export const useProblemList = () => useContext(ProblemContext);

/** Fixes that only spell the name of a placeholder as the platform does: all of them may be made at once. */
const SAFE: ReadonlySet<LintRule> = new Set<LintRule>([
  'placeholder-spelling',
  'placeholder-foreign',
  'placeholder-case',
]);

/** The problems whose fixes change nothing but the spelling of a placeholder. */
export function safeFixes(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ code, fix }) => fix !== undefined && SAFE.has(code));
}

/** Where a problem is, without its place in the text: "URL", "Body", "Header X-Key". */
export function fieldName(field: LintField): string {
  if (field === 'url') return 'URL';
  return field === 'body' ? 'Body' : `Header ${field.slice('header:'.length)}`;
}

/** Makes the list of what was found in a form, as it is edited. */
export function useProblemsOf(
  form: PostbackForm,
  findings: readonly Finding[],
  looked: boolean,
  onEdit: OnEdit,
): ProblemList {
  const all = useMemo(() => worstFirst(findings), [findings]);
  const wanted = useOpenedProblem((state) => state.wanted);
  const now = wanted === null ? undefined : sameProblem(all, wanted, useOpenedProblem.getState().among);
  // What is typed into it may hide it until the linter has looked again: it must not come and go with each key.
  const opened = now ?? (looked ? null : wanted);
  useEffect(() => {
    // While it is hidden, those found when it was seen say which one it was.
    if (now !== undefined || opened === null) useOpenedProblem.setState({ wanted: opened, among: all });
  }, [opened, now, all]);
  useEffect(() => () => useOpenedProblem.setState({ wanted: null }), []);
  const drawn = useRef(form);
  useLayoutEffect(() => {
    drawn.current = form;
  });
  const fix = useCallback(
    // What was typed since they were drawn has moved them.
    (some: readonly Finding[]) =>
      onEdit((latest) =>
        withFixes(latest, latest === drawn.current ? some : inForm(some, drawn.current, latest)),
      ),
    [onEdit],
  );
  return useMemo(() => ({ all, looked, opened, fix }), [all, looked, opened, fix]);
}

/** Opens the next problem, or the one before; from the last on to the first. */
export function stepProblem({ all, opened }: ProblemList, by: 1 | -1): void {
  if (all.length === 0) return;
  const at = opened === null ? -1 : all.indexOf(opened);
  const next = at === -1 ? (by === 1 ? 0 : all.length - 1) : (at + by + all.length) % all.length;
  openProblem(all[next]!);
}

/** Makes the fix of the problem that is open, and closes it. */
export function fixOpened({ opened, fix }: ProblemList): void {
  if (opened?.fix === undefined) return;
  fix([opened]);
  closeProblem();
}
