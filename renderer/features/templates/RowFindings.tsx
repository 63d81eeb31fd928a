import { Tooltip } from '@mantine/core';
import type { Finding } from '../../../shared/template/lint/finding.ts';
import { openProblem } from './opened-problem.ts';
import { SEVERITY_ICONS } from './severity.tsx';
import { worstFirst } from './worst-first.ts';

interface Props {
  findings: readonly Finding[];
  /** Where the row stands in the URL. */
  start: number;
  end: number;
}

/** What was found in one row of the URL's table; a click shows where. */
export function RowFindings({ findings, start, end }: Props) {
  const here = worstFirst(
    findings.filter(
      (one) => one.field === 'url' && one.start <= end && one.end > start && one.start >= start,
    ),
  );
  const [worst] = here;
  if (worst === undefined) return <span />;
  const said = here.map(({ message, remedy }) => `${message} ${remedy}`).join('\n');
  return (
    <Tooltip label={said} multiline w={340} style={{ whiteSpace: 'pre-line' }}>
      <button
        type="button"
        className="templates-table-finding"
        aria-label={said}
        onClick={() => openProblem(worst)}
      >
        {SEVERITY_ICONS[worst.severity]}
      </button>
    </Tooltip>
  );
}
