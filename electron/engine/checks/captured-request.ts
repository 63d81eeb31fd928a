import type { EvidenceStep } from '../../../shared/checks/report.ts';
import type { CaptureSummary } from '../../../shared/contract/captures.ts';
import type { CaptureStore } from '../store/captures.ts';

/** Captures of one action that are looked through, the newest first. */
const MOST = 1_000;
/** Real ms between the clock readings of who sent and who received. */
const SLACK_MS = 50;

/**
 * The capture of a request of a report that went to Postbench's own receiver: the one of this action that arrived
 * while the request was under way. Undefined where it went elsewhere, or was removed.
 */
export function capturedRequest(
  { request, actionId, sentAt, response }: EvidenceStep,
  captures: Pick<CaptureStore, 'list'>,
  isOwn: (origin: string) => boolean,
): number | undefined {
  if (!URL.canParse(request.url)) return undefined;
  const url = new URL(request.url);
  if (!isOwn(url.origin)) return undefined;
  const target = url.pathname + url.search;
  const from = sentAt - SLACK_MS;
  const to = sentAt + response.ms + SLACK_MS;
  const isIt = ({ method, target: arrived, receivedAt }: CaptureSummary) =>
    method === request.method &&
    arrived.split('?')[0] === url.pathname &&
    receivedAt !== null &&
    receivedAt >= from &&
    receivedAt <= to;
  const found = captures.list({ search: actionId, limit: MOST }).rows.filter(isIt);
  // A secret is masked in the report, so its text may differ from what arrived.
  const same = found.filter((one) => one.target === target);
  return (same.length > 0 ? same : found).toSorted(
    (a, b) => Math.abs(a.receivedAt! - sentAt) - Math.abs(b.receivedAt! - sentAt),
  )[0]?.id;
}
