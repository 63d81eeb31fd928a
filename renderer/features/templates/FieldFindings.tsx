import type { LintField } from '../../../shared/template/lint/finding.ts';
import { shortText } from './editor-problems.ts';
import { openProblem } from './opened-problem.ts';
import { ProblemZone } from './ProblemZone.tsx';
import { useProblemList } from './problem-list.ts';
import { SEVERITY_ICONS } from './severity.tsx';

/** The problems of a field of one line, below it: the worst in a few words, or the one that is open. */
export function FieldFindings({ field }: { field: LintField }) {
  const { all, opened } = useProblemList();
  if (opened?.field === field) return <ProblemZone finding={opened} />;
  const own = all.filter((one) => one.field === field && one.severity !== 'info');
  const [worst] = own;
  if (worst === undefined) return null;
  return (
    <button
      type="button"
      className="templates-beside"
      data-severity={worst.severity}
      onClick={() => openProblem(worst)}
    >
      {SEVERITY_ICONS[worst.severity]}
      <span className="ellipsis">{shortText({ worst, more: own.length - 1 })}</span>
    </button>
  );
}
