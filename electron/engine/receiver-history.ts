import type { ReceiverHistoryWindow } from '../../shared/contract/activity-lists.ts';
import type { ListWindow } from '../../shared/contract/window.ts';
import type { Millis } from '../../shared/domain/time.ts';
import type { ToldSpan } from '../../shared/timeline/receiver-history.ts';
import type { Clock } from './clock.ts';
import type { Deviation } from './receiver/response-layer.ts';
import type { ResponseStack } from './receiver/response-stack.ts';
import type { Moment, ReceiverHistoryStore } from './store/receiver-history.ts';

interface OpenSpan {
  id: number;
  told: Deviation;
  /** How many responses of its owner had been given before the span began. */
  given: number;
}

interface OpenClock {
  now: Clock['now'];
  span: OpenSpan | null;
}

/**
 * Records what the receiver was told to respond other than by default, in the time of each clock that runs meanwhile:
 * that of work by hand, and those of the runs in progress, whose deliveries get such a response whoever set it. What a
 * run told is not recorded on the clock of work by hand: a run of hours may take a second there.
 */
export class ReceiverHistory {
  readonly #store: ReceiverHistoryStore;
  readonly #responses: ResponseStack;
  readonly #clocks = new Map<number | null, OpenClock>();
  readonly #stop: () => void;
  readonly #realNow: () => Millis;

  constructor(store: ReceiverHistoryStore, responses: ResponseStack, realNow: () => Millis = Date.now) {
    this.#realNow = realNow;
    this.#store = store;
    this.#responses = responses;
    this.#stop = responses.onChange(() => this.#record());
  }

  /** Records on the clock of a run, or of work by hand for null, from now on. */
  startClock(runId: number | null, clock: Pick<Clock, 'now'>): void {
    this.#clocks.set(runId, { now: () => clock.now(), span: null });
    this.#record();
  }

  /** Ends what is recorded on a clock. */
  endClock(runId: number | null): void {
    const clock = this.#clocks.get(runId);
    if (clock === undefined) return;
    this.#clocks.delete(runId);
    this.#end(clock);
  }

  /** Spans of a window, newest first. Of those that last, the requests until now are counted. */
  list(window: ReceiverHistoryWindow): ListWindow<ToldSpan> {
    const counts = new Map<number, number>();
    for (const { span } of this.#clocks.values())
      if (span !== null) counts.set(span.id, span.told.given - span.given);
    const { rows, ...rest } = this.#store.list(window);
    return { ...rest, rows: rows.map((row) => ({ ...row, requests: counts.get(row.id) ?? row.requests })) };
  }

  close(): void {
    this.#stop();
    for (const runId of this.#clocks.keys()) this.endClock(runId);
  }

  #record(): void {
    const told = this.#responses.deviation;
    for (const [runId, clock] of this.#clocks) {
      const heard = runId === null && told?.owner.startsWith('run') === true ? null : told;
      if ((clock.span?.told ?? null) === heard) continue;
      this.#end(clock);
      if (heard !== null) clock.span = this.#begin(runId, clock, heard);
    }
  }

  #begin(runId: number | null, { now }: OpenClock, told: Deviation): OpenSpan {
    const { owner, text, sentence, given } = told;
    const kind = sentence === '' ? 'responses' : 'rules';
    return { id: this.#store.begin(runId, this.#moment(now), { owner, kind, text, sentence }), told, given };
  }

  #end(clock: OpenClock): void {
    const { span, now } = clock;
    clock.span = null;
    if (span !== null) this.#store.end(span.id, this.#moment(now), span.told.given - span.given);
  }

  #moment(now: Clock['now']): Moment {
    return { at: now(), realAt: this.#realNow() };
  }
}
