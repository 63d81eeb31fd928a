import type { Millis } from '../../shared/domain/time.ts';
import type { ClockMode } from '../../shared/timeline/clock-view.ts';
import { Signal } from './signal.ts';

/**
 * Longest real ms without checking the time. On some systems timers stop while the machine sleeps, so one
 * set for hours would fire that much too late.
 */
const LONGEST_TIMER_MS = 10_000;

interface Waiter {
  until: Millis;
  callback: () => void;
  /** Whether a jumping clock moves for it; otherwise it is only called when time gets there anyway. */
  drives: boolean;
}

/**
 * Virtual time: real (the machine's), scaled (a multiple of it), stepped (moves only on request) or fast (jumps
 * to the next moment that something waits for, while nothing is held). All code of the engine takes its time from a
 * clock; switching modes never moves the time itself.
 */
export class Clock {
  readonly #real: () => Millis;
  readonly #waiters = new Set<Waiter>();
  readonly #signal = new Signal();
  #mode: ClockMode = 'real';
  #factor = 1;
  #paused = false;
  #behind = false;
  /** Virtual time at the real time `#baseReal`; between changes of the rate it is linear. */
  #base: Millis;
  #baseReal: Millis;
  #holds = 0;
  /** How far a jumping clock may go: without limit in fast mode, to the end of the step in stepped mode. */
  #jumpTo = Number.NEGATIVE_INFINITY;
  /** Where the last step leads, and what resolves when it is there. */
  #step: { to: Millis; over: () => void } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #jump: NodeJS.Immediate | undefined;

  /** Starts at `start`, to the millisecond, in a mode; `factor` applies to "scaled". */
  constructor(start?: Millis, mode: ClockMode = 'real', real: () => Millis = Date.now, factor = 1) {
    this.#real = real;
    this.#baseReal = real();
    this.#base = start ?? this.#baseReal;
    this.#enter(mode, factor);
  }

  get mode(): ClockMode {
    return this.#mode;
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** Whether time only moves by jumps, so that what is assigned to a moment happens exactly then. */
  get jumps(): boolean {
    return this.#mode === 'fast' || this.#mode === 'stepped';
  }

  /** Virtual ms per real ms. */
  get rate(): number {
    if (this.#paused || this.#behind || this.jumps) return 0;
    return this.#mode === 'scaled' ? this.#factor : 1;
  }

  now(): Millis {
    const rate = this.rate;
    return rate === 0 ? this.#base : Math.floor(this.#base + (this.#real() - this.#baseReal) * rate);
  }

  state(): {
    mode: ClockMode;
    factor: number;
    paused: boolean;
    behind: boolean;
    now: Millis;
    at: Millis;
    nextDue: Millis | null;
  } {
    return {
      mode: this.#mode,
      factor: this.#mode === 'scaled' ? this.#factor : 1,
      paused: this.#paused,
      behind: this.#behind,
      now: this.now(),
      at: this.#real(),
      nextDue: this.#next(),
    };
  }

  /** Calls back after each change of mode, pause or jump. Returns a function that stops it. */
  onChange(listener: () => void): () => void {
    return this.#signal.on(listener);
  }

  /** Switches the mode; `factor` applies to "scaled". */
  set(mode: ClockMode, factor = this.#factor): void {
    this.#fix();
    this.#enter(mode, factor);
    this.#fix();
    this.#changed();
  }

  /** Sets the time to the machine's, in real mode. What waits for a later moment goes on waiting for it. */
  setToReal(): void {
    this.#enter('real', 1);
    this.#baseReal = this.#real();
    this.#base = this.#baseReal;
    this.#changed();
  }

  #enter(mode: ClockMode, factor: number): void {
    this.#stepOver();
    this.#mode = mode;
    this.#factor = factor;
    this.#behind = false;
    this.#jumpTo = mode === 'fast' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  }

  /** A paused clock stands still: nothing becomes due, but what is in flight continues. */
  pause(paused: boolean): void {
    this.#fix();
    this.#stepOver();
    this.#paused = paused;
    this.#fix();
    this.#changed();
  }

  /**
   * Moves a stepped clock to the next due moment, or forward by that many ms through all moments in between. Resolves
   * once it is there and everything on the way has finished, or when a pause, another mode or another step comes first.
   */
  step(by?: number): Promise<void> {
    const next = this.#next();
    if (this.#mode !== 'stepped' || (by === undefined && next === null)) return Promise.resolve();
    this.#stepOver();
    const to = by === undefined ? next! : this.now() + by;
    this.#jumpTo = to;
    return new Promise((over) => {
      this.#step = { to, over };
      // A paused clock goes there once it resumes.
      if (this.#paused) this.#stepOver();
      this.#changed();
    });
  }

  #stepOver(): void {
    this.#step?.over();
    this.#step = undefined;
  }

  /** Moves time to a moment by a jump. */
  #reach(moment: Millis): void {
    this.#base = Math.max(this.#base, moment);
    if (this.#step !== undefined && this.#base >= this.#step.to) this.#stepOver();
  }

  /** Scaled time that outruns the work waits for it. */
  setBehind(behind: boolean): void {
    if (this.#mode !== 'scaled' || behind === this.#behind) return;
    this.#fix();
    this.#behind = behind;
    this.#fix();
    this.#changed();
  }

  /** Holds a jumping clock until released: something is in flight or being decided. */
  hold(): () => void {
    this.#holds += 1;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#holds -= 1;
      if (this.#holds === 0) this.#arrange();
    };
  }

  /**
   * Calls back at `until`. Returns a function that cancels it. A waiter that does not drive never makes a jumping
   * clock move, but a clock that passes by stops for it.
   */
  at(until: Millis, callback: () => void, { drives = true }: { drives?: boolean } = {}): () => void {
    const waiter: Waiter = { until, callback, drives };
    this.#waiters.add(waiter);
    this.#arrange();
    return () => {
      if (this.#waiters.delete(waiter)) this.#arrange();
    };
  }

  /** Resolves at `until`, or when the signal aborts; never rejects. */
  wait(until: Millis, signal: AbortSignal): Promise<void> {
    if (signal.aborted || until <= this.now()) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        cancel();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const cancel = this.at(until, done);
      signal.addEventListener('abort', done, { once: true });
    });
  }

  /**
   * Jumps to a moment at once instead of in a turn of its own, if the calling holder would be let through
   * next anyway: nothing else holds the clock or waits for an earlier moment. Returns whether it jumped.
   */
  jumpTo(moment: Millis): boolean {
    if (moment >= this.free()) return false;
    this.#reach(moment);
    return true;
  }

  /** The moment before which the calling holder may jump freely; see `jumpTo`. */
  free(): Millis {
    if (!this.jumps || this.#paused || this.#holds !== 1) return Number.NEGATIVE_INFINITY;
    return Math.min(this.#stop() ?? Number.POSITIVE_INFINITY, this.#jumpTo + 1);
  }

  /** The next moment for which time moves. */
  #next(): Millis | null {
    let next: Millis | null = null;
    for (const { until, drives } of this.#waiters)
      if (drives && (next === null || until < next)) next = until;
    return next;
  }

  /** The next moment at which any waiter is called. */
  #stop(): Millis | null {
    let next: Millis | null = null;
    for (const { until } of this.#waiters) if (next === null || until < next) next = until;
    return next;
  }

  /** Makes the present moment the base, so that a change of the rate does not move the time. */
  #fix(): void {
    this.#base = this.now();
    this.#baseReal = this.#real();
  }

  #changed(): void {
    this.#arrange();
    this.#signal.tell();
  }

  /** Makes sure that the next waiter is called: by a timer, or by a jump once nothing is held. */
  #arrange(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#paused) return;
    if (this.jumps) {
      const next = this.#next();
      const stop = this.#stop();
      const wanted =
        Number.isFinite(this.#jumpTo) ||
        (next !== null && next <= this.#jumpTo) ||
        (stop !== null && stop <= this.#base);
      if (wanted && this.#holds === 0 && this.#jump === undefined)
        this.#jump = setImmediate(() => this.#leap());
      return;
    }
    const next = this.#stop();
    if (next === null || this.rate === 0) return;
    const real = Math.ceil((next - this.now()) / this.rate);
    this.#timer = setTimeout(() => this.#ring(), Math.min(Math.max(0, real), LONGEST_TIMER_MS));
  }

  #leap(): void {
    this.#jump = undefined;
    if (this.#holds > 0 || this.#paused || !this.jumps) return;
    const next = this.#next();
    const stop = this.#stop();
    // A step passes through all moments in between, including those that nothing waits for.
    const moves = Number.isFinite(this.#jumpTo) || (next !== null && next <= this.#jumpTo);
    if (moves && stop !== null && stop <= this.#jumpTo) {
      this.#reach(stop);
    } else if (Number.isFinite(this.#jumpTo)) {
      // The step ends between two moments.
      this.#reach(this.#jumpTo);
      this.#jumpTo = Number.NEGATIVE_INFINITY;
      this.#signal.tell();
    }
    this.#ring();
  }

  #ring(): void {
    const now = this.now();
    // Only those that are due now: what a callback adds gets a turn of its own.
    const due = Array.from(this.#waiters).filter(({ until }) => until <= now);
    for (const waiter of due) if (this.#waiters.delete(waiter)) waiter.callback();
    this.#arrange();
  }
}
