import { encodeForm } from './encode-place.ts';
import { MASK_RULES, SECRETS_RULE, SELECTED_RULE } from './mask-rules.ts';

/** What stands for a masked value: the same for the same value, all through the file. */
const PLACEHOLDER = /\{\{masked:(\d+):([a-z]+)\}\}/g;

const KINDS = new Map([
  ...MASK_RULES.map(({ id, kind }) => [id, kind] as const),
  [SECRETS_RULE, 'secret'],
  [SELECTED_RULE, 'value'],
]);

/** Gives masked values their placeholders, numbered in the order in which they are found. */
export class Placeholders {
  readonly #byValue = new Map<string, { placeholder: string; rule: string; value: string }>();

  /** The placeholder of a value; the rule that found it first names it. */
  of(value: string, rule: string): string {
    const known = this.#byValue.get(value);
    if (known !== undefined) return known.placeholder;
    const placeholder = `{{masked:${this.#byValue.size + 1}:${KINDS.get(rule) ?? 'value'}}}`;
    this.#byValue.set(value, { placeholder, rule, value });
    return placeholder;
  }

  get all(): readonly { placeholder: string; rule: string; value: string }[] {
    return [...this.#byValue.values()];
  }
}

/** The placeholders in a text, each once, in order. */
export function placeholdersIn(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(PLACEHOLDER), ([found]) => found))];
}

/** The N of {{masked:N:kind}}. */
export const numberOf = (placeholder: string) => placeholder.split(':')[1] ?? '';

/** The text with values, by N, in place of placeholders, written as the place needs; those without a value stay. */
export function filledIn(
  text: string,
  values: Readonly<Record<string, string>>,
  place: 'target' | 'header' | 'body',
  contentType = '',
): string {
  return text.replace(PLACEHOLDER, (placeholder, number: string) => {
    const value = values[number];
    return value === undefined ? placeholder : encodeForm(value, place, contentType);
  });
}
