import { shortResponses } from '../../../shared/receiver/response-list.ts';
import type { LiveRule } from '../../../shared/receiver/rules/live-rule.ts';
import type { Chosen, RuleBook } from '../../../shared/receiver/rules/rule-book.ts';
import { deviates, isDefaultFrom } from '../../../shared/receiver/rules/rule-standing.ts';
import { ruleSentence, ruleTitle } from '../../../shared/receiver/rules/sentence.ts';
import type { ResponseOwner } from '../../../shared/timeline/receiver-history.ts';

/** What of an owner's responses is other than the default; the same object as long as the same rules deviate. */
export interface Deviation {
  readonly owner: ResponseOwner;
  /** In a few words: "500 x3", "Deploy in progress and 1 more". */
  readonly text: string;
  /** What the rules do, a sentence each; '' for a plain list of statuses. */
  readonly sentence: string;
  /** The rules that deviate, in their order. */
  readonly ids: readonly number[];
  /** How many such responses the owner's rules have given in all. */
  readonly given: number;
}

/** One owner's responses in the stack. */
export class Layer {
  readonly owner: ResponseOwner;
  readonly book: RuleBook;
  /** The rule that is a plain list of statuses, by its id. */
  plain: number | undefined;
  /** How many responses other than the default have been given. */
  given = 0;
  #deviation: Deviation | null = null;

  constructor(owner: ResponseOwner, book: RuleBook) {
    this.owner = owner;
    this.book = book;
  }

  get rules(): readonly LiveRule[] {
    return this.book.rules;
  }

  /** The statuses of a plain list, where nothing else comes before it. */
  get statuses(): readonly number[] | undefined {
    const [first] = this.rules;
    return first?.on === true && this.isPlain(first.id) ? first.rule.respond?.status : undefined;
  }

  isPlain(id: number): boolean {
    return id === this.plain;
  }

  /** Whether a response that a rule gives is one that is told about. */
  tells({ rule, occurrence }: Chosen): boolean {
    return !isDefaultFrom({ rule, hits: occurrence });
  }

  /** What deviates at a moment on the clock of the simulator; null for nothing. */
  deviation(now: number): Deviation | null {
    const rules = this.rules.filter((live) => deviates(live, now));
    const ids = rules.map(({ id }) => id);
    const key = keyOf(rules);
    if (this.#deviation !== null && this.#key === key) return this.#deviation;
    this.#key = key;
    this.#deviation = rules.length === 0 ? null : this.#describe(rules, ids);
    return this.#deviation;
  }
  #key = '';

  #describe(rules: readonly LiveRule[], ids: readonly number[]): Deviation {
    const titles = rules.map((live) => this.titleOf(live));
    const sentences = rules.filter(({ id }) => !this.isPlain(id)).map(({ rule }) => ruleSentence(rule));
    const more = titles.length - 1;
    const given = () => this.given;
    return {
      owner: this.owner,
      text: more > 1 ? `${titles[0]} and ${more} more rules` : titles.join(', '),
      sentence: sentences.join(' '),
      ids,
      get given() {
        return given();
      },
    };
  }

  /** A rule in a few words. */
  titleOf({ id, rule }: LiveRule): string {
    if (!this.isPlain(id)) return ruleTitle(rule);
    const { status } = rule.respond!;
    return shortResponses(status) || String(status.at(-1));
  }
}

/** Another one once other rules deviate, or one of them was turned on anew or renamed. */
function keyOf(rules: readonly LiveRule[]): string {
  return rules.map(({ id, since, rule }) => `${id} ${since} ${rule.name ?? ''}`).join('\n');
}
