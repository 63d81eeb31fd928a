import type { DeliveryRules } from '../../../shared/delivery/rules.ts';
import {
  type CompiledPostback,
  compilePostback,
  type Postback,
  type RenderSettings,
} from '../../../shared/template/postback.ts';
import type { Outbox } from '../store/outbox.ts';

export interface TermsOptions {
  outbox: Outbox;
  rules: (postback: Postback) => DeliveryRules;
  settings: (postback: Postback) => RenderSettings;
}

/** All that sending needs to know of a postback. */
export interface Terms {
  postback: Postback;
  compiled: CompiledPostback;
  rules: DeliveryRules;
  settings: RenderSettings;
}

/** What postbacks are sent under, asked once a turn for each: rules and settings may have changed by the next one. */
export class TermsOfTurn {
  readonly #options: TermsOptions;
  readonly #compiled = new Map<number, CompiledPostback>();
  readonly #terms = new Map<number, Terms>();

  constructor(options: TermsOptions) {
    this.#options = options;
  }

  /** Begins a turn. */
  forget(): void {
    this.#terms.clear();
  }

  of(templateId: number): Terms {
    const known = this.#terms.get(templateId);
    if (known !== undefined) return known;
    const { outbox, rules, settings } = this.#options;
    const postback = outbox.template(templateId);
    let compiled = this.#compiled.get(templateId);
    if (compiled === undefined) {
      compiled = compilePostback(postback);
      this.#compiled.set(templateId, compiled);
    }
    const terms = { postback, compiled, rules: rules(postback), settings: settings(postback) };
    this.#terms.set(templateId, terms);
    return terms;
  }
}
