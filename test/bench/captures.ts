import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';

const ROUNDS = 4;
const SECONDS = 2;
const SERVER = fileURLToPath(new URL('./bare-server.ts', import.meta.url));
const COMMAND = fileURLToPath(new URL('../../dist/node/cli.js', import.meta.url));

interface Side {
  process: ChildProcess;
  url: string;
  rates: number[];
}

async function startBare(): Promise<Side> {
  const child = fork(SERVER);
  const [url] = (await once(child, 'message')) as [string];
  return { process: child, url, rates: [] };
}

/** The command as a user starts it, with its lines going into a file. */
async function startReceive(folder: string): Promise<Side> {
  mkdirSync(folder, { recursive: true });
  const output = openSync(join(folder, 'output.txt'), 'w');
  const args = [COMMAND, 'receive', '--port', '0', '--data-dir', folder];
  const child = spawn(process.execPath, args, { stdio: ['ignore', output, 'pipe'] });
  const lines = createInterface({ input: child.stderr! });
  const [line] = (await once(lines, 'line')) as [string];
  return { process: child, url: line.replace('Listening on ', ''), rates: [] };
}

async function load(side: Side, seconds: number): Promise<number> {
  const result = await autocannon({
    url: `${side.url}/postback?id=1`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ filler: 'x'.repeat(1010) }),
    connections: 50,
    duration: seconds,
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} not 2xx, ${result.errors} errors`);
  return result.requests.total / result.duration;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle - 0.5)] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

/**
 * `postbench receive` as a user starts it, its lines in a file, against bare Fastify: 1 KB POSTs over 50 connections,
 * each side in a process of its own, short runs in turn, so that a noisy machine disturbs both. The ratio is that of
 * the medians. Wants a build.
 */
export async function benchCaptures(): Promise<{
  name: string;
  ratio: number;
  target: number;
  detail: string;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'postbench-bench-'));
  const sides = { durable: await startReceive(join(folder, 'data')), bare: await startBare() };
  try {
    for (const side of Object.values(sides)) await load(side, 1);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const side of Object.values(sides)) side.rates.push(await load(side, SECONDS));
    }
  } finally {
    for (const { process: child } of Object.values(sides)) {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  }
  const durable = median(sides.durable.rates);
  const bare = median(sides.bare.rates);
  const detail = `${Math.round(durable)} durable captures a second, ${Math.round(bare)} bare answers a second`;
  return { name: 'durable capture by receive', ratio: durable / bare, target: 0.7, detail };
}
