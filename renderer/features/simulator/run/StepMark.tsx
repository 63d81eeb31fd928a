import type { StepState } from '../../../../shared/contract/activity.ts';
import { IconCheck, IconMinus } from '../../../components/icons.ts';
import { OutcomeMark } from '../../../components/OutcomeMark.tsx';

const ICON = { size: 14, stroke: 2, role: 'img' } as const;

/** planned, running, done, failed, skipped: each with a shape of its own. */
export function StepMark({ state }: { state: StepState }) {
  return <span className="run-step-mark">{markOf(state)}</span>;
}

function markOf(state: StepState) {
  switch (state) {
    case 'done':
      return <IconCheck {...ICON} className="text-ok" aria-label="Done" />;
    case 'skipped':
      return <IconMinus {...ICON} className="faint" aria-label="Skipped" />;
    case 'running':
      return <OutcomeMark mark="in-flight" label="Running" />;
    case 'failed':
      return <OutcomeMark mark="given-up" label="Failed" />;
    case 'planned':
      return <OutcomeMark mark="planned" label="Planned" />;
  }
}
