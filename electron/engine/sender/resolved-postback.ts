import type { Limits } from '../../../shared/delivery/departures.ts';
import type { OpenDelivery } from '../../../shared/delivery/open-delivery.ts';
import type { DeliveryRules } from '../../../shared/delivery/rules.ts';
import {
  type CompiledPostback,
  compilePostback,
  type Postback,
  type RenderSettings,
} from '../../../shared/template/postback.ts';
import type { SendingStore } from './sending-store.ts';

export interface ResolvingOptions {
  store: Pick<SendingStore, 'template' | 'templateId'>;
  /** The rules of a postback in its workspace, and how its placeholders are resolved there. */
  rules: (postback: Postback, workspace: string) => DeliveryRules;
  settings: (postback: Postback, workspace: string) => RenderSettings;
  /** The current postback; undefined keeps that of the event. */
  current?: ((delivery: OpenDelivery) => Postback | undefined) | undefined;
}

/** Everything that sending needs from a postback. */
export interface ResolvedPostback {
  templateId: number;
  postback: Postback;
  compiled: CompiledPostback;
  rules: DeliveryRules;
  limits: Limits;
  settings: RenderSettings;
}

/**
 * Resolves each postback once per turn: rules and settings may change before the next one.
 */
export class ResolvedPostbacks {
  readonly #options: ResolvingOptions;
  readonly #compiled = new Map<number, CompiledPostback>();
  /** By workspace, then by template. */
  readonly #resolved = new Map<string, Map<number, ResolvedPostback>>();
  /** Templates of deliveries without an attempt, by the postback and its template at the event. */
  readonly #first = new Map<string, number>();

  constructor(options: ResolvingOptions) {
    this.#options = options;
  }

  /** Starts a turn. */
  forget(): void {
    this.#resolved.clear();
    this.#first.clear();
  }

  /** The template of the first attempt stays for all retries. */
  of(delivery: OpenDelivery): ResolvedPostback {
    const templateId = delivery.attempts === 0 ? this.#firstTemplate(delivery) : delivery.templateId;
    return this.#ofTemplate(templateId, delivery.workspace);
  }

  #firstTemplate(delivery: OpenDelivery): number {
    const { postbackFile, to, workspace, templateId } = delivery;
    const { current, store } = this.#options;
    if (current === undefined) return templateId;
    const key = `${templateId} ${to} ${postbackFile} ${workspace}`;
    const known = this.#first.get(key);
    if (known !== undefined) return known;
    const atEvent = store.template(templateId);
    const now = current(delivery);
    // A postback whose kind was changed no longer matches the event.
    const id = now === undefined || now.kind !== atEvent.kind ? templateId : store.templateId(now);
    this.#first.set(key, id);
    return id;
  }

  #ofTemplate(templateId: number, workspace: string): ResolvedPostback {
    let ofWorkspace = this.#resolved.get(workspace);
    if (ofWorkspace === undefined) {
      ofWorkspace = new Map();
      this.#resolved.set(workspace, ofWorkspace);
    }
    const known = ofWorkspace.get(templateId);
    if (known !== undefined) return known;
    const { store, rules: rulesOf, settings: settingsOf } = this.#options;
    const postback = store.template(templateId);
    let compiled = this.#compiled.get(templateId);
    if (compiled === undefined) {
      compiled = compilePostback(postback);
      this.#compiled.set(templateId, compiled);
    }
    const rules = rulesOf(postback, workspace);
    const limits = { perSecond: postback.maximumRequestsPerSecond, profile: rules.profile };
    const settings = settingsOf(postback, workspace);
    const resolved = { templateId, postback, compiled, rules, limits, settings };
    ofWorkspace.set(templateId, resolved);
    return resolved;
  }
}
