import type { Capture } from '../../contract/captures.ts';
import { headerOf } from '../../http/headers.ts';

/** The columns of a table of captures. */
export const CAPTURE_COLUMNS = [
  'id',
  'receivedAt',
  'virtualAt',
  'method',
  'url',
  'status',
  'state',
  'tookMs',
  'bodyBytes',
  'remote',
  'userAgent',
  'event',
  'subject',
  'delivery',
  'attempt',
  'outcome',
  'note',
  'pinned',
  'labels',
  'comment',
  'origin',
  'body',
] as const;

const isoOrEmpty = (at: number | null) => (at === null ? '' : new Date(at).toISOString());

/** A capture as a row of `CAPTURE_COLUMNS`; the body as text. What it does not have is empty. */
export function captureRow(capture: Capture, body: string): (string | number)[] {
  const { delivery, target, headers, mark } = capture;
  const host = headerOf(headers, 'host');
  return [
    capture.id,
    isoOrEmpty(capture.receivedAt),
    isoOrEmpty(capture.virtualAt),
    capture.method,
    host !== undefined && target.startsWith('/') ? `http://${host}${target}` : target,
    capture.responseStatus ?? '',
    capture.state,
    capture.tookUs / 1000,
    capture.bodyLength,
    capture.remote,
    capture.userAgent,
    delivery?.event ?? '',
    delivery?.subject ?? '',
    delivery?.deliveryId ?? '',
    delivery?.attemptNumber ?? '',
    delivery?.outcome ?? '',
    capture.note,
    mark?.pinned === true ? 'yes' : '',
    mark?.labels.join(', ') ?? '',
    mark?.note ?? '',
    capture.origin ?? '',
    body,
  ];
}
