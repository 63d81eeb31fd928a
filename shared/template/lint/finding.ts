import type { BodyFormat } from '../postback.ts';
import { LINT_RULES, type LintRule, type Severity } from './rule-codes.ts';

/** Which text of a postback a finding is about: its URL, its body, or a header by its name. */
export type LintField = 'url' | 'body' | `header:${string}`;

/** A replacement in one text; offsets in UTF-16 units, end not included. */
export interface TextEdit {
  start: number;
  end: number;
  text: string;
}

/** One click that mends a finding. */
export interface QuickFix {
  title: string;
  edits: TextEdit[];
}

/** Something in a template that would break, or may not be meant. */
export interface Finding {
  /** The rule that it breaks. */
  code: LintRule;
  severity: Severity;
  field: LintField;
  /** Offsets in the field's text, in UTF-16 units; end not included. */
  start: number;
  end: number;
  /** What is wrong, in a sentence. */
  message: string;
  /** What to do about it, in a sentence. */
  remedy: string;
  fix?: QuickFix | undefined;
}

/** A text of a postback with how it is read. */
export interface LintText {
  field: LintField;
  text: string;
  format: 'url' | 'header' | BodyFormat;
}

/** A finding in one text. */
export function finding(
  { field }: Pick<LintText, 'field'>,
  code: LintRule,
  [start, end]: readonly [number, number],
  message: string,
  remedy: string,
  fix?: QuickFix,
): Finding {
  return {
    code,
    severity: LINT_RULES[code],
    field,
    start,
    end,
    message,
    remedy,
    ...(fix === undefined ? {} : { fix }),
  };
}

/** Replaces one range; the commonest fix. */
export function replacement(title: string, [start, end]: readonly [number, number], text: string): QuickFix {
  return { title, edits: [{ start, end, text }] };
}
