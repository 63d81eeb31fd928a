import { sampleValues } from '../../shared/domain/samples.ts';
import { placeholdersFor } from '../../shared/placeholders/placeholder-registry.ts';
import { compileTemplate, render } from '../../shared/template/render.ts';
import type { BenchResult } from './run.ts';

const TARGET_PER_SECOND = 200_000;
const URL_TEMPLATE =
  '/pb?id={ActionId}&status={Status}&detail={StatusDetail}&pay={Payout}&dpay={DeltaPayout}&amount={Amount}&cur={Currency}&program={CampaignName}&et={ActionTrackerName}&date={EventDate}&created={CreationDate}&s1={SubId1}&shared={SharedId}&click={RefClickId}';

/** Renders of the 14-placeholder URL of the sample, in one thread. */
export async function benchRender(): Promise<BenchResult> {
  const compiled = compileTemplate(URL_TEMPLATE, 'url');
  const values = sampleValues('tracked');
  const registry = placeholdersFor('action');
  const options = { known: (name: string) => registry.has(name), unknown: 'literal' as const };
  const run = (times: number) => {
    let length = 0;
    const started = performance.now();
    for (let i = 0; i < times; i += 1) length += render(compiled, values, options).length;
    if (length === 0) throw new Error('Nothing was rendered.');
    return (times / (performance.now() - started)) * 1000;
  };
  run(50_000);
  const rate = Math.max(run(200_000), run(200_000), run(200_000));
  return {
    name: 'renders of a 14-placeholder URL against 200,000 a second',
    ratio: rate / TARGET_PER_SECOND,
    target: 1,
    detail: `${Math.round(rate).toLocaleString('en')} a second, best of three.`,
  };
}
