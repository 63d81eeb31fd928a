import { DeliveryQueue } from '../../../shared/delivery/delivery-queue.ts';
import type { OpenDelivery } from '../../../shared/delivery/open-delivery.ts';

/** Identifies a postback: the folder of its workspace, and its file there. */
export type PostbackKey = Pick<OpenDelivery, 'workspace' | 'postbackFile'>;

export interface QueuesOptions {
  /** False for the former entry of a delivery that was cancelled or rescheduled. */
  isCurrent: (delivery: OpenDelivery) => boolean;
  /** Why a postback is switched off, or undefined. */
  isOff: (postback: PostbackKey) => string | undefined;
}

/** The queues of all postbacks, by workspace. */
export class Queues implements Iterable<DeliveryQueue> {
  readonly #options: QueuesOptions;
  readonly #queues = new Map<string, DeliveryQueue>();

  constructor(options: QueuesOptions) {
    this.#options = options;
  }

  /** The queue of a postback, created on first use. */
  of({ workspace, postbackFile }: PostbackKey): DeliveryQueue {
    const key = workspace === '' ? postbackFile : `${workspace}\0${postbackFile}`;
    let queue = this.#queues.get(key);
    if (queue === undefined) {
      const { isCurrent, isOff } = this.#options;
      queue = new DeliveryQueue(isCurrent, isOff({ workspace, postbackFile }));
      this.#queues.set(key, queue);
    }
    return queue;
  }

  get count(): number {
    return this.#queues.size;
  }

  [Symbol.iterator](): Iterator<DeliveryQueue> {
    return this.#queues.values();
  }
}
