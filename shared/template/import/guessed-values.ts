import type { PostbackKind } from '../../placeholders/placeholder-registry.ts';
import { type Guess, guessName } from '../guess.ts';
import { placeholderNames } from '../parse.ts';
import type { Put } from '../put-placeholders.ts';

/** A value of a request, and what stands for it in the template. */
export interface ImportedValue {
  key: string;
  value: string;
  /** The placeholder; null where the value is sent unchanged. */
  name: string | null;
}

/** What the user says of values, by key: a placeholder, or null for one that is always the same. */
export type ImportChoices = Readonly<Record<string, string | null>>;

/** Decides which values become which placeholders: two different values must not become the same one. */
export class Guessing {
  readonly guesses: Guess[] = [];
  readonly notes: string[] = [];
  readonly imported: ImportedValue[] = [];
  readonly #kind: PostbackKind;
  readonly #choices: ImportChoices;
  readonly #values = new Map<string, string>();

  constructor(kind: PostbackKind, choices: ImportChoices) {
    this.#kind = kind;
    this.#choices = choices;
    // What was chosen is not guessed for another key.
    for (const name of Object.values(choices)) if (name !== null) this.#values.set(name, CHOSEN);
  }

  /** Reserves a placeholder for the key with its name; replaces nothing. */
  reserve: Put = (key, value) => {
    if (placeholderNames(value).length > 0) return undefined;
    if (Object.hasOwn(this.#choices, key)) return undefined;
    const guess = guessName(key, value, this.#kind);
    if (guess?.exact === true && value !== '' && !this.#values.has(guess.name))
      this.#values.set(guess.name, value);
    return undefined;
  };

  put: Put = (key, value) => {
    const placeholder = this.#placeholderFor(key, value);
    const written = placeholder === undefined ? placeholderNames(value) : [];
    const [own = null] = written.length === 1 && value === `{${written[0]}}` ? written : [];
    this.imported.push({ key, value, name: placeholder?.slice(1, -1) ?? own });
    return placeholder;
  };

  #placeholderFor(key: string, value: string): string | undefined {
    const choice = Object.hasOwn(this.#choices, key) ? this.#choices[key] : undefined;
    if (choice !== undefined) return choice === null ? undefined : `{${choice}}`;
    if (placeholderNames(value).length > 0) return undefined;
    const name = guessName(key, value, this.#kind)?.name;
    if (name === undefined) return undefined;
    const there = this.#values.get(name);
    if (there !== undefined && there !== value) {
      if (value !== '' && there !== CHOSEN && this.notes.length < MOST_NOTES)
        this.notes.push(
          `${key}=${shortened(value)} is sent unchanged in every postback: {${name}} is already used for ${shortened(there)}.`,
        );
      return undefined;
    }
    this.#values.set(name, value);
    this.guesses.push({ key, value, name });
    return `{${name}}`;
  }
}

/** Stands for the value of a placeholder that the user chose a key for; no value is this. */
const CHOSEN = '\u0000';
const MOST_NOTES = 20;
const shortened = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
