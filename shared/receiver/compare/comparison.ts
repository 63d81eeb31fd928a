import { z } from 'zod';
import type { ComparedRequests } from './compare-requests.ts';
import type { Expectation } from './expectation.ts';

/** A request that can be compared: one that was captured, or one as an attempt sent it. */
export const requestRefSchema = z.union([
  z.strictObject({ capture: z.number().int().positive() }),
  z.strictObject({ attempt: z.number().int().positive() }),
]);
export type RequestRef = z.output<typeof requestRefSchema>;

/** Two requests by value and by byte. */
export interface Comparison extends ComparedRequests {
  left: ComparedBytes;
  right: ComparedBytes;
}

/** The bytes of one of them, head and body together, in base64. */
export interface ComparedBytes {
  bytes: string;
  /** How many there are; more than in `bytes` where that would be too many. */
  length: number;
}

/** A capture held against what was expected of it. */
export interface CaptureExpectation {
  /**
   * sent: against the bytes that this engine sent; template: against a postback's template filled with the values of the
   * request itself, so that only its shape is judged.
   */
  source: 'sent' | 'template';
  postback: { file: string; name: string };
  expectation: Expectation;
}

/** How many data points of a capture arrived as they were sent. */
export interface CapturePoints {
  id: number;
  expected: number;
  arrived: number;
  /** Whether there is nothing to tell: everything as sent, in its place, and nothing else. */
  asSent: boolean;
}

/** The data points of a whole run that arrived at this receiver. */
export interface ArrivedPoints {
  /** Requests of the run that were captured here. */
  captures: number;
  expected: number;
  arrived: number;
  /** Captures that are not as sent: how many, and the first of them. */
  differing: number;
  first: number | null;
}

/** "All 7,412 data points arrived", or what did not; '' where nothing of it came to this receiver. */
export function arrivedSentence({ captures, expected, arrived, differing }: ArrivedPoints): string {
  if (captures === 0 || expected === 0) return '';
  const missing = expected - arrived;
  const count = (number: number) => number.toLocaleString('en-US');
  const noun = expected === 1 ? 'data point' : 'data points';
  if (missing > 0) return `${count(missing)} of ${count(expected)} ${noun} did not arrive as sent`;
  const all = expected === 1 ? 'The data point arrived' : `All ${count(expected)} ${noun} arrived`;
  if (differing === 0) return all;
  return `${all}; ${count(differing)} ${differing === 1 ? 'request differs' : 'requests differ'} in order or spelling`;
}
