import type { ActionView } from '../../../../shared/contract/activity.ts';
import { KeyCaps } from '../../../components/Kbd.tsx';
import { ReasonedButton } from '../../../components/ReasonedButton.tsx';
import { useVirtualNow } from '../../../state/clock.ts';
import { useMoney } from '../../../state/money-digits.ts';
import { useFiredDestinations } from '../hand/useWhyNothingSent.ts';
import { applyTransition } from '../manual-commands.ts';
import { effectOf, NEXT_STEPS, sentBy, whyNotNow } from './next-steps.ts';

/** What the platform does to an action: each with what it does and sends, or why it is not possible now. */
export function NextSteps({ view: { key, action } }: { view: ActionView }) {
  // Actions lock by the clock.
  const now = useVirtualNow(60_000);
  const fired = useFiredDestinations(action);
  const money = useMoney();
  return (
    <div className="hand-steps" role="group" aria-label="Next steps">
      <h3 className="hand-steps-head">Next steps</h3>
      {NEXT_STEPS.map(({ transition, word, keys, asks, event }) => {
        const why = whyNotNow(action, transition, now);
        const sends = sentBy(event, fired(event));
        const text = why ?? `${effectOf(action, transition, money)} ${sends}`;
        return (
          <div key={transition} className="hand-step">
            <ReasonedButton
              size="xs"
              px={8}
              why={why}
              justify="space-between"
              rightSection={keys === undefined || why !== undefined ? null : <KeyCaps keys={keys} />}
              onClick={() => applyTransition(key, transition)}
            >
              {word}
              {asks ? '…' : ''}
            </ReasonedButton>
            <span className={why === undefined ? 'dimmed' : 'faint'}>{text}</span>
          </div>
        );
      })}
    </div>
  );
}
