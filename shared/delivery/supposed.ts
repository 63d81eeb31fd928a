import type { SupposedAnswer } from './what-if.ts';

/** The ways in which no response comes, by the names that people type. */
export const NO_ANSWERS = ['timeout', 'refused', 'reset', 'unresolvable'] as const;
export type NoAnswer = (typeof NO_ANSWERS)[number];

/** A status that ends an exchange: 200 to 599. Undefined for anything else. */
export function parseStatus(text: string): number | undefined {
  return /^[2-5]\d\d$/.test(text.trim()) ? Number(text) : undefined;
}

/** Reads a hypothetical response: a status, or one of NO_ANSWERS. Undefined for anything else. */
export function parseAnswer(text: string, body = ''): SupposedAnswer | undefined {
  const status = parseStatus(text);
  if (status !== undefined) return { status, body };
  const outcome = NO_ANSWERS.find((name) => name === text.trim());
  return outcome === undefined ? undefined : { outcome };
}
