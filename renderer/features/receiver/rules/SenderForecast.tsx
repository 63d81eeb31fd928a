import { useState } from 'react';
import type { WorkspaceView } from '../../../../shared/contract/workspace.ts';
import { isLifeCycle } from '../../../../shared/delivery/fired-postbacks.ts';
import { formatDuration } from '../../../../shared/domain/duration.ts';
import { SAMPLE_SEED } from '../../../../shared/domain/samples.ts';
import type { ResponseRule } from '../../../../shared/receiver/rules/rule-schema.ts';
import { type RuleAttempt, whatIfRule } from '../../../../shared/receiver/rules/what-if-rule.ts';
import { rulesFor } from '../../../../shared/workspace/rules.ts';
import { Chip } from '../../../components/Chip.tsx';
import { markOfOutcome } from '../../../components/marks.ts';
import { OutcomeMark } from '../../../components/OutcomeMark.tsx';
import { counted } from '../../../lib/format.ts';
import { nowOnClock } from '../../../state/clock.ts';

/** Attempts at the beginning that are listed, before the last one. */
const FIRST = 4;

interface SenderForecastProps {
  rule: ResponseRule;
  workspace: WorkspaceView;
  /** Bytes of the whole response. */
  size: number;
}

/** What the sender does with a delivery that a rule is about, attempt for attempt. */
export function SenderForecast({ rule, workspace, size }: SenderForecastProps) {
  const [at] = useState(nowOnClock);
  const postback = workspace.postbacks.find(
    ({ content }) => content !== null && isLifeCycle(content),
  )?.content;
  const rules = rulesFor(workspace, postback ?? {});
  const { attempts, end, sentence } = whatIfRule(rules, rule, {
    at,
    size,
    key: { seed: SAMPLE_SEED, key: 'rule' },
  });
  const cut = attempts.length > FIRST + 2;
  const first = cut ? attempts.slice(0, FIRST) : attempts;
  const last = cut ? attempts.slice(-1) : [];
  return (
    <section aria-label="What the sender will do">
      <h2 className="section-head">
        What the sender will do <span className="faint rules-normal">{rules.profile.name}</span>
      </h2>
      <ol className="rules-forecast" data-testid="forecast" data-end={end}>
        {first.map((one) => (
          <ForecastLine key={one.number} attempt={one} start={at} />
        ))}
        {cut ? (
          <li className="faint rules-forecast-more">
            {counted(attempts.length - FIRST - 1, 'more attempt')} that end the same way
          </li>
        ) : null}
        {last.map((one) => (
          <ForecastLine key={one.number} attempt={one} start={at} />
        ))}
      </ol>
      {sentence === '' ? null : <p className="dimmed text-12 rules-forecast-end">{sentence}</p>}
    </section>
  );
}

function ForecastLine({ attempt, start }: { attempt: RuleAttempt; start: number }) {
  const { number, at, parts, outcome, sentence, hit } = attempt;
  const assumed = parts.some(({ certainty }) => certainty === 'assumed');
  return (
    <li className="rules-forecast-line">
      <OutcomeMark {...markOfOutcome(outcome)} />
      <span className="nowrap">Attempt {number}</span>
      <span className="mono dimmed nowrap">{number === 1 ? 'now' : `+ ${formatDuration(at - start)}`}</span>
      <span>
        {sentence} {hit ? null : <span className="faint">The rule does not match. </span>}
        {assumed ? <Chip tone="outline">assumed</Chip> : null}
      </span>
    </li>
  );
}
