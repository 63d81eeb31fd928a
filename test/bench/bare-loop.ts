import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Pool } from 'undici';

/** Connections of the baseline, and the in-flight maximum of the profile that it stands against. */
export const CONNECTIONS = 10;

/** A bare Fastify that reads and answers "OK", in a process of its own. */
export async function startServer(): Promise<{ base: string; end: () => void }> {
  const server = fork(join(import.meta.dirname, 'bare-server.ts'));
  const [base] = (await once(server, 'message')) as [string];
  return { base, end: () => server.kill() };
}

/** Calls `send` so many times, some at once; returns the rate a second. */
export async function loop(
  count: number,
  send: () => Promise<unknown>,
  atOnce = CONNECTIONS,
): Promise<number> {
  let left = count;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      await send();
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (count / (performance.now() - started)) * 1000;
}

/** The baseline: undici's Pool.request in a loop, reading each answer to its end. */
export function bareLoop(base: string, path: string, headers: string[]) {
  const pool = new Pool(base, { connections: CONNECTIONS });
  return {
    rate: (count: number, atOnce = CONNECTIONS) =>
      loop(
        count,
        async () => {
          const { body } = await pool.request({ path, method: 'GET', headers });
          await body.dump();
        },
        atOnce,
      ),
    close: () => pool.close(),
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

/** Measures sides in turn, round by round after one to warm up, so that a noisy machine disturbs all of them. */
export async function inTurn<Side extends string>(
  rounds: number,
  sides: Record<Side, () => Promise<number>>,
): Promise<Record<Side, number[]>> {
  const names = Object.keys(sides) as Side[];
  const rates = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Side, number[]>;
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const rate = await sides[name]();
      if (round > 0) rates[name].push(rate);
    }
  }
  return rates;
}
