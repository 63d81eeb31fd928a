import { client } from './connection.ts';
import { seedOf, toOf, useRunOptions } from './run-options.ts';
import { asksForTo } from './send-to.ts';

let starting = false;

/**
 * Starts a run of a scenario with the URL and seed of the run options: the only place that starts one. Returns false
 * without starting it while another one starts, and if the URL is missing or the seed is invalid. Throws what the engine
 * throws.
 */
export async function startRun(file: string): Promise<boolean> {
  const options = useRunOptions.getState();
  const seed = seedOf(options.seed);
  if (starting || seed === null || asksForTo()) return false;
  starting = true;
  try {
    const to = toOf(options);
    await client.activity.run({
      file,
      speed: options.speed,
      ...(to === undefined ? {} : { to }),
      ...(seed === undefined ? {} : { seed }),
    });
    return true;
  } finally {
    starting = false;
  }
}
