import type { CaptureSummary } from '../../shared/contract/captures.ts';
import { utf8OfLatin1 } from '../../shared/http/body-text.ts';
import { printable } from '../../shared/terminal-text.ts';
import { isoOrNull } from '../engine/export/capture-json.ts';

/** Statuses of requests that were not let in, or not forwarded. */
const REFUSED: readonly (number | null)[] = [401, 403, 502];

/** Whether a line tells the note of a capture: of one that is incomplete, or that somebody has to do something about. */
export const hasNote = ({ state, responseStatus }: CaptureSummary): boolean =>
  state !== 'complete' || REFUSED.includes(responseStatus);

/** "2026-11-22T01:02:03.456Z POST /postback?id=1 200 1024 bytes", with state and note of an incomplete one. */
export function captureLine(capture: CaptureSummary, note: string): string {
  const { method, target, bodyLength, responseStatus, state } = capture;
  const what = method === '' ? '(no request line)' : `${method} ${utf8OfLatin1(target)}`;
  const size = `${bodyLength} ${bodyLength === 1 ? 'byte' : 'bytes'}`;
  const arrived = isoOrNull(capture.receivedAt) ?? 'not recorded';
  const line = `${arrived} ${what} ${responseStatus ?? 'no response'} ${size}`;
  if (state === 'complete') return printable(hasNote(capture) && note !== '' ? `${line} ${note}` : line);
  return printable(`${line} ${state}${note === '' ? '' : `: ${note}`}`);
}
