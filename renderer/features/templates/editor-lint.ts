import { type Diagnostic, linter, lintKeymap } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import { type EditorView, keymap } from '@codemirror/view';
import type { Finding } from '../../../shared/template/lint/finding.ts';

/** Findings about the whole text are listed below the editor; underlining all of it would say nothing. */
function isOfWhole({ start, end }: Finding, length: number): boolean {
  return start === 0 && end >= length && length > 24;
}

/** The marks of an editor for what the linter has found in its text; each with its remedy, and its fix as a button. */
export function diagnosticsOf(
  findings: readonly Finding[],
  length: number,
  onFix: (finding: Finding, view: EditorView) => void,
): Diagnostic[] {
  return findings
    .filter((finding) => finding.end <= length && !isOfWhole(finding, length))
    .map((finding) => ({
      from: finding.start,
      to: finding.end,
      severity: finding.severity,
      source: finding.code,
      message: `${finding.message} ${finding.remedy}`,
      ...(finding.fix === undefined
        ? {}
        : { actions: [{ name: finding.fix.title, apply: (view: EditorView) => onFix(finding, view) }] }),
    }));
}

/** Underlines, tooltips and F8 to the next finding; what is found comes from outside. */
export function lintMarks(): Extension {
  return [linter(null), keymap.of(lintKeymap)];
}
