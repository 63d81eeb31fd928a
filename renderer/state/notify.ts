import { NotConnectedError, problemOf } from '../lib/problem.ts';
import { tell } from './notices.ts';

export const notify = {
  /** Shows an error until it is closed, with its remedy and a Copy button. */
  error(error: unknown): void {
    tell({ type: 'problem', problem: problemOf(error) });
  },
  /** Says that something was done; goes away by itself. */
  say(text: string): void {
    tell({ type: 'done', text });
  },
};

/** Runs something that may fail and shows the error. For event handlers: the promise never rejects. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    notify.error(error);
    return undefined;
  }
}

/** As `attempt`, for what the page does by itself: that the connection is lost is said once, by the frame. */
export async function attemptQuietly(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof NotConnectedError)) notify.error(error);
  }
}
