/** `npm run bench`: speed as ratios in one run against a named peer or a bare baseline; reported, never asserted. */
import { benchBlackFriday } from './black-friday.ts';
import { benchCaptures } from './captures.ts';
import { benchChecks } from './checks.ts';
import { benchFastForward } from './fast-forward.ts';
import { benchFastForwardSockets } from './fast-forward-sockets.ts';
import { benchInspector } from './inspector.ts';
import { benchLint } from './lint.ts';
import { benchMillion } from './million.ts';
import { benchRender } from './render.ts';
import { benchScreen } from './screen.ts';
import { benchSending } from './sending.ts';
import { benchTyping } from './typing.ts';
import { benchWorld } from './world.ts';

export interface BenchResult {
  name: string;
  /** Ours over the baseline's, or over the target where there is none. */
  ratio: number;
  target: number;
  detail: string;
}

const benches: Record<string, () => Promise<BenchResult>> = {
  'black-friday': benchBlackFriday,
  captures: benchCaptures,
  checks: benchChecks,
  million: benchMillion,
  inspector: benchInspector,
  sending: benchSending,
  'fast-forward': benchFastForward,
  'fast-forward-sockets': benchFastForwardSockets,
  render: benchRender,
  lint: benchLint,
  typing: benchTyping,
  world: benchWorld,
  screen: benchScreen,
};

const wanted = process.argv.slice(2);
for (const [id, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(id)) continue;
  const { name, ratio, target, detail } = await bench();
  const verdict = ratio >= target ? 'meets' : 'misses';
  process.stdout.write(
    `${id.padEnd(20)} ${name}: ratio ${ratio.toFixed(2)}, ${verdict} the target of ${target}. ${detail}\n`,
  );
}
