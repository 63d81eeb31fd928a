import { createLeavingWindow } from '../../../shared/delivery/rate-limit.ts';
import type { WireUrl } from '../../../shared/template/url.ts';
import type { Clock } from '../clock.ts';
import { isThisMachine } from './reachable.ts';

/** A second and the millisecond to which times are rounded. */
const WINDOW_MS = 1001;

export interface CeilingOptions {
  /** Requests a real second. */
  perSecond: () => number;
  /** Our own receiver's address, which needs no protection. */
  ownOrigin: () => string;
}

/**
 * The limit of real time that no clock and no postback's own limit lifts: for targets outside this machine always,
 * and for receivers that are not ours while time runs faster than it does.
 */
export class Ceiling {
  readonly #options: CeilingOptions;
  #perSecond = 0;
  #window = createLeavingWindow(1, WINDOW_MS);
  #timer: NodeJS.Timeout | undefined;
  #waiting: (() => void)[] = [];

  constructor(options: CeilingOptions) {
    this.#options = options;
  }

  /** Takes a place for a request, and is told by the function given back when it leaves; undefined when there is none. */
  admit(url: WireUrl, clock: Clock): (() => void) | undefined {
    if (!this.applies(url, clock)) return () => {};
    const now = Date.now();
    const window = this.#current();
    if (window.earliest(now) > now) return undefined;
    const place = window.take(now);
    return () => {
      place(Date.now());
      this.#arm();
    };
  }

  /** Calls back as soon as there is a place. */
  whenFree(callback: () => void): void {
    this.#waiting.push(callback);
    this.#arm();
  }

  /** Wakes those who wait at the moment of the next place; one under way makes it known by leaving. */
  #arm(): void {
    if (this.#timer !== undefined || this.#waiting.length === 0) return;
    const now = Date.now();
    const next = this.#current().earliest(now);
    if (!Number.isFinite(next)) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      for (const waiter of this.#waiting.splice(0)) waiter();
    }, next - now);
  }

  /** Whether a request to a target counts at all. */
  applies(url: WireUrl, clock: Clock): boolean {
    if (url.origin === this.#options.ownOrigin()) return false;
    return !isThisMachine(url.hostname) || clock.jumps || clock.mode === 'scaled';
  }

  #current() {
    const perSecond = this.#options.perSecond();
    if (perSecond !== this.#perSecond) {
      this.#perSecond = perSecond;
      this.#window = createLeavingWindow(perSecond, WINDOW_MS);
    }
    return this.#window;
  }
}
