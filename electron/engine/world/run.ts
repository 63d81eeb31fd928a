import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import type { RunView } from '../../../shared/contract/activity.ts';
import type { SendTo } from '../../../shared/delivery/send-to.ts';
import { messageOf, PostbenchError, placeText } from '../../../shared/errors.ts';
import { responsesText } from '../../../shared/receiver/response-list.ts';
import { type AgendaItem, agendaOf, type Segment, segmentsOf } from '../../../shared/scenario/agenda.ts';
import { judgeExpectations, restsOnResponses } from '../../../shared/scenario/expect.ts';
import { ScenarioPlayer } from '../../../shared/scenario/player.ts';
import { stepError } from '../../../shared/scenario/preview.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { plannedSteps } from '../../../shared/scenario/steps.ts';
import type { DomainEvent } from '../../../shared/world/domain-event.ts';
import { passDates } from '../../../shared/world/perform.ts';
import type { ActivityStore } from '../store/activity.ts';
import type { OpenDelivery } from '../store/outbox.ts';
import { placeOfStep } from '../workspace/step-places.ts';
import type { Maintenance } from './maintenance.ts';
import { type RunBooks, unseenBooks } from './receiver-books.ts';
import { SentOnPurpose } from './sent-on-purpose.ts';
import type { Session } from './session.ts';

export interface RunOptions {
  store: ActivityStore;
  /** The run's own world, with its clock and its sender. */
  session: Session;
  /** Maintenance on the run's clock. */
  maintenance: Maintenance;
  /** Sets how the local receiver responds from now on. */
  respond: (statuses: number[]) => void;
  scenario: Scenario;
  to: SendTo | undefined;
  /** The receiver's records; undefined where everything goes to Postbench's own receiver. */
  books?: RunBooks | undefined;
  signal: AbortSignal;
}

/** What is stored of a run. */
export type RunRecord = Omit<RunView, 'id' | 'change'>;

/** The record of a run before its first step. */
export function plannedRun(
  scenario: Scenario,
  about: { file: string; to: SendTo | undefined; seed: number; at: number },
): RunRecord {
  const { file, to, seed, at } = about;
  return {
    name: scenario.name,
    file,
    to: to === undefined ? null : typeof to === 'string' ? to : to.at,
    seed,
    startedAt: at,
    endedAt: null,
    state: 'running',
    steps: plannedSteps(scenario),
    problem: '',
    events: 0,
    expectations: [],
    skipped: to === undefined ? [] : skippedWith(scenario),
    receiverBooks: null,
  };
}

/** Real ms between two writes of a run's progress; each one writes the whole list of steps. */
const SAVE_EVERY_MS = 100;
/** Most events in one transaction, so that other work gets its turn. */
const BATCH = 500;

function problemOf(error: unknown): string {
  if (!(error instanceof PostbenchError)) return messageOf(error);
  const { message, remedy, place } = error;
  return `${place === undefined ? '' : `${placeText(place)}: `}${message} ${remedy}`;
}

/**
 * Plays a scenario: a step with a time happens at that time, one without happens once all earlier deliveries have ended.
 * Each event is stored together with its deliveries. If time jumps, all events that nothing can interrupt are stored in
 * one transaction. The run itself is stored at its start, so that every screen can show it.
 */
export class Run {
  readonly id: number;
  readonly #options: RunOptions;
  readonly #view: RunRecord;
  readonly #player: ScenarioPlayer;
  readonly #onPurpose: SentOnPurpose;
  /** How much of each step has not happened yet. */
  readonly #left = new Map<number, number>();
  /** The step whose deliveries must end before the next step. */
  #awaited: number | null = null;
  #savedAt = Number.NEGATIVE_INFINITY;
  #saving: NodeJS.Timeout | undefined;

  /** @param view the run as it is in the store, under the id of the session */
  constructor(options: RunOptions, view: RunRecord) {
    const { session } = options;
    this.id = session.runId!;
    this.#options = options;
    this.#view = view;
    this.#player = new ScenarioPlayer(session.world(), session.things);
    this.#onPurpose = new SentOnPurpose(options.store.outbox, this.id, options.scenario);
  }

  async play(): Promise<RunView> {
    const { scenario, signal, maintenance, session } = this.#options;
    const { sender } = session;
    const onAbort = () => sender.cancelAll();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      for (const segment of segmentsOf(scenario.steps)) {
        if (signal.aborted) break;
        await this.#segment(segment);
      }
      maintenance.end();
      await this.#rest();
      const endedAt = session.now();
      await this.#compare();
      this.#end(signal.aborted ? 'cancelled' : 'finished', '', endedAt);
    } catch (error) {
      for (const step of this.#view.steps) if (step.state === 'running') step.state = 'failed';
      sender.cancelAll();
      await sender.idle();
      this.#end('failed', problemOf(error));
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
    return { ...this.#view, id: this.id, change: 0 };
  }

  /** Plays steps that follow the clock once the first of them may happen. */
  async #segment(segment: Segment): Promise<void> {
    const { scenario, signal, maintenance, session } = this.#options;
    const { sender, clock, things } = session;
    const first = segment[0]!;
    // Deliveries delayed by maintenance would never end: the next step does not wait for them.
    if (scenario.steps[first]!.at === undefined && !maintenance.active) await sender.idle();
    if (signal.aborted) return;
    const now = clock.now();
    const agenda = agendaOf(scenario, segment, { start: this.#view.startedAt, now, seed: things.seed });
    for (const { step } of agenda) this.#left.set(step, (this.#left.get(step) ?? 0) + 1);
    const after = scenario.steps[segment.at(-1)! + 1];
    // The next step waits for this step's deliveries, so it is done only once they have ended.
    const alone = segment.length === 1 && after?.at === undefined && !maintenance.active;
    this.#awaited = alone ? first : null;
    const sent: number[] = [];
    let next = 0;
    while (next < agenda.length) {
      await clock.wait(this.#momentOf(agenda[next]!), signal);
      if (signal.aborted) return;
      next = await this.#turn(agenda, next, sent);
      // The receiver and the screen get their turn, however much happens at once.
      await setImmediate();
    }
    if (alone) await sender.idle();
    await this.#release(segment);
    if (alone && !signal.aborted) await this.#options.books?.afterStep(sent);
    if (segment.length === 1) this.#judge(first, sent);
    this.#save();
  }

  /** Sends what was held back until the deliveries of these steps have ended, and what waited for that in turn. */
  async #release(steps: readonly number[]): Promise<void> {
    const { session, store, signal } = this.#options;
    const { sender, clock } = session;
    const left = [...steps];
    for (let step = left.shift(); step !== undefined; step = left.shift()) {
      for (const held of this.#onPurpose.waitingFor(step)) {
        await sender.idle();
        if (signal.aborted) return;
        sender.enqueue(store.transaction(() => this.#onPurpose.release(held, clock.now())));
        await sender.idle();
        left.push(held);
      }
    }
  }

  /** When something happens next: a date may come before the agenda. */
  #momentOf(item: AgendaItem): number {
    return Math.min(item.at, this.#nextDate);
  }

  get #nextDate(): number {
    return this.#options.session.things.actions.nextDate() ?? Number.POSITIVE_INFINITY;
  }

  /**
   * Plays the items of the agenda that are due. If time jumps, it also plays the following ones that nothing can affect:
   * those before the clock calls anybody and, unless no event depends on the outcome of a delivery, those before the first
   * of these deliveries is due. All are stored together; deliveries still leave moment by moment. Returns where the agenda
   * continues.
   */
  async #turn(agenda: readonly AgendaItem[], from: number, sent: number[]): Promise<number> {
    const { store, session, scenario } = this.#options;
    const { clock, sender, things } = session;
    const release = clock.hold();
    const free = clock.free();
    const fired: OpenDelivery[] = [];
    let now = clock.now();
    const { looksAhead } = session;
    let firstDue = Number.POSITIVE_INFINITY;
    let next = from;
    let failure: { error: unknown } | undefined;
    try {
      store.transaction(() => {
        for (let count = 0; count < BATCH && next < agenda.length; count += 1) {
          const item = agenda[next]!;
          const moment = this.#momentOf(item);
          const mayGo = moment <= now || (moment < free && (looksAhead || moment <= firstDue));
          const step = scenario.steps[item.step]!;
          const isAlone = 'maintenance' in step || 'responses' in step;
          // Changes to the sender or the receiver wait for the clock.
          if (!mayGo || (isAlone && moment > clock.now())) return;
          const isDate = this.#nextDate < item.at;
          let happened: DomainEvent[];
          try {
            happened = isDate ? passDates(things, moment, BATCH) : this.#do(item);
          } catch (error) {
            // Earlier events are kept.
            const place = placeOfStep(scenario, item.step, error);
            failure = { error: stepError(scenario, item.step, this.#player, error, place) };
            return;
          }
          now = Math.max(now, moment);
          const again = isDate ? [] : this.#onPurpose.take(item.step, moment);
          for (const delivery of [...this.#fire(happened, isDate ? null : item.step), ...again]) {
            fired.push(delivery);
            firstDue = Math.min(firstDue, delivery.dueAt);
          }
          if (isDate) continue;
          next += 1;
          this.#progress(item);
          if (isAlone) return;
        }
      });
      // The clock stops where the first of them leaves, even if the world has been played further.
      const until = Math.min(now, firstDue);
      if (until > clock.now()) clock.jumpTo(until);
      await this.#options.books?.beforeSending(fired.map(({ id }) => id));
      sender.enqueue(fired);
      if (sent.length < BATCH) sent.push(...fired.map(({ id }) => id));
    } finally {
      release();
    }
    this.#save();
    if (failure !== undefined) throw failure.error;
    return next;
  }

  /** Plays one item of the agenda; returns the events. */
  #do(item: AgendaItem): DomainEvent[] {
    const { scenario, to, maintenance, respond, session } = this.#options;
    const step = scenario.steps[item.step]!;
    if ('maintenance' in step) maintenance[step.maintenance]();
    if ('responses' in step && to === undefined) respond(step.responses);
    return [...passDates(session.things, item.at), ...this.#player.play(item, step)];
  }

  #progress({ step: index, phase }: AgendaItem): void {
    const step = this.#view.steps[index]!;
    const left = this.#left.get(index)! - 1;
    this.#left.set(index, left);
    if (step.done !== undefined && phase === 'track') step.done += 1;
    const goesOn = left > 0 || index === this.#awaited;
    step.state = this.#isSkipped(index) ? 'skipped' : goesOn ? 'running' : 'done';
  }

  #isSkipped(index: number): boolean {
    const { scenario, to } = this.#options;
    return to !== undefined && 'responses' in scenario.steps[index]!;
  }

  /** Stores the deliveries that events fire, in the caller's transaction; returns those to send. */
  #fire(happened: readonly DomainEvent[], step: number | null): OpenDelivery[] {
    const planned = step === null ? undefined : this.#view.steps[step];
    if (planned !== undefined && planned.size === undefined) {
      const made = happened.findLast(({ type }) => type === 'action');
      if (made !== undefined) planned.actionKey = made.key;
    }
    const onPurpose = this.#onPurpose.of(step);
    return this.#onPurpose.hold(step, this.#options.session.fire(happened, { step, onPurpose }));
  }

  /** Waits for open deliveries, and for those that dates fire meanwhile. */
  async #rest(): Promise<void> {
    const { store, session, signal } = this.#options;
    const { sender, clock, things } = session;
    for (;;) {
      await sender.idle();
      if (signal.aborted) return;
      const next = this.#nextDate;
      if (next > clock.now()) return;
      const fired = store.transaction(() => this.#fire(passDates(things, clock.now(), BATCH), null));
      await this.#options.books?.beforeSending(fired.map(({ id }) => id));
      sender.enqueue(fired);
      await setImmediate();
    }
  }

  /** A step is done unless one of its deliveries was given up or cancelled. */
  #judge(index: number, ids: readonly number[]): void {
    if (this.#isSkipped(index)) return;
    const { outbox } = this.#options.store;
    const failed = ids.some((id) => {
      const state = outbox.state(id);
      return state === 'given-up' || state === 'cancelled';
    });
    this.#view.steps[index]!.state = failed ? 'failed' : 'done';
  }

  /** Puts the receiver's records beside the platform's books, once nothing is on its way any more. */
  async #compare(): Promise<void> {
    const { books, signal } = this.#options;
    if (books === undefined || signal.aborted) return;
    this.#view.receiverBooks = books.before;
    this.#save(true);
    try {
      this.#view.receiverBooks = await books.compare((waiting) => {
        this.#view.receiverBooks = { ...books.before, waiting };
        this.#save();
      });
    } catch (error) {
      // A cancelled run keeps what it has sent.
      if (!signal.aborted) throw error;
    }
  }

  #end(state: RunView['state'], problem: string, endedAt = this.#options.session.now()): void {
    const { store, scenario, to } = this.#options;
    this.#onPurpose.cancel();
    const failed = new Set(store.outbox.failedSteps(this.id));
    for (const [index, step] of this.#view.steps.entries()) {
      if (step.state === 'planned') step.state = 'skipped';
      else if (failed.has(index)) step.state = 'failed';
      else if (step.state === 'running') step.state = (this.#left.get(index) ?? 0) > 0 ? 'skipped' : 'done';
    }
    this.#view.state = state;
    this.#view.problem = problem;
    // A cancelled run may have played its world ahead of the clock; it ends after everything that happened there.
    this.#view.endedAt = endedAt;
    this.#endBooks(state);
    if (scenario.expect.length > 0 && state === 'finished') {
      const judged = judgeExpectations(scenario, {
        deliveries: store.deliveriesOfRun(this.id),
        actions: store.actions.ofRun(this.id),
        inquiries: store.inquiries.ofRun(this.id).map(({ inquiry }) => ({ open: inquiry.closed === null })),
      });
      this.#view.expectations = judged.filter(
        ({ index }) => to === undefined || !restsOnResponses(scenario.expect[index]!, scenario),
      );
    }
    this.#save(true);
  }

  /** A run that ended early was never compared. */
  #endBooks(state: RunView['state']): void {
    const { books } = this.#options;
    const { receiverBooks } = this.#view;
    if (books === undefined || (receiverBooks !== null && receiverBooks.state !== 'waiting')) return;
    const why = state === 'cancelled' ? 'was cancelled' : 'broke off';
    const { probe } = books.before;
    this.#view.receiverBooks = unseenBooks(`The run ${why} before your records were compared.`, probe);
  }

  /** Writes the run's progress, at most once per interval. */
  #save(now = false): void {
    const rest = this.#savedAt + SAVE_EVERY_MS - performance.now();
    if (!now && rest > 0) {
      this.#saving ??= setTimeout(() => this.#save(true), rest);
      return;
    }
    clearTimeout(this.#saving);
    this.#saving = undefined;
    this.#savedAt = performance.now();
    this.#view.events = this.#options.session.events;
    this.#options.store.updateRun(this.id, this.#view);
  }
}

/** What a run to another receiver leaves out: responses, which only our receiver can be told to give, and expectations that depend on them. */
function skippedWith(scenario: Scenario): string[] {
  const steps = scenario.steps.flatMap((step, index) => {
    if (!('responses' in step)) return [];
    const responses = responsesText(step.responses);
    return [
      `Step ${index + 1}, Receiver responds ${responses}: only Postbench's own receiver can be told how to respond.`,
    ];
  });
  const expectations = scenario.expect.flatMap((expectation, index) =>
    restsOnResponses(expectation, scenario)
      ? [`Expectation ${index + 1}: it depends on how Postbench's own receiver responds.`]
      : [],
  );
  return [...steps, ...expectations];
}
