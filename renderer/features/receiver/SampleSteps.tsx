import { useMemo } from 'react';
import { formatMoney } from '../../../shared/domain/money.ts';
import type { World } from '../../../shared/domain/program.ts';
import { previewScenario } from '../../../shared/scenario/preview.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { stepText } from '../../../shared/scenario/steps.ts';
import { signed } from '../../lib/format.ts';
import { useWorkspace } from '../../state/workspace.ts';

/** What the steps of a scenario will do, computed by the rules that a run follows. */
export function SampleSteps({ scenario }: { scenario: Scenario }) {
  const world = useWorkspace(({ view }) => view?.settings.world);
  const steps = useMemo(() => preview(scenario, scenario.world ?? world), [scenario, world]);
  if (steps.length === 0) return null;
  return (
    <table className="card receiver-steps">
      <thead>
        <tr className="list-head receiver-step">
          <td />
          <th>Step</th>
          <th>What happens</th>
          <th>Status</th>
          <th className="align-right">Change</th>
          <th className="align-right">Payout</th>
        </tr>
      </thead>
      <tbody>
        {steps.map(({ number, title, detail, status, change, payout }) => (
          <tr key={number} className="list-row receiver-step">
            <td className="align-right faint">{number}</td>
            <td className="medium">{title}</td>
            <td className="dimmed" title={detail}>
              {detail}
            </td>
            <td className="mono dimmed">{status}</td>
            <td className="align-right dimmed">{change}</td>
            <td className="align-right">{payout}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Steps listed; a scenario may have thousands. */
const MOST = 20;

function preview(scenario: Scenario, world: World | undefined) {
  if (world === undefined) return [];
  try {
    // The values shown do not depend on seed or start.
    const start = scenario.start ?? Date.now();
    const played = previewScenario(scenario, world, start, scenario.seed ?? 1, { most: 1 });
    return played.slice(0, MOST).map(({ step, happened }, index) => {
      const { title, detail } = stepText(step);
      const last = happened.at(-1);
      const entry = last?.type === 'action' ? last.entry : undefined;
      return {
        number: index + 1,
        title: 'repeat' in step ? title : title.split(' ', 1)[0],
        detail,
        status: entry?.status ?? '',
        change: entry === undefined ? '' : signed(formatMoney(entry.deltaPayout)),
        payout: entry === undefined ? '' : formatMoney(entry.payout),
      };
    });
  } catch {
    // A step that cannot be played is reported by the run, with its place.
    return [];
  }
}
