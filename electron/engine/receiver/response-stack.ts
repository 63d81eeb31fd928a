import { checkResponses, DEFAULT_STATUS, untilDefault } from '../../../shared/receiver/response-list.ts';
import type { ResponseOwner } from '../../../shared/timeline/receiver-history.ts';
import { Signal } from '../signal.ts';

/** What is known of a request when its response is decided. */
export interface RespondTo {
  method: string;
  target: string;
}

/** What to send for one request, before it is turned into bytes. */
export interface ResponsePlan {
  status: number;
  /** Whose responses these are; null if nobody has set any. */
  owner: ResponseOwner | null;
}

/** Decides the response to a request. */
export interface ResponseSource {
  choose(request: RespondTo): ResponsePlan;
}

/** One owner's responses. */
export interface ResponseLayer {
  readonly owner: ResponseOwner;
  readonly statuses: readonly number[];
  /** How many have been given. */
  readonly given: number;
}

interface Layer extends ResponseLayer {
  given: number;
  /** How many are given before only default ones are left. */
  readonly deviating: number;
}

/**
 * A stack of responses by owner: the owner who set theirs last wins, and an owner who leaves removes only
 * their own. So a run that ends uncovers what the user, or another run, has set since. Without any it is 200.
 */
export class ResponseStack implements ResponseSource {
  #layers: readonly Layer[] = [];
  readonly #changed = new Signal();

  /** The current statuses, sent in turn, the last one repeated. */
  get statuses(): readonly number[] {
    return this.#layers.at(-1)?.statuses ?? [DEFAULT_STATUS];
  }

  /** Whose they are; null if nobody has set any. */
  get owner(): ResponseOwner | null {
    return this.#layers.at(-1)?.owner ?? null;
  }

  /** The responses in force as long as one other than the default is to come; the same object while they last. */
  get deviation(): ResponseLayer | null {
    const layer = this.#layers.at(-1);
    return layer === undefined || layer.given >= layer.deviating ? null : layer;
  }

  /** Puts an owner's responses on top, from their first one on. Throws PB_ARGUMENT_INVALID. */
  set(owner: ResponseOwner, statuses: readonly number[]): void {
    checkResponses(statuses);
    this.#layers = [
      ...this.#without(owner),
      { owner, statuses: [...statuses], given: 0, deviating: untilDefault(statuses) },
    ];
    this.#changed.tell();
  }

  /** Removes an owner's responses; those of others stay as they are. */
  remove(owner: ResponseOwner): void {
    const left = this.#without(owner);
    if (left.length === this.#layers.length) return;
    this.#layers = left;
    this.#changed.tell();
  }

  choose(_request: RespondTo): ResponsePlan {
    const layer = this.#layers.at(-1);
    if (layer === undefined) return { status: DEFAULT_STATUS, owner: null };
    const { statuses, owner, deviating } = layer;
    const status = statuses[Math.min(layer.given, statuses.length - 1)]!;
    layer.given += 1;
    if (layer.given === deviating) this.#changed.tell();
    return { status, owner };
  }

  /** Calls back after each change of the current responses, and when only default ones are left of them. Returns a function that stops it. */
  onChange(listener: () => void): () => void {
    return this.#changed.on(listener);
  }

  #without(owner: ResponseOwner): Layer[] {
    return this.#layers.filter((layer) => layer.owner !== owner);
  }
}
