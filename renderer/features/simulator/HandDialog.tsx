import { Button, Modal } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { ActionView } from '../../../shared/contract/activity.ts';
import { type ProblemText, problemOf } from '../../state/errors.ts';
import { byHand, report } from './doing.ts';
import { lacksTo, toOf, useSimulator } from './store.ts';

const close = () => useSimulator.setState({ dialog: null });

interface Props {
  title: string;
  /** The verb on the button. */
  verb: string;
  /** Everything in it can be sent. */
  good: boolean;
  /** Gives the step to the engine; what it throws is shown here. */
  onSend: (to: { to?: string }) => Promise<ActionView>;
  children: ReactNode;
}

/** A step by hand: fields, where it goes, and what the engine says against it. */
export function HandDialog({ title, verb, good, onSend, children }: Props) {
  const [problem, setProblem] = useState<ProblemText | null>(null);
  const [busy, setBusy] = useState(false);
  const to = useSimulator(toOf);
  const lacking = useSimulator(lacksTo);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (!good || busy || lacking) return;
    setBusy(true);
    setProblem(null);
    try {
      await byHand(onSend);
    } catch (error) {
      const said = problemOf(error);
      if (said.code === 'PB_HOST_NOT_ALLOWED') report(error);
      else setProblem(said);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={close} title={title} size={480} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form className="sm-form" onSubmit={send} noValidate>
        {children}
        {lacking ? (
          <p className="bad f12">
            Write the URL of your receiver beside To first, or choose the local receiver.
          </p>
        ) : (
          <p className="t2 f12">
            Goes to{' '}
            {to === undefined ? 'the URLs of the postbacks' : <span className="mono sm-wrap">{to}</span>}.
          </p>
        )}
        {problem === null ? null : (
          <div role="alert" className="sm-form-problem">
            <p className="bad">{problem.title}</p>
            <p className="t2">{problem.remedy}</p>
          </div>
        )}
        <div className="sm-form-buttons">
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" variant="filled" color="blue" disabled={!good || busy || lacking}>
            {verb}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
