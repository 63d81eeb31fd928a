import type { CaptureSummary } from '../../contract/captures.ts';
import { kindOfEvent } from '../../domain/world-event.ts';
import { utf8OfLatin1 } from '../../http/body-text.ts';
import { headerOf } from '../../http/headers.ts';
import { splitTarget } from '../../template/url.ts';

type Value = string | number;

/** A capture as far as queries ask about it; what costs time to read is read when it is asked for. */
export interface QueriedCapture extends CaptureSummary {
  note: string;
  httpVersion: string;
  /** In wire order; text as Latin-1. */
  readonly headers: readonly (readonly [string, string])[];
  /** The body as text, without its Content-Encoding. */
  readonly bodyText: string;
}

/** Scheme, host and target; only the target where no host is known, or it has one itself. */
export function urlOf({ target, headers }: Pick<QueriedCapture, 'target' | 'headers'>): string {
  const host = headerOf(headers, 'host');
  const readable = utf8OfLatin1(target);
  return host !== undefined && readable.startsWith('/') ? `http://${host}${readable}` : readable;
}

type Reader = (capture: QueriedCapture) => Value | null | undefined | readonly Value[];

const VALUES: Readonly<Record<string, Reader>> = {
  method: ({ method }) => method,
  path: ({ target }) => splitTarget(utf8OfLatin1(target)).path,
  target: ({ target }) => utf8OfLatin1(target),
  url: urlOf,
  status: ({ responseStatus }) => responseStatus,
  state: ({ state }) => state,
  took: ({ tookUs }) => tookUs / 1000,
  tookUs: ({ tookUs }) => tookUs,
  size: ({ bodyLength }) => bodyLength,
  id: ({ id }) => id,
  // An imported capture arrived at none.
  endpoint: ({ endpoint }) => (endpoint === '' ? null : endpoint),
  receivedAt: ({ receivedAt }) => receivedAt,
  virtualAt: ({ virtualAt }) => virtualAt,
  httpVersion: ({ httpVersion }) => httpVersion,
  pinned: ({ mark }) => (mark?.pinned === true ? 'yes' : 'no'),
  label: ({ mark }) => mark?.labels,
  // A note of the user stands for the one that a complete capture does not have.
  note: ({ note, mark }) => {
    const own = mark?.note ?? '';
    if (own === '') return note;
    return note === '' ? own : [note, own];
  },
  origin: ({ origin }) => origin,
  remote: ({ remote }) => remote,
  agent: ({ userAgent }) => utf8OfLatin1(userAgent),
  headers: ({ headers }) => headers.map(([name, value]) => `${name}: ${utf8OfLatin1(value)}`),
  body: ({ bodyText }) => bodyText,
  kind: ({ delivery }) => delivery && kindOfEvent(delivery.event),
  event: ({ delivery }) => delivery?.event,
  action: ({ delivery }) => delivery?.subject,
  delivery: ({ delivery }) => delivery?.deliveryId,
  attempt: ({ delivery }) => delivery?.attemptNumber,
  outcome: ({ delivery }) => delivery?.outcome,
};

/** The values that a capture has of one of CAPTURE_FIELDS, by its name: one, or none; of `headers`, one each. */
export function captureValues(field: string, capture: QueriedCapture): readonly Value[] {
  const value = VALUES[field]?.(capture);
  if (value === null || value === undefined) return [];
  return typeof value === 'object' ? value : [value];
}
