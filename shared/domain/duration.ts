import { z } from 'zod';

const UNITS: Record<string, number> = {
  ms: 1,
  s: 1_000,
  min: 60_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const PART = /(\d+(?:\.\d+)?)\s*(ms|min|s|m|h|d)/y;
/** A year: longer waits are typos. */
const LONGEST_MS = 366 * 86_400_000;

/** Reads "90 s", "1 h 30 min", "250ms" or "0"; milliseconds, or undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '0') return 0;
  let at = 0;
  let total = 0;
  while (at < trimmed.length) {
    PART.lastIndex = at;
    const match = PART.exec(trimmed);
    if (match === null) return undefined;
    total += Number(match[1]) * UNITS[match[2]!]!;
    at = PART.lastIndex;
    while (trimmed[at] === ' ') at += 1;
  }
  return trimmed === '' || total > LONGEST_MS ? undefined : Math.round(total);
}

const LADDER: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
  ['ms', 1],
];

/** "1 h 30 min", "4 s 250 ms", "0 s": every unit that is not zero. `parseDuration` reads it back. */
export function formatDuration(ms: number): string {
  let rest = Math.max(0, Math.round(ms));
  const parts: string[] = [];
  for (const [unit, size] of LADDER) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(`${count} ${unit}`);
    rest -= count * size;
  }
  return parts.length === 0 ? '0 s' : parts.join(' ');
}

/** What `parseDuration` reads, for the JSON Schemas of files; its length is only checked when it is read. */
export const DURATION_PATTERN = String.raw`^\s*(?:0|(?:\d+(?:\.\d+)?\s*(?:ms|min|s|m|h|d) *)+)\s*$`;
const durationIn = z.union([z.string().meta({ pattern: DURATION_PATTERN }), z.number().meta({ const: 0 })]);

/** A duration in a file: a text with its unit, or 0. A bare number would leave the unit to guessing. */
export const durationText = durationIn.transform((value, context) => {
  const ms = typeof value === 'number' && value !== 0 ? undefined : parseDuration(String(value));
  if (ms === undefined) {
    context.addIssue({ code: 'custom', message: `"${value}" is not a duration such as 90 s, 15 min or 2 h` });
    return z.NEVER;
  }
  return ms;
});
