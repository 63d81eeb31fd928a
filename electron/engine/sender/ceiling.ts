import { createRateWindow } from '../../../shared/delivery/rate-limit.ts';
import type { WireUrl } from '../../../shared/template/url.ts';
import type { Clock } from '../clock.ts';
import { isLoopback } from './reachable.ts';

/** A second, a little longer, so that rounding of timers cannot push a request into it. */
const WINDOW_MS = 1010;

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
  #window = createRateWindow(1, WINDOW_MS);
  #timer: NodeJS.Timeout | undefined;
  #waiting: (() => void)[] = [];

  constructor(options: CeilingOptions) {
    this.#options = options;
  }

  /** Takes a place for a request that leaves now; false when there is none, see `whenFree`. */
  admits(url: WireUrl, clock: Clock): boolean {
    if (!this.applies(url, clock)) return true;
    const now = Date.now();
    const window = this.#current();
    if (window.earliest(now) > now) return false;
    window.record(now);
    return true;
  }

  /** Calls back as soon as there is a place. */
  whenFree(callback: () => void): void {
    this.#waiting.push(callback);
    if (this.#timer !== undefined) return;
    const now = Date.now();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      for (const waiter of this.#waiting.splice(0)) waiter();
    }, this.#current().earliest(now) - now);
  }

  /** Whether a request to a target counts at all. */
  applies(url: WireUrl, clock: Clock): boolean {
    if (url.origin === this.#options.ownOrigin()) return false;
    const hostname = url.hostname.replace(/^\[|\]$/g, '');
    const local = hostname === 'localhost' || isLoopback(hostname);
    return !local || clock.jumps || clock.mode === 'scaled';
  }

  #current() {
    const perSecond = this.#options.perSecond();
    if (perSecond !== this.#perSecond) {
      this.#perSecond = perSecond;
      this.#window = createRateWindow(perSecond, WINDOW_MS);
    }
    return this.#window;
  }
}
