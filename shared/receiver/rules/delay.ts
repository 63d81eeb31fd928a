import type { Draw } from '../../domain/random.ts';
import type { Delay } from './reaction-schema.ts';

/** Longer waits are cut, in ms: no client waits for an hour. */
const LONGEST = 3_600_000;
/** The 99th percentile of the standard normal distribution. */
const Z99 = 2.326_347_87;
const PARTS = 1_000_000_000;

/** How long to wait, in ms, with what is drawn coming from `draw`. */
export function drawDelay(delay: Delay, draw: Draw): number {
  return Math.round(Math.min(LONGEST, Math.max(0, msOf(delay, draw))));
}

function msOf(delay: Delay, draw: Draw): number {
  switch (delay.shape) {
    case 'fixed':
      return delay.ms;
    case 'uniform':
      return draw(delay.from, delay.to);
    case 'normal':
      return delay.mean + delay.deviation * standardNormal(draw);
    case 'long-tail':
      return delay.median * Math.exp((Math.log(delay.p99 / delay.median) / Z99) * standardNormal(draw));
  }
}

/** Box and Muller's transform of two uniform numbers. */
function standardNormal(draw: Draw): number {
  const uniform = () => draw(1, PARTS) / PARTS;
  return Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
