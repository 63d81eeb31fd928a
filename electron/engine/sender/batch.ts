import type { Start } from './in-flight.ts';

/** Attempts stored ahead at most, and what it begins with once attempts are quick. */
const MOST = 128;
const FIRST = 4;
/** Real ms that a batch may last before it is broken off. */
const REAL_MS = 20;
/** Real ms within which attempts must be over for the next ones to be stored ahead. */
const QUICK_MS = 5;

/**
 * Attempts that are stored together and leave one after the other, as their moments come and places get free, and
 * whose ends are stored together too. It also says how many that may be: more and more while they are quick, none
 * with a slow receiver, whose answers must not wait to be stored.
 */
export class Batch {
  readonly #onLate: () => void;
  #staged: Start[] = [];
  #size = 0;
  #attempts: 'none' | 'quick' | 'slow' = 'none';
  #since = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `onLate` is called when a batch has lasted too long: it is over, and what has not left is to be unstaged. */
  constructor(onLate: () => void) {
    this.#onLate = onLate;
  }

  /** Those that have not left. */
  get staged(): readonly Start[] {
    return this.#staged;
  }

  /** Whether it has not been ended, so that its ends are still to be stored together. */
  get isOpen(): boolean {
    return this.#timer !== undefined;
  }

  /** Tells how long an attempt took, in real ms. */
  attemptTook(ms: number): void {
    this.#attempts = ms > QUICK_MS || this.#attempts === 'slow' ? 'slow' : 'quick';
  }

  /** How many attempts to store ahead now. */
  nextSize(): number {
    if (this.#size === 0 && this.#attempts === 'quick') this.#size = FIRST;
    this.#attempts = 'none';
    return this.#size;
  }

  /** Begins with those that are stored, in the order of leaving; `ahead` when some of them leave later. */
  begin(starts: Start[], ahead: boolean): void {
    this.#staged = starts;
    if (!ahead) return;
    this.#since = performance.now();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#size = 0;
      this.#onLate();
    }, REAL_MS);
  }

  /** Takes out those that may leave now; "none" says that from here on none may. */
  take(mayLeave: (start: Start) => boolean | 'none'): Start[] {
    const leaving: Start[] = [];
    const staying: Start[] = [];
    let looked = 0;
    for (const start of this.#staged) {
      const may = mayLeave(start);
      if (may === 'none') break;
      looked += 1;
      (may ? leaving : staying).push(start);
    }
    this.#staged =
      staying.length === 0 ? this.#staged.slice(looked) : [...staying, ...this.#staged.slice(looked)];
    return leaving;
  }

  /** Ends it and returns those that have not left. */
  end(): Start[] {
    const left = this.#staged;
    this.#staged = [];
    if (this.#timer === undefined) return left;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const quick = left.length === 0 && performance.now() - this.#since < REAL_MS / 2;
    this.#size = quick ? Math.min(MOST, this.#size * 2) : Math.floor(this.#size / 2);
    return left;
  }
}
