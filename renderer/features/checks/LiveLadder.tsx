import type { CheckReport } from '../../../shared/checks/report.ts';
import type { LiveStory } from '../../../shared/contract/checks.ts';
import { counted } from '../../lib/format.ts';
import { Ladder } from './Ladder.tsx';

interface LiveLadderProps {
  live: LiveStory;
  report: CheckReport;
}

/** The story that is being played, with its requests and responses as they come. */
export function LiveLadder({ live: { evidence, sends }, report }: LiveLadderProps) {
  const { steps } = evidence;
  const actions = new Set(steps.map(({ actionId }) => actionId));
  const waiting = steps.filter(({ response }) => response.outcome === 'waiting').length;
  return (
    <section aria-label="Happening now">
      <div className="section-head">
        Happening now
        <span className="count ellipsis">
          {counted(steps.length, 'request')} of a story of {counted(sends, 'postback')}
          {waiting === 0 ? '' : `, ${counted(waiting, 'response')} awaited`}
        </span>
      </div>
      <Ladder
        evidence={evidence}
        mapping={report.mapping}
        template={report.target.url}
        several={actions.size > 1}
        place={undefined}
      />
    </section>
  );
}
