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
  return groupsOf(statuses)
    .map(({ status, times }) => (times === 1 ? String(status) : `${status}x${times}`))
    .join(', ');
}

function groupsOf(statuses: readonly number[]): { status: number; times: number }[] {
  const groups: { status: number; times: number }[] = [];
  for (const status of statuses) {
    const last = groups.at(-1);
    if (last?.status === status && last.times < MAX_REPEAT) last.times += 1;
    else groups.push({ status, times: 1 });
  }
  return groups;
}

/** What a receiver responds while nobody has told it anything. */
export const DEFAULT_STATUS = 200;

/** How many of these responses come before there are only default ones; without end if the last is another one. */
export function untilDefault(statuses: readonly number[]): number {
  if (statuses.at(-1) !== DEFAULT_STATUS) return statuses.length === 0 ? 0 : Number.POSITIVE_INFINITY;
  return statuses.findLastIndex((status) => status !== DEFAULT_STATUS) + 1;
}

/** Groups of equal statuses that a short text holds. */
const SHORT_GROUPS = 3;

/** "500 x3" or "500 x3, then 404": what of these responses is not the default, for where there is little room. */
export function shortResponses(statuses: readonly number[]): string {
  const isEndless = untilDefault(statuses) === Number.POSITIVE_INFINITY;
  const groups = groupsOf(isEndless ? statuses : statuses.slice(0, untilDefault(statuses)));
  const texts = groups.map(({ status, times }, index) =>
    times === 1 || (isEndless && index === groups.length - 1) ? `${status}` : `${status} x${times}`,
  );
  if (texts.length > SHORT_GROUPS) return `${texts.slice(0, SHORT_GROUPS).join(', ')}, \u2026`;
  if (!isEndless || texts.length < 2) return texts.join(', ');
  return `${texts.slice(0, -1).join(', ')}, then ${texts.at(-1)}`;
}

function invalidResponses(text: string, why: string): PostbenchError {
  return new PostbenchError('PB_ARGUMENT_INVALID', `The responses "${text}" cannot be used: ${why}.`, {
    remedy: `Give statuses from 200 to 599, separated by commas. Repeat one with xN, up to ${MAX_REPEAT}: 500x3,204,200.`,
  });
}
