import type { BodyFormat } from '../postback.ts';

/** error: it will not arrive as meant; warning: it may not be what is meant; info: worth knowing. */
export type Severity = 'error' | 'warning' | 'info';

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
  /** Kebab-case, stable: scripts may rely on it. */
  code: FindingCode;
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

/** Every code with its severity: a finding of one code is always as severe. */
export const FINDINGS = {
  'placeholder-unknown': 'warning',
  'placeholder-case': 'error',
  'placeholder-unclosed': 'error',
  'placeholder-unopened': 'error',
  'placeholder-nested': 'error',
  'placeholder-empty': 'error',
  'placeholder-broken': 'error',
  'placeholder-spelling': 'error',
  'placeholder-foreign': 'error',
  'placeholder-alike': 'info',
  'placeholder-other-kind': 'error',
  'placeholder-in-host': 'error',
  'placeholder-in-port': 'error',
  'placeholder-in-path': 'warning',
  'placeholder-in-key': 'warning',
  'url-invalid': 'error',
  'url-fragment': 'error',
  'url-unescaped': 'warning',
  'percent-before-placeholder': 'error',
  'url-too-long': 'warning',
  'url-secret': 'warning',
  'secret-name': 'error',
  'secret-without-value': 'warning',
  'parameter-without-key': 'error',
  'parameter-without-value': 'warning',
  'parameter-twice': 'warning',
  'parameter-joint': 'warning',
  'body-with-get': 'error',
  'body-empty': 'error',
  'body-unescaped': 'info',
  'body-breaks-on-values': 'error',
  'json-invalid': 'error',
  'json-key-without-value': 'error',
  'json-unquoted': 'error',
  'json-key-twice': 'warning',
  'xml-invalid': 'error',
  'xml-in-name': 'error',
  'xml-in-doctype': 'error',
  'xml-prefix': 'error',
  'xml-encoding': 'error',
  'xml-key-twice': 'warning',
  'control-character': 'error',
  'header-invalid': 'error',
  'content-type-other': 'warning',
  'action-id-missing': 'warning',
  'status-missing': 'warning',
  'payout-missing': 'warning',
  'amount-as-payout': 'warning',
  'key-not-unique': 'warning',
} as const satisfies Record<string, Severity>;
export type FindingCode = keyof typeof FINDINGS;

/** A text of a postback with how it is read. */
export interface LintText {
  field: LintField;
  text: string;
  format: 'url' | 'header' | BodyFormat;
}

/** A finding in one text. */
export function finding(
  { field }: Pick<LintText, 'field'>,
  code: FindingCode,
  [start, end]: readonly [number, number],
  message: string,
  remedy: string,
  fix?: QuickFix,
): Finding {
  return {
    code,
    severity: FINDINGS[code],
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
