/**
 * Text for a terminal. Names, files and whatever a receiver sent may hold sequences that a terminal obeys: controls (C0,
 * DEL, C1), and those that turn the direction of what follows, so that it reads as something else.
 */

/** All of them, with line breaks. */
const CONTROLS = /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
/** All but tabs and line breaks. A lone CR is one: what follows would overwrite the line. */
const CONTROLS_IN_TEXT =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\r(?!\n)/g;
/** Those that JSON leaves as they are. */
const CONTROLS_IN_JSON = /[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

const unicode = (code: number) => `\\u${code.toString(16).padStart(4, '0')}`;
const visible = (control: string) => {
  const code = control.charCodeAt(0);
  return code > 0xff ? unicode(code) : `\\x${code.toString(16).padStart(2, '0')}`;
};

/** Text as a part of one line: control characters become visible, as in \x1b, line breaks too. */
export function printable(text: string): string {
  return text.replace(CONTROLS, visible);
}

/** The same for text of several lines, which keep their breaks and tabs. */
export function printableText(text: string): string {
  return text.replace(CONTROLS_IN_TEXT, visible);
}

/** A value as JSON without any control character, which JSON.stringify leaves in from DEL on. It reads back the same. */
export function toJson(value: unknown, indent?: number): string {
  return (JSON.stringify(value, null, indent) ?? 'null').replace(CONTROLS_IN_JSON, (control) =>
    unicode(control.charCodeAt(0)),
  );
}
