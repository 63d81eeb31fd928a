import type { CaptureSummary } from '../../contract/captures.ts';
import { kindOfEvent } from '../../domain/world-event.ts';
import { utf8OfLatin1 } from '../../http/body-text.ts';
import { splitTarget } from '../../template/url.ts';

type Value = string | number;

const VALUES: Readonly<Record<string, (capture: CaptureSummary) => Value | null | undefined>> = {
  method: ({ method }) => method,
  path: ({ target }) => splitTarget(utf8OfLatin1(target)).path,
  target: ({ target }) => utf8OfLatin1(target),
  status: ({ responseStatus }) => responseStatus,
  state: ({ state }) => state,
  took: ({ tookUs }) => tookUs / 1000,
  tookUs: ({ tookUs }) => tookUs,
  size: ({ bodyLength }) => bodyLength,
  id: ({ id }) => id,
  endpoint: ({ endpoint }) => endpoint,
  remote: ({ remote }) => remote,
  agent: ({ userAgent }) => utf8OfLatin1(userAgent),
  kind: ({ delivery }) => delivery && kindOfEvent(delivery.event),
  event: ({ delivery }) => delivery?.event,
  action: ({ delivery }) => delivery?.subject,
  delivery: ({ delivery }) => delivery?.deliveryId,
  attempt: ({ delivery }) => delivery?.attemptNumber,
  outcome: ({ delivery }) => delivery?.outcome,
};

/** The values that a capture has of one of CAPTURE_FIELDS, by its name: one, or none. */
export function captureValues(field: string, capture: CaptureSummary): Value[] {
  const value = VALUES[field]?.(capture);
  return value === null || value === undefined ? [] : [value];
}
