import type { RunView } from '../../../../shared/contract/activity.ts';
import { arrivedSentence } from '../../../../shared/receiver/compare/comparison.ts';
import { useActivity } from '../../../state/activity.ts';
import { useAsked } from '../../../state/asked.ts';
import { client } from '../../../state/connection.ts';
import { openCapture } from '../../../state/ui.ts';
import { ExpectationMark } from './ExpectationMark.tsx';

/** Whether all data points of an ended run arrived as they were sent; nothing where none of them came to our own receiver. */
export function DataPoints({ run }: { run: RunView | undefined }) {
  const id = run === undefined || run.state === 'running' ? 0 : run.id;
  // Its deliveries may be sent again.
  const tally = useActivity(({ tallies }) => tallies.get(id));
  const asked = useAsked(id === 0 ? 'none' : `${id} ${JSON.stringify(tally ?? {})}`, (signal) =>
    id === 0 ? Promise.resolve(null) : client.captures.arrived({ run: id }, { signal }),
  );
  const found = asked.state === 'here' ? asked.value : null;
  const sentence = found === null ? '' : arrivedSentence(found);
  if (found === null || sentence === '') return null;
  const { first, arrived, expected } = found;
  const holds = arrived === expected;
  return (
    <section aria-label="Data points" className="run-group" data-testid="run-points">
      <h3 className="run-group-head">Data points</h3>
      <ul>
        <li className={holds ? '' : 'run-failed'}>
          <ExpectationMark holds={holds} />
          <span>
            {sentence}
            <span className="dimmed world-note">
              What Postbench’s own receiver captured, against what was sent.
            </span>
          </span>
          {first === null ? null : (
            <button type="button" className="link text-12 nowrap" onClick={() => openCapture(first)}>
              Show the first
            </button>
          )}
        </li>
      </ul>
    </section>
  );
}
