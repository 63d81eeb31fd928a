import type { CheckReport } from '../../../shared/checks/report.ts';
import type { LiveStory } from '../../../shared/contract/checks.ts';
import { counted } from '../../lib/format.ts';
import { Ladder } from './Ladder.tsx';

interface LiveLadderProps {
  live: LiveStory;
  report: CheckReport;
}

/** Requests that are shown: the newest ones, so that what was found stays in view. */
const SHOWN = 4;

/** The story that is being played, with its requests and responses as they come. */
export function LiveLadder({ live: { evidence, sends }, report }: LiveLadderProps) {
  const { steps } = evidence;
  const actions = new Set(steps.map(({ actionId }) => actionId));
  const waiting = steps.filter(({ response }) => response.outcome === 'waiting').length;
  return (
    <section aria-label="Happening now" className="checks-live">
      <div className="section-head">
        Happening now
        <span className="count ellipsis">
          {counted(steps.length, 'request')} so far, {counted(sends, 'postback')} in the story
          {waiting === 0 ? '' : `, ${counted(waiting, 'response')} awaited`}
        </span>
      </div>
      <Ladder
        evidence={{ ...evidence, steps: steps.slice(-SHOWN) }}
        from={Math.max(0, steps.length - SHOWN)}
        mapping={report.mapping}
        template={report.target.url}
        several={actions.size > 1}
        place={undefined}
      />
    </section>
  );
}
