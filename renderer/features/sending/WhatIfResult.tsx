import type { Mark } from '../../../shared/delivery/mark.ts';
import type { DeliveryRules } from '../../../shared/delivery/rules.ts';
import type { WhatIf, WhatIfResponse } from '../../../shared/delivery/what-if.ts';
import { triesText, whatIfLines } from '../../../shared/delivery/what-if-text.ts';
import { formatDuration } from '../../../shared/domain/duration.ts';
import { Chip } from '../../components/Chip.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { IconRefresh } from '../../components/icons.ts';
import { markOfOutcome } from '../../components/marks.ts';
import { OutcomeMark } from '../../components/OutcomeMark.tsx';
import { fullTime } from '../../lib/format.ts';
import { useZone } from '../../state/workspace.ts';
import { AttemptsTable } from './AttemptsTable.tsx';

interface WhatIfResultProps {
  told: WhatIf;
  /** When the supposed answer comes, in ms on the clock that is shown. */
  at: number;
  answer: WhatIfResponse;
  rules: DeliveryRules;
  /** Takes the time anew. */
  onNow: () => void;
}

function markOf({ accepted, attempts }: WhatIf, answer: WhatIfResponse): Mark {
  if (accepted) return 'delivered';
  if (attempts.length === 0) return 'given-up';
  return 'outcome' in answer ? markOfOutcome(answer.outcome).mark : 'not-accepted';
}

/** The verdict, the further attempts, and how it ends. */
export function WhatIfResult({ told, at, answer, rules, onNow }: WhatIfResultProps) {
  const zone = useZone();
  const { accepted, sentence, attempts, end } = told;
  const copy = () =>
    [
      `${rules.profile.name}, from ${fullTime(at, zone)}`,
      ...whatIfLines(told, at, (time) => fullTime(time, zone)),
    ].join('\n');
  return (
    <>
      <div className="sending-verdict" data-testid="verdict" data-accepted={accepted}>
        <OutcomeMark mark={markOf(told, answer)} label={accepted ? 'Accepted' : 'Not accepted'} />
        <p className="grow" role="status">
          <b className="strong">{accepted ? 'Accepted.' : 'Not accepted.'}</b> {sentence}
        </p>
        {accepted ? null : (
          <Chip tone={attempts.length === 0 ? 'bad' : 'warn'}>{triesText(told).replace(/\.$/, '')}</Chip>
        )}
        <CopyButton text={copy} label="Copy as text" caption="Copy as text" />
      </div>
      {attempts.length === 0 ? null : <AttemptsTable attempts={attempts} at={at} zone={zone} />}
      <div className="sending-end" data-testid="what-if-end">
        <OutcomeMark mark={END_MARKS[end.type]} label={END_WORDS[end.type]} />
        <div className="grow">
          <p>{end.sentence}</p>
          <p className="text-12 dimmed sending-from">
            <span className="hstack">
              <span>
                First sent <span className="nowrap">{fullTime(at, zone)}</span>
              </span>
              <IconButton
                label="Use the current clock time"
                icon={<IconRefresh size={14} stroke={1.5} />}
                onClick={onNow}
              />
            </span>
            {end.at === null || end.type === 'delivered' ? null : (
              <span>
                {END_WORDS[end.type]} {end.at === at ? 'at once' : `after ${formatDuration(end.at - at)}`},{' '}
                <span className="nowrap">{fullTime(end.at, zone)}</span>
              </span>
            )}
            {rules.profile.jitter > 0 && attempts.length > 0 ? (
              <span>Jitter is drawn for each delivery; this is one example.</span>
            ) : null}
          </p>
        </div>
      </div>
    </>
  );
}

const END_MARKS: Record<WhatIf['end']['type'], Mark> = {
  delivered: 'delivered',
  'given-up': 'given-up',
  'switched-off': 'given-up',
  never: 'planned',
};

const END_WORDS: Record<WhatIf['end']['type'], string> = {
  delivered: 'Delivered',
  'given-up': 'Given up',
  'switched-off': 'Disabled',
  never: 'Retries continue',
};
