import type { ReactNode } from 'react';
import { Dialog, DialogForm } from '../../components/Dialog.tsx';
import { problemOf } from '../../lib/problem.ts';
import { lacksTo, toOf, useRunOptions } from '../../state/run-options.ts';
import { reportError } from './report-error.ts';
import { useSimulator } from './simulator-view.ts';

export const closeDialog = () => useSimulator.setState({ dialog: null });

/** A host that is not allowed is said on the screen, beside the button that allows it. */
function onError(error: unknown): boolean {
  if (problemOf(error).code !== 'PB_HOST_NOT_ALLOWED') return false;
  reportError(error);
  return true;
}

interface Props {
  title: string;
  /** The verb on the button. */
  verb: string;
  /** Everything in it can be sent. */
  good: boolean;
  /** Gives the step to the engine; what it throws is shown here. */
  onSend: () => Promise<void>;
  /** No postback is told of what it does. */
  silent?: boolean;
  size?: number;
  children: ReactNode;
}

/** A step by hand: its fields, and where its postbacks go. */
export function ManualStepDialog({ title, verb, good, onSend, silent = false, size, children }: Props) {
  const to = useRunOptions(toOf);
  const lacking = useRunOptions(lacksTo) && !silent;
  return (
    <Dialog title={title} onClose={closeDialog} {...(size === undefined ? {} : { size })}>
      <DialogForm
        verb={verb}
        good={good && !lacking}
        onSubmit={onSend}
        onError={onError}
        onCancel={closeDialog}
      >
        {children}
        {silent ? null : lacking ? (
          <p className="text-bad text-12">
            Enter your receiver’s URL next to To, or select the local receiver.
          </p>
        ) : (
          <p className="dimmed text-12">
            Sent to{' '}
            {to === undefined ? 'the postbacks’ URLs' : <span className="mono wrap-anywhere">{to}</span>}.
          </p>
        )}
      </DialogForm>
    </Dialog>
  );
}
