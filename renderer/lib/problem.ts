import { ORPCError } from '@orpc/client';
import { messageOf, PostbenchError, placeText } from '../../shared/errors.ts';

/** Thrown by calls while there is no way to the engine. */
export class NotConnectedError extends Error {
  constructor() {
    super('Postbench has no connection to its engine.');
    this.name = 'NotConnectedError';
  }
}

/** Anything thrown, in the words for people. */
export interface ProblemText {
  /** "PB_HOST_NOT_ALLOWED", or empty for what has no code. */
  code: string;
  title: string;
  /** What to do about it; may be empty. */
  remedy: string;
  /** "postbacks/a.yaml:3:9", or empty. */
  place: string;
}

interface Details {
  remedy?: unknown;
  place?: { file: string; line?: number; column?: number };
}

/** What went wrong and what to do, of an error from the engine, from shared rules or from the page itself. */
export function problemOf(error: unknown): ProblemText {
  if (error instanceof NotConnectedError) {
    return {
      code: '',
      title: error.message,
      remedy: 'Postbench is reconnecting. Try again once it is back.',
      place: '',
    };
  }
  if (error instanceof PostbenchError) {
    const { code, message, remedy, place } = error;
    return { code, title: message, remedy, place: place === undefined ? '' : placeText(place) };
  }
  if (error instanceof ORPCError) {
    const details = (typeof error.data === 'object' && error.data !== null ? error.data : {}) as Details;
    return {
      code: error.code,
      title: error.message,
      remedy: typeof details.remedy === 'string' ? details.remedy : '',
      place: details.place === undefined ? '' : placeText(details.place),
    };
  }
  return { code: '', title: messageOf(error), remedy: '', place: '' };
}

/** The problem as one text for the clipboard. */
export function problemAsText({ code, title, remedy, place }: ProblemText): string {
  return [code, place, title, remedy].filter((part) => part !== '').join('\n');
}
