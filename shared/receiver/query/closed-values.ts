import type { CaptureState } from '../../contract/captures.ts';
import { ATTEMPT_OUTCOMES } from '../../delivery/outcome.ts';
import { WORLD_EVENTS } from '../../domain/world-event.ts';
import { POSTBACK_KINDS } from '../../placeholders/placeholder-registry.ts';

const STATES: readonly CaptureState[] = ['complete', 'refused', 'broken-off', 'too-large'];

/** What may stand after fields of every capture that have few values. */
const CLOSED: Readonly<Record<string, readonly string[]>> = {
  method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'],
  status: ['2xx', '3xx', '4xx', '5xx', 'none'],
  state: STATES,
  pinned: ['yes', 'no'],
  httpversion: ['1.1', '1.0'],
  kind: [...POSTBACK_KINDS, 'none'],
  event: [...WORLD_EVENTS, 'none'],
  outcome: [...ATTEMPT_OUTCOMES, 'none'],
};

/** The values of a field that has few; of `endpoint`, the names of the workspace. Empty for any other. */
export function closedValues(field: string, endpoints: readonly string[]): readonly string[] {
  return field.toLowerCase() === 'endpoint' ? endpoints : (CLOSED[field.toLowerCase()] ?? []);
}
