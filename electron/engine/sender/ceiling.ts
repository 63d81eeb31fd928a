import { createLeavingWindow } from '../../../shared/delivery/rate-limit.ts';
import { isThisMachine } from '../../../shared/http/this-machine.ts';
import type { WireUrl } from '../../../shared/template/url.ts';
import type { Clock } from '../clock.ts';

/** One second, plus the millisecond lost to rounding. */
const WINDOW_MS = 1001;

export interface CeilingOptions {
  /** Requests per real second that a workspace allows. */
  perSecond: (workspace: string) => number;
  /** Whether an origin is our own receiver's, which needs no protection. */
  isOwn: (origin: string) => boolean;
}

/** The requests of one workspace. */
interface Limit {
  perSecond: number;
  window: ReturnType<typeof createLeavingWindow>;
  timer: NodeJS.Timeout | undefined;
  waiting: (() => void)[];
}

/**
 * The limit in real time that no clock and no limit of a postback lifts. It applies to targets outside this machine at
 * all times, and to receivers other than our own while time runs fast. Each workspace has its own limit.
 */
export class Ceiling {
  readonly #options: CeilingOptions;
  readonly #limits = new Map<string, Limit>();

  constructor(options: CeilingOptions) {
    this.#options = options;
  }

  /** Takes a place for a request of a workspace. Returns what to call when it leaves; undefined if no place is free. */
  admit(url: WireUrl, clock: Clock, workspace: string): (() => void) | undefined {
    if (!this.applies(url, clock)) return () => {};
    const now = Date.now();
    const limit = this.#limitOf(workspace);
    if (limit.window.earliest(now) > now) return undefined;
    const place = limit.window.take(now);
    return () => {
      place(Date.now());
      arm(limit);
    };
  }

  /** Calls back as soon as a workspace has a free place. */
  whenFree(workspace: string, callback: () => void): void {
    const limit = this.#limitOf(workspace);
    limit.waiting.push(callback);
    arm(limit);
  }

  /** Whether a request to this target counts. */
  applies(url: WireUrl, clock: Clock): boolean {
    if (this.#options.isOwn(url.origin)) return false;
    return !isThisMachine(url.hostname) || clock.jumps || clock.mode === 'scaled';
  }

  #limitOf(workspace: string): Limit {
    const perSecond = this.#options.perSecond(workspace);
    let limit = this.#limits.get(workspace);
    if (limit === undefined) {
      limit = { perSecond, window: createLeavingWindow(perSecond, WINDOW_MS), timer: undefined, waiting: [] };
      this.#limits.set(workspace, limit);
    } else if (perSecond !== limit.perSecond) {
      limit.perSecond = perSecond;
      limit.window = createLeavingWindow(perSecond, WINDOW_MS);
    }
    return limit;
  }
}

/** Wakes those who wait when the next place is free. A request in flight sets that moment only when it leaves. */
function arm(limit: Limit): void {
  if (limit.timer !== undefined || limit.waiting.length === 0) return;
  const now = Date.now();
  const next = limit.window.earliest(now);
  if (!Number.isFinite(next)) return;
  limit.timer = setTimeout(() => {
    limit.timer = undefined;
    for (const waiter of limit.waiting.splice(0)) waiter();
  }, next - now);
}
