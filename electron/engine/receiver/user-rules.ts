import { PostbenchError } from '../../../shared/errors.ts';
import type { LiveRule } from '../../../shared/receiver/rules/live-rule.ts';
import { RULE_PRESETS } from '../../../shared/receiver/rules/presets.ts';
import type { ListedRule } from '../../../shared/receiver/rules/rule-book.ts';
import { ruleInput } from '../../../shared/receiver/rules/rule-input.ts';
import { type ResponseRule, responseRuleSchema } from '../../../shared/receiver/rules/rule-schema.ts';
import type { ResponseStack } from './response-stack.ts';

/** A rule to be saved: under its id, or as a new one. */
export interface SavedRule {
  id?: number | undefined;
  rule: ResponseRule;
  /** The preset that it began with. */
  preset?: string | undefined;
}

/** The rules that the user sets for now: they are in no file and end with the engine. */
export class UserRules {
  readonly #stack: ResponseStack;
  /** The preset that a rule began with, by the rule's id. */
  readonly #presets = new Map<number, string>();

  constructor(stack: ResponseStack) {
    this.#stack = stack;
  }

  get list(): readonly LiveRule[] {
    return this.#stack.layers.find(({ owner }) => owner === 'user')?.rules ?? [];
  }

  /** The preset that a rule began with; null for none. */
  presetOf(id: number): string | null {
    return this.#presets.get(id) ?? null;
  }

  /** Takes the place of all of them; those with an id stay the same rules. */
  set(rules: readonly SavedRule[]): void {
    this.#remember(rules, this.#stack.edit('user', rules, { raise: true }));
  }

  /** Saves a rule in its place, or a new one above the others. Returns its id. Throws PB_ARGUMENT_INVALID for an unknown id. */
  save(saved: SavedRule): number {
    const { id } = saved;
    if (id !== undefined) this.#require(id);
    const rules = this.#listed();
    const at = rules.findIndex((one) => one.id === id);
    const next: SavedRule[] = id === undefined ? [saved, ...rules] : rules.with(at, saved);
    const after = this.#stack.edit('user', next, { raise: saved.rule.enabled });
    this.#remember(next, after);
    return after[Math.max(0, at)]!.id;
  }

  /** Moves a rule to a place among the others, counted from 0. Throws PB_ARGUMENT_INVALID for an unknown id. */
  move(id: number, to: number): void {
    this.#require(id);
    const rules = this.#listed();
    const [moved] = rules.splice(
      rules.findIndex((one) => one.id === id),
      1,
    );
    rules.splice(to, 0, moved!);
    this.#stack.edit('user', rules);
  }

  /** Removes a rule; tells what puts it back. Throws PB_ARGUMENT_INVALID for an unknown id. */
  remove(id: number): { at: number; rule: ResponseRule } {
    this.#require(id);
    const rules = this.#listed();
    const at = rules.findIndex((one) => one.id === id);
    const { rule } = rules[at]!;
    this.#stack.edit('user', rules.toSpliced(at, 1));
    return { at, rule };
  }

  /** Puts a removed rule back, with what it has counted. */
  restore({ id, at, rule }: { id: number; at: number; rule: ResponseRule }): void {
    if (this.list.some((live) => live.id === id)) return;
    this.#stack.edit('user', this.#listed().toSpliced(at, 0, { id, rule }));
  }

  /**
   * Turns a preset on, as a rule of its own above the others, or removes its rule, which is only turned off where it was
   * changed. Throws PB_ARGUMENT_INVALID.
   */
  turnPreset(preset: string, on: boolean): void {
    const known = RULE_PRESETS.find(({ id }) => id === preset);
    if (known === undefined)
      throw new PostbenchError('PB_ARGUMENT_INVALID', `There is no preset "${preset}".`, {
        remedy: `Use one of ${RULE_PRESETS.map(({ id }) => id).join(', ')}.`,
      });
    const live = this.list.find(({ id }) => this.#presets.get(id) === preset);
    const rule = responseRuleSchema.parse({ name: known.name, ...known.rule });
    if (!on) {
      if (live === undefined) return;
      // What somebody has changed is not thrown away.
      if (isSame(live.rule, rule)) this.remove(live.id);
      else this.#stack.turn(live.id, false);
      return;
    }
    if (live === undefined) this.save({ rule, preset });
    else this.#stack.turn(live.id, true);
  }

  /** The rules as they are, with whether each is on. */
  #listed(): ListedRule[] {
    return this.list.map(({ id, rule, on }) => ({ id, rule: { ...rule, enabled: on } }));
  }

  #remember(saved: readonly SavedRule[], live: readonly LiveRule[]): void {
    for (const [index, { preset }] of saved.entries())
      if (preset !== undefined) this.#presets.set(live[index]!.id, preset);
  }

  #require(id: number): void {
    if (this.list.some((live) => live.id === id)) return;
    throw new PostbenchError('PB_ARGUMENT_INVALID', 'That response rule no longer exists.', {
      remedy: 'It was removed. Select another one, or create a new rule.',
    });
  }
}

function isSame(one: ResponseRule, other: ResponseRule): boolean {
  return JSON.stringify(ruleInput({ ...one, enabled: true })) === JSON.stringify(ruleInput(other));
}
