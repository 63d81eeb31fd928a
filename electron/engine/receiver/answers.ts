import { PostbenchError } from '../../../shared/errors.ts';

const MAX_REPEAT = 10_000;

function invalid(text: string, why: string): PostbenchError {
  return new PostbenchError('PB_ARGUMENT_INVALID', `The answers "${text}" cannot be used: ${why}.`, {
    remedy: `Give statuses from 200 to 599, separated by commas, each repeated with xN up to ${MAX_REPEAT}: 500x3,204,200.`,
  });
}

/**
 * Reads a list of answers: '500x3,204,200' is [500, 500, 500, 204, 200]. Throws PB_ARGUMENT_INVALID naming the
 * part that is wrong.
 */
export function parseAnswers(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const item = part.trim();
    if (item === '') throw invalid(text, 'a status is missing');
    const match = /^(\d+)(?:[xX](\d+))?$/.exec(item);
    if (match === null) throw invalid(text, `"${item}" is not a status`);
    const status = Number(match[1]);
    const repeat = Number(match[2] ?? 1);
    if (status < 200 || status > 599) throw invalid(text, `${match[1]} is not between 200 and 599`);
    if (repeat < 1 || repeat > MAX_REPEAT) {
      throw invalid(text, `"${item}" repeats ${match[2]} times, and 1 to ${MAX_REPEAT} are possible`);
    }
    return Array.from({ length: repeat }, () => status);
  });
}

/** Statuses given in turn; the last one is repeated for ever. */
export class AnswerTurns {
  #statuses: readonly number[] = [200];
  #given = 0;

  get statuses(): readonly number[] {
    return this.#statuses;
  }

  /** Starts over with other statuses, 200 to 599. Throws PB_ARGUMENT_INVALID. */
  set(statuses: readonly number[]): void {
    const wrong = statuses.find((status) => !Number.isInteger(status) || status < 200 || status > 599);
    if (statuses.length === 0) throw invalid('', 'there is none');
    if (wrong !== undefined) throw invalid(statuses.join(','), `${wrong} is not between 200 and 599`);
    this.#statuses = [...statuses];
    this.#given = 0;
  }

  next(): number {
    const status = this.#statuses[Math.min(this.#given, this.#statuses.length - 1)] ?? 200;
    this.#given += 1;
    return status;
  }
}
