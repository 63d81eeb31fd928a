import {
  type Departure,
  departuresAhead,
  dueDepartures,
  type Moment,
} from '../../../shared/delivery/departures.ts';
import type { OpenDelivery } from '../../../shared/delivery/open-delivery.ts';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import type { Clock } from '../clock.ts';
import type { Ceiling } from './ceiling.ts';
import type { Start } from './in-flight.ts';
import { type PreparedAttempt, prepareAttempt } from './prepare-attempt.ts';
import type { ResolvedPostbacks } from './resolved-postback.ts';
import type { SecretValues } from './secret-values.ts';
import type { SendingStore } from './sending-store.ts';

export interface AttemptStarterOptions {
  store: SendingStore;
  clock: Clock;
  postbacks: ResolvedPostbacks;
  ceiling: Ceiling;
  currentValues: ((delivery: OpenDelivery) => Values | undefined) | undefined;
  secrets: SecretValues;
  /** Called when a waiting delivery may be able to leave, or to know when. */
  onChange: () => void;
}

/** An attempt that the ceiling admits. */
interface Admitted {
  attempt: PreparedAttempt;
  /** Call it when the attempt leaves. */
  underCeiling: () => void;
}

/** Renders the attempts that may leave and stores them first. */
export class AttemptStarter {
  readonly #options: AttemptStarterOptions;
  /** Workspaces with a delivery that waits for the ceiling. */
  readonly #waitingWorkspaces = new Set<string>();
  /** The last maintenance that delayed attempts. */
  lastMaintenance = { from: 0, to: 0 };

  constructor(options: AttemptStarterOptions) {
    this.#options = options;
  }

  /** Whether a delivery waits for the ceiling. The ceiling counts real time, so virtual time stops meanwhile. */
  get waitsForCeiling(): boolean {
    return this.#waitingWorkspaces.size > 0;
  }

  /** The attempts that may leave now. They are not stored yet. */
  due(moment: Moment): Departure<Admitted>[] {
    const { clock, ceiling } = this.#options;
    if (clock.paused) return [];
    return dueDepartures(moment, (delivery, sentAt) => {
      const attempt = this.#prepare(delivery, sentAt);
      const { outgoing } = attempt;
      const underCeiling =
        'outcome' in outgoing ? FREE : ceiling.admit(outgoing.url, clock, delivery.workspace);
      if (underCeiling !== undefined) return { attempt, underCeiling };
      this.#waitForCeiling(delivery.workspace);
      return undefined;
    });
  }

  /**
   * Stores what is due together with at most `most()` attempts ahead of their time. Returns them in the order in which
   * they leave.
   */
  store(due: readonly Departure<Admitted>[], moment: Moment, most: () => number): Start[] {
    const { clock, store } = this.#options;
    const ahead = departuresAhead(due, moment, {
      most,
      free: clock.free(),
      bytesOf: ({ attempt }) => attempt.start.bytes.length,
      admit: (delivery, sentAt) => this.#admitAhead(delivery, sentAt),
    });
    const starts = [
      ...due.map((departure) => this.#startOf(departure, false)),
      ...ahead.map((departure) => this.#startOf(departure, true)),
    ];
    const ids = store.startAttempts(
      starts.map(({ delivery, start }) => ({ deliveryId: delivery.id, start })),
    );
    for (const [i, id] of ids.entries()) starts[i]!.attemptId = id;
    return starts;
  }

  /** Attempts that count toward the ceiling are never stored ahead. */
  #admitAhead(delivery: OpenDelivery, sentAt: number): Admitted | undefined {
    const { clock, ceiling } = this.#options;
    const attempt = this.#prepare(delivery, sentAt);
    const { outgoing } = attempt;
    if (!('outcome' in outgoing) && ceiling.applies(outgoing.url, clock)) return undefined;
    return { attempt, underCeiling: FREE };
  }

  #startOf({ queue, place, admitted }: Departure<Admitted>, ahead: boolean): Start {
    const { clock, onChange } = this.#options;
    const { attempt, underCeiling } = admitted;
    const onLeft = () => {
      underCeiling();
      if (place === undefined) return;
      place(clock.now());
      onChange();
    };
    return { ...attempt, queue, attemptId: 0, ahead, onLeft };
  }

  #waitForCeiling(workspace: string): void {
    if (this.#waitingWorkspaces.has(workspace)) return;
    this.#waitingWorkspaces.add(workspace);
    const { ceiling, onChange } = this.#options;
    ceiling.whenFree(workspace, () => {
      this.#waitingWorkspaces.delete(workspace);
      onChange();
    });
  }

  #prepare(delivery: OpenDelivery, sentAt: number): PreparedAttempt {
    const { store, postbacks, currentValues, secrets } = this.#options;
    const postback = postbacks.of(delivery);
    if (delivery.templateId !== postback.templateId) {
      delivery.templateId = postback.templateId;
      store.setTemplate(delivery.id, postback.templateId);
    }
    return prepareAttempt(delivery, {
      store,
      postback,
      secrets,
      sentAt,
      currentValues: currentValues?.(delivery),
      maintenance: this.lastMaintenance,
    });
  }
}

/** For attempts that count toward no limit. */
const FREE = () => {};
