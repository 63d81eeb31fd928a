import { IconCheck, IconX } from '../../../components/icons.ts';
import { OutcomeMark } from '../../../components/OutcomeMark.tsx';

/** Met, not met, or not judged yet for null. */
export function ExpectationMark({ holds }: { holds: boolean | null }) {
  return (
    <span className="run-expectation-mark">
      {holds === null ? (
        <OutcomeMark mark="planned" label="Judged when the run ends" />
      ) : holds ? (
        <IconCheck size={14} stroke={2} className="text-ok" role="img" aria-label="Met" />
      ) : (
        <IconX size={14} stroke={2} className="text-bad" role="img" aria-label="Not met" />
      )}
    </span>
  );
}
