import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import type { RunView } from '../../../shared/contract/activity.ts';
import { settle } from '../../../shared/domain/action.ts';
import type { CatalogPlace, StockedItem } from '../../../shared/domain/catalog.ts';
import type { World } from '../../../shared/domain/program.ts';
import { messageOf, PostbenchError, placeText } from '../../../shared/errors.ts';
import { type AgendaItem, agendaOf, type Segment, segmentsOf } from '../../../shared/scenario/agenda.ts';
import { judgeExpectations, restsOnAnswers } from '../../../shared/scenario/expect.ts';
import { type Happening, PlayedWorld } from '../../../shared/scenario/play.ts';
import { stepError } from '../../../shared/scenario/preview.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { answersText, plannedSteps } from '../../../shared/scenario/steps.ts';
import type { Clock } from '../clock.ts';
import type { Sender } from '../sender/sender.ts';
import type { ActivityStore } from '../store/activity.ts';
import type { OpenDelivery } from '../store/outbox.ts';
import { placeOfStep } from '../workspace/step-places.ts';
import { type FiringRules, fire, firedEvent, type PostbackSource } from './events.ts';
import type { Maintenance } from './maintenance.ts';

export interface RunOptions {
  store: ActivityStore;
  sender: Sender;
  clock: Clock;
  /** Maintenance on this run's clock, once the run has its id. */
  maintenance: (runId: number) => Maintenance;
  /** Tells the local receiver what to answer from now on; undefined gives it back what it answered before the run. */
  answer: (statuses: number[] | undefined) => void;
  scenario: Scenario;
  file: string;
  world: World;
  postbacks: readonly PostbackSource[];
  firing: FiringRules;
  to: string | undefined;
  signal: AbortSignal;
}

/** A catalog item that a run has changed, as it stands. */
export interface RunItem {
  place: CatalogPlace;
  item: StockedItem;
}

/** A run under way: its id at once, its end later. */
export interface StartedRun {
  id: number;
  done: Promise<RunView>;
  /** Items that it has changed so far; they belong to the run alone and are not stored. */
  items: () => RunItem[];
}

/** Real ms between two writes of a run's progress: a long list of steps is written as a whole. */
const SAVE_EVERY_MS = 100;
/** Events of one transaction at most: others get their turn in between. */
const BATCH = 500;

function problemOf(error: unknown): string {
  if (!(error instanceof PostbenchError)) return messageOf(error);
  const { message, remedy, place } = error;
  return `${place === undefined ? '' : `${placeText(place)}: `}${message} ${remedy}`;
}

/**
 * Plays a scenario: a step with a time happens then, one without happens when the deliveries before it have ended.
 * Each event is stored with its deliveries as one; where time jumps, all that happens before anything could come
 * between is stored together. The run itself is on disk from the start, so that a screen which comes late sees it.
 */
export function startRun(options: RunOptions): StartedRun {
  const run = new Run(options);
  return { id: run.id, done: run.play(), items: () => run.items() };
}

class Run {
  readonly id: number;
  readonly #options: RunOptions;
  readonly #view: Omit<RunView, 'id' | 'change'>;
  readonly #played: PlayedWorld;
  readonly #maintenance: Maintenance;
  /** Keys in the store, and how much has happened to each thing, by what names it. */
  readonly #known = new Map<string, { key: number; nth: number }>();
  readonly #items = new Map<string, RunItem>();
  /** Things of each step that are still to happen. */
  readonly #left = new Map<number, number>();
  /** The step whose deliveries are waited for before the next one. */
  #awaited: number | null = null;
  #savedAt = Number.NEGATIVE_INFINITY;
  #saving: NodeJS.Timeout | undefined;

  constructor(options: RunOptions) {
    const { scenario, clock, file, to, firing, store, world } = options;
    this.#options = options;
    this.#played = new PlayedWorld(world, firing.seed);
    this.#view = {
      name: scenario.name,
      file,
      to: to ?? null,
      seed: firing.seed,
      startedAt: clock.now(),
      endedAt: null,
      state: 'running',
      steps: plannedSteps(scenario),
      problem: '',
      events: 0,
      expectations: [],
      skipped: to === undefined ? [] : skippedWith(scenario),
    };
    this.id = store.addRun(this.#view);
    this.#maintenance = options.maintenance(this.id);
  }

  items(): RunItem[] {
    return [...this.#items.values()];
  }

  async play(): Promise<RunView> {
    const { scenario, sender, signal, answer } = this.#options;
    const onAbort = () => sender.cancelAll();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      for (const segment of segmentsOf(scenario.steps)) {
        if (signal.aborted) break;
        await this.#segment(segment);
      }
      this.#maintenance.end();
      await this.#rest();
      this.#end(signal.aborted ? 'cancelled' : 'finished', '');
    } catch (error) {
      for (const step of this.#view.steps) if (step.state === 'running') step.state = 'failed';
      sender.cancelAll();
      await sender.idle();
      this.#end('failed', problemOf(error));
    } finally {
      signal.removeEventListener('abort', onAbort);
      answer(undefined);
    }
    return { ...this.#view, id: this.id, change: 0 };
  }

  /** Steps that go by the clock once the first of them may happen. */
  async #segment(segment: Segment): Promise<void> {
    const { scenario, sender, clock, signal, firing } = this.#options;
    const first = segment[0]!;
    // What maintenance holds back would never end: the next step does not wait for it.
    if (scenario.steps[first]!.at === undefined && !this.#maintenance.active) await sender.idle();
    if (signal.aborted) return;
    const now = clock.now();
    const agenda = agendaOf(scenario, segment, { start: this.#view.startedAt, now, seed: firing.seed });
    for (const { step } of agenda) this.#left.set(step, (this.#left.get(step) ?? 0) + 1);
    const after = scenario.steps[segment.at(-1)! + 1];
    // The next step waits for this one's deliveries: until they have ended it is not done.
    const alone = segment.length === 1 && after?.at === undefined && !this.#maintenance.active;
    this.#awaited = alone ? first : null;
    const sent: number[] = [];
    let next = 0;
    while (next < agenda.length) {
      await clock.wait(this.#momentOf(agenda[next]!), signal);
      if (signal.aborted) return;
      next = this.#turn(agenda, next, sent);
      // The receiver and the screen get their turn, however much happens at one time.
      await setImmediate();
    }
    if (alone) await sender.idle();
    if (segment.length === 1) this.#judge(first, sent);
    this.#save();
  }

  /** When something happens next: the calendar may come before the agenda. */
  #momentOf(item: AgendaItem): number {
    return Math.min(item.at, this.#played.nextClearing);
  }

  /**
   * Does what is due by the agenda, and where time jumps also what follows before anything else could happen: before
   * anybody is called by the clock, and before the first delivery of these is due. Returns where the agenda goes on.
   */
  #turn(agenda: readonly AgendaItem[], from: number, sent: number[]): number {
    const { store, clock, sender, scenario } = this.#options;
    const release = clock.hold();
    const free = clock.free();
    const fired: OpenDelivery[] = [];
    let now = clock.now();
    let firstDue = Number.POSITIVE_INFINITY;
    let next = from;
    let failure: { error: unknown } | undefined;
    try {
      store.transaction(() => {
        for (let count = 0; count < BATCH && next < agenda.length; count += 1) {
          const item = agenda[next]!;
          const moment = this.#momentOf(item);
          const mayGo = moment <= now || (moment < free && moment <= firstDue);
          const step = scenario.steps[item.step]!;
          const isAlone = 'maintenance' in step || 'answers' in step;
          // What is done to the sender or the receiver happens when the clock is there.
          if (!mayGo || (isAlone && moment > clock.now())) return;
          const isCalendar = this.#played.nextClearing < item.at;
          let happened: Happening[];
          try {
            happened = isCalendar ? this.#played.settleUpTo(moment) : this.#do(item);
          } catch (error) {
            // What happened before it stays.
            const place = placeOfStep(scenario, item.step);
            failure = { error: stepError(scenario, item.step, this.#played, error, place) };
            return;
          }
          now = Math.max(now, moment);
          for (const delivery of this.#store(happened, isCalendar ? null : item.step)) {
            fired.push(delivery);
            firstDue = Math.min(firstDue, delivery.dueAt);
          }
          if (isCalendar) continue;
          next += 1;
          this.#progress(item);
          if (isAlone) return;
        }
      });
      if (now > clock.now()) clock.jumpTo(now);
      sender.enqueue(fired);
      if (sent.length < BATCH) sent.push(...fired.map(({ id }) => id));
    } finally {
      release();
    }
    this.#save();
    if (failure !== undefined) throw failure.error;
    return next;
  }

  /** Does one item of the agenda; returns what happened in the world. */
  #do(item: AgendaItem): Happening[] {
    const { scenario, to, answer } = this.#options;
    const step = scenario.steps[item.step]!;
    if ('maintenance' in step) this.#maintenance[step.maintenance]();
    if ('answers' in step && to === undefined) answer(step.answers);
    const settled = this.#played.settleUpTo(item.at);
    return [...settled, ...this.#played.play(item, step)];
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
    return to !== undefined && 'answers' in scenario.steps[index]!;
  }

  /** Stores what happened with the deliveries that it fires, in the caller's transaction; returns those to send. */
  #store(happened: readonly Happening[], step: number | null): OpenDelivery[] {
    const { store, postbacks, firing } = this.#options;
    return happened.flatMap((happening) => {
      const known = this.#write(happening, step);
      if (happening.type === 'click') return [];
      this.#view.events += 1;
      const event = firedEvent(happening, known, firing.sending);
      return fire(store, event, postbacks, { runId: this.id, step }, firing);
    });
  }

  #write(happening: Happening, step: number | null): { key: number; nth: number } {
    const { store } = this.#options;
    switch (happening.type) {
      case 'click':
        return { key: store.clicks.add(happening.click, happening.link, this.id), nth: 1 };
      case 'action': {
        const { action, entry } = happening;
        const known = this.#seen(`action ${action.id}`, () => store.actions.add(action, entry, this.id));
        if (known.nth > 1) store.actions.update(known.key, action, entry);
        const planned = step === null ? undefined : this.#view.steps[step];
        if (planned !== undefined && planned.size === undefined) planned.actionKey = known.key;
        return known;
      }
      case 'inquiry': {
        const { inquiry } = happening;
        const known = this.#seen(`inquiry ${inquiry.id}`, () => store.inquiries.add(inquiry, this.id));
        if (known.nth > 1) store.inquiries.update(known.key, inquiry);
        return known;
      }
      case 'item': {
        const { place, item } = happening;
        const name = `${place.program.id}/${place.catalog.id}/${item.sku}`;
        this.#items.set(name, { place, item });
        return this.#seen(`item ${name}`, () => this.#items.size);
      }
    }
  }

  /** Counts what has happened to a thing; `add` gives the key of one that is new. */
  #seen(name: string, add: () => number): { key: number; nth: number } {
    const before = this.#known.get(name);
    const known = before === undefined ? { key: add(), nth: 1 } : { key: before.key, nth: before.nth + 1 };
    this.#known.set(name, known);
    return known;
  }

  /** Waits for what is under way, and for what the calendar does meanwhile. */
  async #rest(): Promise<void> {
    const { store, sender, clock, signal } = this.#options;
    for (;;) {
      await sender.idle();
      if (signal.aborted) return;
      const happened = this.#played.settleUpTo(clock.now());
      if (happened.length === 0) return;
      sender.enqueue(store.transaction(() => this.#store(happened, null)));
    }
  }

  /** A step is done unless one of its deliveries has ended without being delivered. */
  #judge(index: number, ids: readonly number[]): void {
    if (this.#isSkipped(index)) return;
    const { outbox } = this.#options.store;
    const failed = ids.some((id) => {
      const state = outbox.state(id);
      return state === 'given-up' || state === 'cancelled';
    });
    this.#view.steps[index]!.state = failed ? 'failed' : 'done';
  }

  #end(state: RunView['state'], problem: string): void {
    const { store, scenario, clock, to } = this.#options;
    const failed = new Set(store.outbox.failedSteps(this.id));
    for (const [index, step] of this.#view.steps.entries()) {
      if (step.state === 'planned') step.state = 'skipped';
      else if (failed.has(index)) step.state = 'failed';
      else if (step.state === 'running') step.state = (this.#left.get(index) ?? 0) > 0 ? 'skipped' : 'done';
    }
    const now = clock.now();
    this.#lock(now);
    this.#view.state = state;
    this.#view.problem = problem;
    this.#view.endedAt = now;
    if (scenario.expect.length > 0 && state === 'finished') {
      const judged = judgeExpectations(scenario, {
        deliveries: store.deliveriesOfRun(this.id),
        actions: store.actions.ofRun(this.id),
        inquiries: store.inquiries.ofRun(this.id).map(({ inquiry }) => ({ open: inquiry.closed === null })),
      });
      this.#view.expectations = judged.filter(
        ({ index }) => to === undefined || !restsOnAnswers(scenario.expect[index]!, scenario),
      );
    }
    this.#save(true);
  }

  /** Writes into the ledgers what the calendar has locked by the run's end. */
  #lock(now: number): void {
    const { store } = this.#options;
    const { actions } = store;
    store.transaction(() => {
      for (const key of actions.lockedInRun(this.id, now)) {
        const locked = settle(actions.stored(key)!.action, now);
        if (locked === undefined) continue;
        actions.update(key, locked.action, locked.entry);
        this.#view.events += 1;
      }
    });
  }

  /** Writes the run's progress: at once when the last time is long enough ago, else when it is. */
  #save(now = false): void {
    const rest = this.#savedAt + SAVE_EVERY_MS - performance.now();
    if (!now && rest > 0) {
      this.#saving ??= setTimeout(() => this.#save(true), rest);
      return;
    }
    clearTimeout(this.#saving);
    this.#saving = undefined;
    this.#savedAt = performance.now();
    this.#options.store.updateRun(this.id, this.#view);
  }
}

/** What a run to another receiver leaves out: answers that only ours can be told, and what is expected of them. */
function skippedWith(scenario: Scenario): string[] {
  const steps = scenario.steps.flatMap((step, index) => {
    if (!('answers' in step)) return [];
    const answers = answersText(step.answers);
    return [
      `Step ${index + 1}, Receiver answers ${answers}: only Postbench's own receiver can be told what to answer.`,
    ];
  });
  const expectations = scenario.expect.flatMap((expectation, index) =>
    restsOnAnswers(expectation, scenario)
      ? [`Expectation ${index + 1}: it rests on what Postbench's own receiver answers.`]
      : [],
  );
  return [...steps, ...expectations];
}
