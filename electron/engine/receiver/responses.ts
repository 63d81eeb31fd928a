import { checkResponses } from '../../../shared/receiver/responses.ts';
import { Signal } from '../signal.ts';

/** Who said how the receiver responds: the workspace's file, the user, or a run by its id. */
export type ResponseOwner = 'workspace' | 'user' | `run ${number}`;

/** What is known of a request when its response is decided. */
export interface RespondTo {
  method: string;
  target: string;
}

/** What is to be sent for one request, before it is made into bytes. */
export interface ResponsePlan {
  status: number;
  /** Whose responses these are; null where nobody has given any. */
  owner: ResponseOwner | null;
}

/** Where a request's response is decided. */
export interface ResponseSource {
  choose(request: RespondTo): ResponsePlan;
}

interface Layer {
  owner: ResponseOwner;
  statuses: readonly number[];
  given: number;
}

/**
 * Responses by owner, one on top of the other: the owner who spoke last is heard, and whoever leaves takes away only
 * their own. So a run that ends uncovers what the user, or another run, has said meanwhile. Without any it is 200.
 */
export class ResponseStack implements ResponseSource {
  #layers: readonly Layer[] = [];
  readonly #changed = new Signal();

  /** The statuses in force, given in turn, the last one repeated. */
  get statuses(): readonly number[] {
    return this.#layers.at(-1)?.statuses ?? [200];
  }

  /** Whose they are; null where nobody has given any. */
  get owner(): ResponseOwner | null {
    return this.#layers.at(-1)?.owner ?? null;
  }

  /** Puts an owner's responses on top, from their first one on. Throws PB_ARGUMENT_INVALID. */
  set(owner: ResponseOwner, statuses: readonly number[]): void {
    checkResponses(statuses);
    this.#layers = [...this.#without(owner), { owner, statuses: [...statuses], given: 0 }];
    this.#changed.tell();
  }

  /** Takes an owner's responses away; those of others stay as they are. */
  remove(owner: ResponseOwner): void {
    const left = this.#without(owner);
    if (left.length === this.#layers.length) return;
    this.#layers = left;
    this.#changed.tell();
  }

  choose(_request: RespondTo): ResponsePlan {
    const layer = this.#layers.at(-1);
    if (layer === undefined) return { status: 200, owner: null };
    const { statuses, owner } = layer;
    const status = statuses[Math.min(layer.given, statuses.length - 1)]!;
    layer.given += 1;
    return { status, owner };
  }

  /** Called after each change of what is in force. Returns what stops it. */
  onChange(listener: () => void): () => void {
    return this.#changed.on(listener);
  }

  #without(owner: ResponseOwner): Layer[] {
    return this.#layers.filter((layer) => layer.owner !== owner);
  }
}
