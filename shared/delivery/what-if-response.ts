import type { WhatIfResponse } from './what-if.ts';

/** The ways in which no response comes, by the names that people type. */
export const NO_RESPONSES = ['timeout', 'refused', 'reset', 'unresolvable'] as const;
export type NoResponse = (typeof NO_RESPONSES)[number];

/** A status that ends an exchange: 200 to 599. Undefined for anything else. */
export function parseStatus(text: string): number | undefined {
  return /^[2-5]\d\d$/.test(text.trim()) ? Number(text) : undefined;
}

/** Reads a hypothetical response: a status, or one of NO_RESPONSES. Undefined for anything else. */
export function parseWhatIfResponse(text: string, body = ''): WhatIfResponse | undefined {
  const status = parseStatus(text);
  if (status !== undefined) return { status, body };
  const outcome = NO_RESPONSES.find((name) => name === text.trim());
  return outcome === undefined ? undefined : { outcome };
}
