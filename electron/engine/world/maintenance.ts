import type { MaintenanceView } from '../../../shared/contract/activity.ts';
import type { Clock } from '../clock.ts';
import type { Sender } from '../sender/sender.ts';
import type { ActivityStore } from '../store/activity.ts';

/**
 * Maintenance on one clock: announced, then postbacks pause and their backlog is kept, then it is sent at once under
 * the limits (documented by impact.com for inquiries and catalogs). Repeating a change has no effect.
 */
export class Maintenance {
  readonly #store: ActivityStore;
  readonly #sender: Sender;
  readonly #clock: Clock;
  readonly #runId: number | null;
  #span: MaintenanceView | undefined;

  constructor(store: ActivityStore, sender: Sender, clock: Clock, runId: number | null) {
    this.#store = store;
    this.#sender = sender;
    this.#clock = clock;
    this.#runId = runId;
    this.#span = store.openMaintenance(runId);
    if (this.active) sender.setMaintenance(this.#span?.startedAt ?? clock.now());
  }

  /** Whether postbacks are paused. */
  get active(): boolean {
    return this.#span !== undefined && this.#span.startedAt !== null;
  }

  announce(): MaintenanceView {
    this.#span ??= this.#store.addMaintenance(this.#runId, this.#clock.now(), null);
    return this.#span;
  }

  start(): MaintenanceView {
    if (this.active) return this.#span!;
    const now = this.#clock.now();
    this.#span =
      this.#span === undefined
        ? this.#store.addMaintenance(this.#runId, now, now)
        : this.#store.updateMaintenance(this.#span.id, now, null);
    this.#sender.setMaintenance(now);
    return this.#span;
  }

  end(): MaintenanceView | undefined {
    if (this.#span === undefined) return undefined;
    const ended = this.#store.updateMaintenance(this.#span.id, this.#span.startedAt, this.#clock.now());
    this.#span = undefined;
    this.#sender.setMaintenance(undefined);
    return ended;
  }
}
