import { HttpTransport } from '../../electron/engine/sender/http-transport.ts';
import { Cancellation } from '../../electron/engine/sender/transport.ts';
import { resolveUrl } from '../../shared/template/url.ts';
import { bareLoop, inTurn, loop, median, startServer } from './bare-loop.ts';
import type { BenchResult } from './run.ts';
import { sampleRequest, wholeSender } from './whole-sender.ts';

const REQUESTS = 20_000;
const NO_HOSTS: string[] = [];
const ROUNDS = 5;

/**
 * The whole sender on a real clock, its outbox on disk, against a bare Pool.request loop: a backlog, as after
 * maintenance, with the same connections and the same request. Besides, the transport alone without the outbox.
 */
export async function benchSending(): Promise<BenchResult> {
  const server = await startServer();
  const { base } = server;
  const transport = new HttpTransport(() => NO_HOSTS);
  const { path, headers } = sampleRequest();
  const bare = bareLoop(base, path, headers);
  try {
    const resolved = resolveUrl(base + path, '');
    if (!resolved.ok) throw new Error(resolved.reason);
    const outgoing = {
      url: resolved.url,
      method: 'GET',
      headers: headers.flatMap((name, i): [string, string][] =>
        i % 2 === 0 ? [[name, headers[i + 1]!]] : [],
      ),
      body: Buffer.alloc(0),
    };
    const options = { workspace: '', connectTimeout: 10_000, responseTimeout: 30_000 };
    const whole = {
      count: REQUESTS,
      base,
      transport: transport.send,
      mode: 'real',
      dueAfter: () => 0,
    } as const;
    const rates = await inTurn(ROUNDS, {
      bare: () => bare.rate(REQUESTS),
      ours: async () => REQUESTS / (await wholeSender(whole)).seconds,
      transport: () =>
        loop(REQUESTS, () => transport.send(outgoing, { ...options, cancellation: new Cancellation() })),
    });
    const [bareRate, ourRate, transportRate] = [rates.bare, rates.ours, rates.transport].map(median) as [
      number,
      number,
      number,
    ];
    return {
      name: 'the whole sender with its outbox on disk against a bare undici Pool.request loop',
      ratio: ourRate / bareRate,
      target: 0.6,
      detail: `Medians of ${ROUNDS} rounds: ${Math.round(ourRate)} against ${Math.round(bareRate)} a second; the transport alone ${Math.round(transportRate)} (${(transportRate / bareRate).toFixed(2)}).`,
    };
  } finally {
    await transport.close();
    await bare.close();
    server.end();
  }
}
