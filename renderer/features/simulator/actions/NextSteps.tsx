import type { ActionView } from '../../../../shared/contract/activity.ts';
import { KeyCaps } from '../../../components/Kbd.tsx';
import { ReasonedButton } from '../../../components/ReasonedButton.tsx';
import { useVirtualNow } from '../../../state/clock.ts';
import { applyTransition } from '../manual-commands.ts';
import { NEXT_STEPS, whyNotNow } from './next-steps.ts';

/** One button for each thing that the platform does to an action; one that is not possible now says why. */
export function NextSteps({ view: { key, action } }: { view: ActionView }) {
  // Actions lock by the clock.
  const now = useVirtualNow(60_000);
  return (
    <div className="pane-bar world-next-steps" role="group" aria-label="Next steps">
      {NEXT_STEPS.map(({ transition, word, keys, asks }) => {
        const why = whyNotNow(action, transition, now);
        return (
          <ReasonedButton
            key={transition}
            size="xs"
            px={6}
            why={why}
            rightSection={
              keys === undefined ? null : (
                <span className="world-key">
                  <KeyCaps keys={keys} />
                </span>
              )
            }
            onClick={() => applyTransition(key, transition)}
          >
            {word}
            {asks ? '…' : ''}
          </ReasonedButton>
        );
      })}
    </div>
  );
}
