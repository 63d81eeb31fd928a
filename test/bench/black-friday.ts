import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { median } from './bare-loop.ts';
import type { BenchResult } from './run.ts';

const ROUNDS = 3;
const LIMIT_SECONDS = 6;
const COMMAND = fileURLToPath(new URL('../../dist/node/cli.js', import.meta.url));
const SCENARIO = fileURLToPath(new URL('../../shared/examples/black-friday.yaml', import.meta.url));

/** Runs the command from its start to its end; gives how long it took and the line that sums it up. */
async function played(): Promise<{ seconds: number; summary: string }> {
  const started = performance.now();
  const child = spawn(process.execPath, [COMMAND, 'run', SCENARIO], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'close');
  const output = await text(child.stdout);
  const [code] = (await ended) as [number | null];
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`The run ended with ${code}.`);
  const summary = output.split('\n').find((line) => line.startsWith('Black Friday:')) ?? '';
  return { seconds, summary };
}

/**
 * `postbench run shared/examples/black-friday.yaml` as a user starts it: 10,000 actions whose postbacks go over sockets
 * to its own receiver, in a temporary folder. Start and end of the process count. Wants a build.
 */
export async function benchBlackFriday(): Promise<BenchResult> {
  const rounds: Awaited<ReturnType<typeof played>>[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await played());
  const seconds = median(rounds.map((round) => round.seconds));
  return {
    name: `run shared/examples/black-friday.yaml as a command in under ${LIMIT_SECONDS} s`,
    ratio: LIMIT_SECONDS / seconds,
    target: 1,
    detail: `Median of ${ROUNDS}: ${seconds.toFixed(1)} s. ${rounds[0]!.summary}.`,
  };
}
