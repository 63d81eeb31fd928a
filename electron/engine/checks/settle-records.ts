import { setTimeout as wait } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { Lag } from '../../../shared/checks/lag.ts';
import type { Difference, Look } from '../../../shared/checks/records/record.ts';
import { CONNECTIONS } from './play-story.ts';

/** Real ms from the last response to the looks at a record that is not as expected yet; the last gap is repeated. */
const LOOKS = [0, 15, 40, 90, 190, 390, 790, 1_290] as const;
const NEXT_LOOK = 500;

/** What a look at a record comes to. */
export interface JudgedRecord {
  /** What was seen; one that failed, or shows something else, is looked at again. */
  look: Look | undefined;
  differences: readonly Difference[];
  /** It shows more than the platform ever stated. */
  overbooked: boolean;
}

/** One record that is waited for. */
export interface AwaitedRecord<J extends JudgedRecord> {
  /** Monotonic ms of the last response. */
  endedAt: number;
  /** The last request should change nothing: a record that is as expected is looked at again after a while. */
  quiet: boolean;
  /** It is looked at once: the response to the postback is the record. */
  once: boolean;
  look: () => Promise<Look> | Look;
  judge: (look: Look) => J;
}

/** A record as it was when it counted. */
export interface SettledRecord<J extends JudgedRecord> {
  judged: J;
  /** Real ms from the last response until it was as expected; null where it never was. */
  settledMs: number | null;
}

export interface SettleRecordsOptions {
  lag: Lag;
  /** While exploring, a difference counts sooner and anything disordered is watched: see `Lag`. */
  exploring?: boolean;
  signal: AbortSignal;
  /** Told how many records are still waited for. */
  onWaiting?: ((waiting: number) => void) | undefined;
}

interface Waiting<J extends JudgedRecord> {
  record: AwaitedRecord<J>;
  looks: number;
  nextLook: number;
  /** Seen not to be as expected before. */
  wasDifferent: boolean;
  done: SettledRecord<J> | undefined;
}

/**
 * Waits until records say what they will say. A record that is as expected counts at once, unless the last request
 * should change nothing: then it is looked at again after a while. One that differs has failed once it had ten times as
 * long as any record took so far; one that shows more than was ever stated has failed at once. All share the wait.
 * Rejects when it is cancelled.
 */
export async function settleRecords<J extends JudgedRecord, R extends AwaitedRecord<J>>(
  records: readonly R[],
  options: SettleRecordsOptions,
): Promise<Map<R, SettledRecord<J>>> {
  const { signal, onWaiting } = options;
  const all = records.map((record): Waiting<J> & { record: R } => ({
    record,
    looks: 0,
    nextLook: record.endedAt,
    wasDifferent: false,
    done: undefined,
  }));
  const limit = pLimit(CONNECTIONS);
  for (;;) {
    signal.throwIfAborted();
    const open = all.filter(({ done }) => done === undefined);
    onWaiting?.(open.length);
    if (open.length === 0) break;
    const now = performance.now();
    const due = open.filter(({ nextLook }) => nextLook <= now);
    if (due.length === 0) {
      const next = Math.min(...open.map(({ nextLook }) => nextLook));
      await wait(Math.max(1, next - now), undefined, { signal });
      continue;
    }
    await Promise.all(due.map((one) => limit(() => lookAt(one, options))));
  }
  return new Map(all.map(({ record, done }) => [record, done!]));
}

async function lookAt<J extends JudgedRecord>(
  waiting: Waiting<J>,
  { lag, exploring = false, signal }: SettleRecordsOptions,
): Promise<void> {
  signal.throwIfAborted();
  const { record } = waiting;
  const { endedAt, quiet, once } = record;
  const lookedAt = performance.now();
  const judged = record.judge(await record.look());
  const since = lookedAt - endedAt;
  if (judged.look?.type !== 'failed' && judged.differences.length === 0) {
    // A record that was late tells how late records are; one that was right all along tells nothing.
    if (waiting.wasDifferent && !quiet) lag.saw(since);
    if (!quiet || since >= lag.quiet || once) waiting.done = { judged, settledMs: since };
    else waiting.nextLook = endedAt + lag.quiet;
    return;
  }
  waiting.wasDifferent = true;
  const failed = exploring ? lag.failedExploring : lag.failed;
  if (judged.overbooked || since >= failed || once) {
    waiting.done = { judged, settledMs: null };
    return;
  }
  waiting.looks += 1;
  const after = LOOKS[waiting.looks] ?? LOOKS.at(-1)! + (waiting.looks - LOOKS.length + 1) * NEXT_LOOK;
  waiting.nextLook = endedAt + Math.min(after, failed);
}
