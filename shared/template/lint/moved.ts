import { difference } from '../difference.ts';
import type { Finding, QuickFix, TextEdit } from './finding.ts';

/**
 * What was found in a text, at its places in the text as it has become: what stands before a change stays, what stands
 * behind it moves along, and what the change touches is not told any more. A fix that it touches is left out.
 */
export function movedFindings(findings: readonly Finding[], before: string, after: string): Finding[] {
  if (before === after || findings.length === 0) return [...findings];
  const change = difference(before, after);
  return findings.flatMap((finding) => {
    const { start, end, fix } = finding;
    const whole = start === 0 && end === before.length;
    const range = whole ? { start: 0, end: after.length } : moved({ start, end, text: '' }, change);
    if (range === undefined) return [];
    return [{ ...finding, start: range.start, end: range.end, fix: movedFix(fix, change) }];
  });
}

function moved(edit: TextEdit, { start, end, text }: TextEdit): TextEdit | undefined {
  if (edit.end <= start) return edit;
  if (edit.start < end || (edit.start < start && edit.end > start)) return undefined;
  const by = text.length - (end - start);
  return { ...edit, start: edit.start + by, end: edit.end + by };
}

function movedFix(fix: QuickFix | undefined, change: TextEdit): QuickFix | undefined {
  if (fix === undefined) return undefined;
  const edits = fix.edits.flatMap((edit) => moved(edit, change) ?? []);
  return edits.length === fix.edits.length ? { ...fix, edits } : undefined;
}
