import type { EvidenceAction } from '../../../shared/checks/report.ts';
import { duration } from '../../lib/format.ts';

/** What the receiver showed of each action in the end, as it came. */
export function FinalRecords({ actions }: { actions: readonly EvidenceAction[] }) {
  const shown = actions.filter(({ text, differences }) => text !== '' || differences.length > 0);
  if (shown.length === 0) return null;
  return (
    <details className="checks-final">
      <summary>What your receiver showed in the end</summary>
      {shown.map(({ id, differences, settledMs, text }) => (
        <div key={id}>
          <p className="text-12">
            <span className="mono">{id}</span>{' '}
            <span className="dimmed">
              {differences.length > 0
                ? differences
                    .map(({ field, found, expected }) => `${field} ${found}, not ${expected}`)
                    .join('; ')
                : settledMs === null
                  ? ''
                  : `as expected after ${duration(settledMs)}`}
            </span>
          </p>
          {text === '' ? null : <pre className="mono checks-wire-text">{text}</pre>}
        </div>
      ))}
    </details>
  );
}
