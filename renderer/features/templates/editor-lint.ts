import { type Diagnostic, linter } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import type { Finding } from '../../../shared/template/lint/finding.ts';
import type { Span } from '../../../shared/template/url-table.ts';

/** Findings about the whole text are listed below the editor; underlining all of it would say nothing. */
export function isOfWhole({ start, end }: Finding, length: number): boolean {
  return start === 0 && end >= length && length > 24;
}

/**
 * The marks of an editor that shows `span` of a field's text, for what the linter has found in that text; each with
 * its remedy, and its fix as a button.
 */
export function diagnosticsOf(
  findings: readonly Finding[],
  length: number,
  span: Span,
  onFix: (finding: Finding) => void,
): Diagnostic[] {
  return findings
    .filter((finding) => finding.end <= length && !isOfWhole(finding, length))
    .filter(({ start, end }) => Math.min(end, span.end) > Math.max(start, span.start))
    .map((finding) => ({
      from: Math.max(finding.start, span.start) - span.start,
      to: Math.min(finding.end, span.end) - span.start,
      severity: finding.severity,
      source: finding.code,
      message: `${finding.message} ${finding.remedy}`,
      ...(finding.fix === undefined
        ? {}
        : { actions: [{ name: finding.fix.title, apply: () => onFix(finding) }] }),
    }));
}

/** Underlines and tooltips; what is found comes external, and F8 goes through all texts of the postback. */
export function lintMarks(): Extension {
  return linter(null);
}
