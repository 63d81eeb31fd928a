import type { DeliveryRules } from '../../../shared/delivery/rules.ts';
import {
  type CompiledPostback,
  compilePostback,
  type Postback,
  type RenderSettings,
} from '../../../shared/template/postback.ts';
import type { OpenDelivery, Outbox } from '../store/outbox.ts';

export interface TermsOptions {
  outbox: Outbox;
  rules: (postback: Postback) => DeliveryRules;
  settings: (postback: Postback) => RenderSettings;
  /** The postback as it is now; undefined keeps that of the event. */
  current?: ((waiting: OpenDelivery) => Postback | undefined) | undefined;
}

/** All that sending needs to know of a postback. */
export interface Terms {
  templateId: number;
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
  /** Templates of what was not tried yet, by what tells postbacks apart at their event. */
  readonly #first = new Map<string, number>();

  constructor(options: TermsOptions) {
    this.#options = options;
  }

  /** Begins a turn. */
  forget(): void {
    this.#terms.clear();
    this.#first.clear();
  }

  /** A postback's template is that of the first attempt; from then on it stays. */
  of(waiting: OpenDelivery): Terms {
    return this.#ofTemplate(waiting.attempts === 0 ? this.#firstTemplate(waiting) : waiting.templateId);
  }

  #firstTemplate(waiting: OpenDelivery): number {
    const { queue, to, workspace, templateId } = waiting;
    const { current, outbox } = this.#options;
    if (current === undefined) return templateId;
    const key = `${templateId} ${to} ${queue} ${workspace}`;
    const known = this.#first.get(key);
    if (known !== undefined) return known;
    const atEvent = outbox.template(templateId);
    const now = current(waiting);
    // What has become of another kind is about something else than the event.
    const id = now === undefined || now.kind !== atEvent.kind ? templateId : outbox.templateId(now);
    this.#first.set(key, id);
    return id;
  }

  #ofTemplate(templateId: number): Terms {
    const known = this.#terms.get(templateId);
    if (known !== undefined) return known;
    const { outbox, rules, settings } = this.#options;
    const postback = outbox.template(templateId);
    let compiled = this.#compiled.get(templateId);
    if (compiled === undefined) {
      compiled = compilePostback(postback);
      this.#compiled.set(templateId, compiled);
    }
    const terms = { templateId, postback, compiled, rules: rules(postback), settings: settings(postback) };
    this.#terms.set(templateId, terms);
    return terms;
  }
}
