import { Button, Modal } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Problem } from '../../components/Problem.tsx';
import { type ProblemText, problemOf } from '../../lib/problem.ts';
import { lacksTo, toOf, useSimulator } from './simulator-view.ts';
import { reportError } from './target.ts';

export const closeDialog = () => useSimulator.setState({ dialog: null });

interface Props {
  title: string;
  /** The verb on the button. */
  verb: string;
  /** Everything in it can be sent. */
  good: boolean;
  /** Gives the step to the engine; what it throws is shown here. */
  onSend: () => Promise<void>;
  /** What it does is told to no postback. */
  silent?: boolean;
  size?: number;
  children: ReactNode;
}

/** A step by hand: fields, where it goes, and what the engine says against it. */
export function ManualStepDialog({ title, verb, good, onSend, silent = false, size = 520, children }: Props) {
  const [problem, setProblem] = useState<ProblemText | null>(null);
  const [busy, setBusy] = useState(false);
  const to = useSimulator(toOf);
  const lacking = useSimulator(lacksTo) && !silent;
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (!good || busy || lacking) return;
    setBusy(true);
    setProblem(null);
    try {
      await onSend();
    } catch (error) {
      const said = problemOf(error);
      if (said.code === 'PB_HOST_NOT_ALLOWED') reportError(error);
      else setProblem(said);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={closeDialog}
      title={title}
      size={size}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form className="form" onSubmit={send} noValidate>
        {children}
        {silent ? null : lacking ? (
          <p className="text-bad text-12">
            Write the URL of your receiver beside To first, or choose the local receiver.
          </p>
        ) : (
          <p className="dimmed text-12">
            Goes to{' '}
            {to === undefined ? (
              'the URLs of the postbacks'
            ) : (
              <span className="mono wrap-anywhere">{to}</span>
            )}
            .
          </p>
        )}
        {problem === null ? null : <Problem problem={problem} />}
        <div className="form-buttons">
          <Button onClick={closeDialog}>Cancel</Button>
          <Button type="submit" variant="filled" color="blue" disabled={!good || busy || lacking}>
            {verb}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
