import type { Start } from './in-flight.ts';

/** The largest batch, and the size of the first one once attempts are quick. */
const MOST = 128;
const FIRST = 4;
/** Real ms after which a batch is ended early. */
const REAL_MS = 20;
/** Attempts must end within this many real ms for more to be stored ahead. */
const QUICK_MS = 5;

/**
 * Attempts that are stored together and leave one after another as their moments come and slots become free. Their ends
 * are stored together, too. The size grows while attempts are quick; with a slow receiver nothing is batched, since its
 * responses must be stored at once.
 */
export class Batch {
  readonly #onLate: () => void;
  #staged: Start[] = [];
  #size = 0;
  #attempts: 'none' | 'quick' | 'slow' = 'none';
  #since = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `onLate` is called when a batch takes too long: it has ended, and attempts that have not left must be unstaged. */
  constructor(onLate: () => void) {
    this.#onLate = onLate;
  }

  /** Attempts that have not left. */
  get staged(): readonly Start[] {
    return this.#staged;
  }

  /** Whether the batch is open, so that the ends of its attempts are stored together. */
  get isOpen(): boolean {
    return this.#timer !== undefined;
  }

  /** Reports how long an attempt took, in real ms. */
  attemptTook(ms: number): void {
    this.#attempts = ms > QUICK_MS || this.#attempts === 'slow' ? 'slow' : 'quick';
  }

  /** How many attempts to store ahead now. */
  nextSize(): number {
    if (this.#size === 0 && this.#attempts === 'quick') this.#size = FIRST;
    this.#attempts = 'none';
    return this.#size;
  }

  /** Starts with stored attempts in the order in which they leave; `ahead` if some of them leave later. */
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

  /** Removes and returns the attempts that may leave now; "none" means that no further one may. */
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

  /** Ends the batch and returns the attempts that have not left. */
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
