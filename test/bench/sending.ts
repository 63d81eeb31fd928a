import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Pool } from 'undici';
import { HttpTransport } from '../../electron/engine/sender/transport.ts';
import { resolveUrl } from '../../shared/template/url.ts';
import type { BenchResult } from './run.ts';

const REQUESTS = 20_000;
const CONNECTIONS = 10;
const ROUNDS = 3;
const TARGET = '/pb?id=1000.4636.158133&status=PENDING&pay=12.00&amount=120.00&cur=USD&s1=spring-tents';
const HEADERS = ['User-Agent', 'Impact-Postback-Client/1.0', 'Accept-Encoding', 'gzip, br'];

async function rate(send: () => Promise<unknown>): Promise<number> {
  let left = REQUESTS;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      await send();
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return (REQUESTS / (performance.now() - started)) * 1000;
}

/** The transport of the sender against a bare Pool.request loop: same connections, same request, alternately. */
export async function benchSending(): Promise<BenchResult> {
  const server = fork(join(import.meta.dirname, 'captures-server.ts'), ['bare']);
  const [base] = (await once(server, 'message')) as [string];
  const transport = new HttpTransport(() => []);
  const pool = new Pool(base, { connections: CONNECTIONS });
  try {
    const resolved = resolveUrl(base + TARGET, '');
    if (!resolved.ok) throw new Error(resolved.reason);
    const { signal } = new AbortController();
    const headers = HEADERS.flatMap((name, i) =>
      i % 2 === 0 ? [[name, HEADERS[i + 1]!] as [string, string]] : [],
    );
    const ours = () =>
      transport.send(
        { url: resolved.url, method: 'GET', headers, body: Buffer.alloc(0) },
        { signal, connectTimeout: 10_000, answerTimeout: 30_000 },
      );
    const bare = async () => {
      const { body } = await pool.request({ path: TARGET, method: 'GET', headers: HEADERS });
      await body.dump();
    };
    await rate(ours);
    await rate(bare);
    const rates: { ours: number; bare: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      rates.push({ ours: await rate(ours), bare: await rate(bare) });
    const ratios = rates.map((r) => r.ours / r.bare).toSorted((a, b) => a - b);
    const best = rates.at(-1)!;
    return {
      name: 'one attempt over real sockets against a bare undici Pool.request loop (without the outbox)',
      ratio: ratios[Math.floor(ratios.length / 2)]!,
      target: 0.7,
      detail: `median of ${ROUNDS} rounds; last ${Math.round(best.ours)} against ${Math.round(best.bare)} a second.`,
    };
  } finally {
    await transport.close();
    await pool.close();
    server.kill();
  }
}
