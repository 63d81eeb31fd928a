import { MASK_RULES, type MaskRule } from './mask-rules.ts';

/** What of a capture is looked at, decoded as a person reads it. */
export interface SharedTexts {
  /** Query, form, multipart, JSON and XML. */
  fields: readonly { key: string; value: string }[];
  /** Of request and response. */
  headers: readonly (readonly [string, string])[];
  /** Path, bodies, address of the sender. */
  texts: readonly { where: string; text: string }[];
}

/** A value that a rule found, and where. */
export interface FoundValue {
  rule: string;
  value: string;
  where: string;
}

/** What the user decided besides the rules. */
export interface MaskChoice {
  /** Ids of rules that are off. */
  off: readonly string[];
  /** Values that stay. */
  keep: readonly string[];
  /** Further values that are masked. */
  also: readonly string[];
}

export const MASK_ALL: MaskChoice = { off: [], keep: [], also: [] };

/** The values of a capture that are masked, each with where it was found. */
export function foundValues(
  { fields, headers, texts }: SharedTexts,
  { off, keep }: MaskChoice,
): FoundValue[] {
  const found: FoundValue[] = [];
  const add = (rule: MaskRule, value: string, where: string) => {
    const trimmed = value.trim();
    if (trimmed === '' || keep.includes(trimmed) || rule.except?.test(trimmed) === true) return;
    // What stands in for a value is none.
    if (/^\{(?:secret:[^}]*|\{masked:[^}]*\})\}$/.test(trimmed)) return;
    found.push({ rule: rule.id, value: trimmed, where });
  };
  for (const rule of MASK_RULES) {
    if (off.includes(rule.id)) continue;
    const within = (text: string, where: string) => {
      if (rule.text !== undefined) for (const [value] of text.matchAll(rule.text)) add(rule, value, where);
    };
    for (const [name, value] of headers) {
      const where = `header ${name}`;
      if (rule.header?.test(name.toLowerCase()) === true) add(rule, value, where);
      else within(value, where);
    }
    for (const { key, value } of fields) {
      const where = `field ${key}`;
      if (rule.key?.test(key) === true) add(rule, value, where);
      else within(value, where);
    }
    for (const { where, text } of texts) within(text, where);
  }
  return found;
}
