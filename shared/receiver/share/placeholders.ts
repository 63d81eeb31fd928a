import { MASK_RULES, SECRETS_RULE, SELECTED_RULE } from './mask-rules.ts';

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
