import { HttpTransport } from '../../electron/engine/sender/http-transport.ts';
import { bareLoop, inTurn, median, startServer } from './bare-loop.ts';
import type { BenchResult } from './run.ts';
import { sampleRequest, wholeSender } from './whole-sender.ts';

const DELIVERIES = 20_000;
const NO_HOSTS: string[] = [];
const ROUNDS = 5;
/** Deliveries of a burst that are due in the same millisecond, and the ms between two bursts. */
const BURST = 40;
const BETWEEN_MS = 60_000;

/**
 * Fast-forward over real sockets, outbox on disk, against a bare Pool.request loop. Shops report in bursts (a batch
 * job approves or reverses many actions at once), so the target is judged on bursts of 40 that are due in the same
 * millisecond, a minute apart. Besides, each delivery in a millisecond of its own: those go one after the other by
 * the rules of the clock, while the baseline has ten under way; beside it stands a baseline that has one.
 */
export async function benchFastForwardSockets(): Promise<BenchResult> {
  const server = await startServer();
  const { base } = server;
  const transport = new HttpTransport(() => NO_HOSTS);
  const { path, headers } = sampleRequest();
  const bare = bareLoop(base, path, headers);
  try {
    const rate = async (dueAfter: (i: number) => number) => {
      const options = { count: DELIVERIES, base, transport: transport.send, mode: 'fast', dueAfter } as const;
      return DELIVERIES / (await wholeSender(options)).seconds;
    };
    const rates = await inTurn(ROUNDS, {
      bare: () => bare.rate(DELIVERIES),
      bursts: () => rate((i) => Math.floor(i / BURST) * BETWEEN_MS),
      single: () => rate((i) => i * 10),
      bareSingle: () => bare.rate(DELIVERIES, 1),
    });
    const sides = [rates.bare, rates.bursts, rates.single, rates.bareSingle];
    const [bareRate, bursts, single, bareSingle] = sides.map(median) as [number, number, number, number];
    return {
      name: `fast-forward over real sockets, bursts of ${BURST} in a millisecond, against a bare undici Pool.request loop`,
      ratio: bursts / bareRate,
      target: 0.6,
      detail: `Medians of ${ROUNDS} rounds: ${Math.round(bursts)} against ${Math.round(bareRate)} a second; each in its own millisecond, one after the other, ${Math.round(single)} (${(single / bareRate).toFixed(2)}; ${(single / bareSingle).toFixed(2)} of a bare loop that also sends one after the other).`,
    };
  } finally {
    await transport.close();
    await bare.close();
    server.end();
  }
}
