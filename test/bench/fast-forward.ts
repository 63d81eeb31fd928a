import type { Transport } from '../../electron/engine/sender/transport.ts';
import type { BenchResult } from './run.ts';
import { wholeSender } from './whole-sender.ts';

/** Fails each delivery as often as its number says: a tenth once or more, one in 500 to the end of the schedule. */
function failuresOf(id: number): number {
  if (id % 500 === 0) return 16;
  if (id % 10 === 0) return 1 + (id % 7);
  return 0;
}

const DELIVERIES = 100_000;
const LIMIT_SECONDS = 12;

/** Three virtual days, some deliveries using the whole schedule of retries; outbox on disk. */
export async function benchFastForward(): Promise<BenchResult> {
  const tries = new Map<number, number>();
  const answer = (status: number) => ({
    outcome: 'answered' as const,
    status,
    headers: [] as [string, string][],
    body: Buffer.alloc(0),
    bodyLength: 0,
    connectMs: 0,
    firstByteMs: 0,
    durationMs: 0,
    cause: '',
  });
  const transport: Transport = async ({ url }) => {
    const id = Number(/1000\.4636\.(\d+)/.exec(url.target)?.[1]) - 100_000;
    const failures = failuresOf(id);
    if (failures === 0) return answer(200);
    const tried = (tries.get(id) ?? 0) + 1;
    tries.set(id, tried);
    return answer(tried > failures ? 200 : 500);
  };
  const { seconds, addSeconds, attempts, days, peakHeapMiB } = await wholeSender({
    count: DELIVERIES,
    base: 'http://127.0.0.1:7300',
    transport,
    mode: 'fast',
    dueAfter: (i) => i * 10,
  });
  const all = seconds + addSeconds;
  return {
    name: `${DELIVERIES.toLocaleString('en')} deliveries in fast-forward with a function as transport, against ${LIMIT_SECONDS} s`,
    ratio: LIMIT_SECONDS / all,
    target: 1,
    detail: `${all.toFixed(1)} s for ${attempts.toLocaleString('en')} attempts over ${days.toFixed(1)} virtual days, heap at most ${peakHeapMiB.toFixed(0)} MiB.`,
  };
}
