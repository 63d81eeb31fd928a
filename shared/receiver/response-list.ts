import { PostbenchError } from '../errors.ts';

/** How often one status may be repeated, and how many statuses a list may have in all. */
const MAX_REPEAT = 10_000;
const MAX_STATUSES = 100_000;

/** The statuses of a list of responses, or why a text is not one. */
type Read = { statuses: number[]; why?: undefined } | { why: string };

function read(text: string): Read {
  const statuses: number[] = [];
  for (const part of text.split(',')) {
    const item = part.trim();
    if (item === '') return { why: 'a status is missing' };
    const match = /^(\d+)(?:[xX](\d+))?$/.exec(item);
    if (match === null) return { why: `"${item}" is not a status` };
    const status = Number(match[1]);
    const repeat = Number(match[2] ?? 1);
    if (status < 200 || status > 599) return { why: `${match[1]} is not between 200 and 599` };
    if (repeat < 1 || repeat > MAX_REPEAT)
      return { why: `"${item}" repeats ${match[2]} times; 1 to ${MAX_REPEAT} are possible` };
    if (statuses.length + repeat > MAX_STATUSES) return { why: `it has more than ${MAX_STATUSES} statuses` };
    for (let times = 0; times < repeat; times += 1) statuses.push(status);
  }
  return { statuses };
}

/** Why a text is not a list of responses such as "500x3,204"; undefined if it is one. */
export function whyNotResponses(text: string): string | undefined {
  return read(text).why;
}

/**
 * Reads a list of responses: "500x3,204,200" is [500, 500, 500, 204, 200]. A receiver sends
 * them in turn and repeats the last one. Throws PB_ARGUMENT_INVALID, which names the invalid part.
 */
export function parseResponses(text: string): number[] {
  const result = read(text);
  if (result.why === undefined) return result.statuses;
  throw invalidResponses(text, result.why);
}

/** Checks statuses that were not given as a text. Throws PB_ARGUMENT_INVALID. */
export function checkResponses(statuses: readonly number[]): void {
  const wrong = statuses.find((status) => !Number.isInteger(status) || status < 200 || status > 599);
  if (statuses.length === 0) throw invalidResponses('', 'there are none');
  if (wrong !== undefined)
    throw invalidResponses(responsesText(statuses), `${wrong} is not between 200 and 599`);
}

/** "500x3, 204": the short form that `parseResponses` reads. */
export function responsesText(statuses: readonly number[]): string {
  const runs: { status: number; times: number }[] = [];
  for (const status of statuses) {
    const last = runs.at(-1);
    if (last?.status === status && last.times < MAX_REPEAT) last.times += 1;
    else runs.push({ status, times: 1 });
  }
  return runs.map(({ status, times }) => (times === 1 ? String(status) : `${status}x${times}`)).join(', ');
}

function invalidResponses(text: string, why: string): PostbenchError {
  return new PostbenchError('PB_ARGUMENT_INVALID', `The responses "${text}" cannot be used: ${why}.`, {
    remedy: `Give statuses from 200 to 599, separated by commas. Repeat one with xN, up to ${MAX_REPEAT}: 500x3,204,200.`,
  });
}
