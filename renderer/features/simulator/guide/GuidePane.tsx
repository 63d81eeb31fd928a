import { ScrollRegion } from '../../../components/ScrollRegion.tsx';
import './guide.css';
import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { IconButton } from '../../../components/IconButton.tsx';
import { IconCheck, IconInfoCircle, IconX } from '../../../components/icons.ts';
import { OutcomeMark } from '../../../components/OutcomeMark.tsx';
import { Pane } from '../../../components/Pane.tsx';
import { chooseGuide, GUIDE } from '../simulator-view.ts';
import { STEP_BODIES, STEP_TITLES } from './GuideSteps.tsx';
import { GUIDE_STEPS, type GuideStepId, type GuideStepState, guideStepsDone } from './guide.ts';
import { beginGuide } from './guide-progress.ts';
import { useGuideFacts } from './useGuideFacts.ts';

/** A test conversion from the link to the reversal's postback, ticked as things arrive. */
export function GuidePane() {
  const facts = useGuideFacts();
  const done = guideStepsDone(facts);
  const at = GUIDE_STEPS[done.length];
  return (
    <Pane label="Guided test conversion">
      <div className="pane-bar simulator-bar">
        <h2>Test conversion</h2>
        <span className="faint text-12 nowrap">
          {done.length} of {GUIDE_STEPS.length}
        </span>
        <span className="spacer" />
        <IconButton
          label="Close the guide"
          icon={<IconX size={15} stroke={1.5} />}
          onClick={() => chooseGuide(false)}
        />
      </div>
      <ScrollRegion id={GUIDE} label="Steps of the test conversion" className="guide-scroll">
        <ol className="guide-steps">
          {GUIDE_STEPS.map((step) => {
            const Body = STEP_BODIES[step];
            const state = done.includes(step) ? 'done' : step === at ? 'now' : 'later';
            return (
              <Step key={step} id={step} state={state}>
                <Body facts={facts} state={state} />
              </Step>
            );
          })}
        </ol>
        {at === undefined ? (
          <p className="guide-end text-ok" role="status">
            Everything arrived: your receiver handles a conversion and its reversal.
          </p>
        ) : null}
        <p className="text-12 dimmed guide-about">
          <IconInfoCircle size={14} stroke={1.5} aria-hidden="true" />
          <span>
            The platform’s own Test button only covers event-level postbacks. Test a global postback like
            this: with your own conversion, which the brand reverses afterwards.
          </span>
        </p>
      </ScrollRegion>
      {facts.start === null ? null : (
        <div className="pane-bar world-next-steps">
          <Button size="xs" onClick={() => beginGuide(null)}>
            Start over
          </Button>
        </div>
      )}
    </Pane>
  );
}

function Step({ id, state, children }: { id: GuideStepId; state: GuideStepState; children: ReactNode }) {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (state === 'now') row.current?.scrollIntoView({ block: 'nearest' });
  }, [state]);
  return (
    <li ref={row} className="guide-step" data-testid="guide-step" data-step={id} data-state={state}>
      <span className="guide-mark">
        {state === 'done' ? (
          <IconCheck size={14} stroke={2} className="text-ok" role="img" aria-label="Done" />
        ) : (
          <OutcomeMark
            mark={state === 'now' ? 'in-flight' : 'planned'}
            label={state === 'now' ? 'Current step' : 'Later'}
          />
        )}
      </span>
      <div className="vstack guide-body">
        <span className={state === 'later' ? 'medium dimmed' : 'medium'}>{STEP_TITLES[id]}</span>
        {children}
      </div>
    </li>
  );
}
