import type { ReactNode } from 'react';
import type { PostbackTrigger } from '../../../shared/delivery/fired-postbacks.ts';
import { Dialog, DialogForm } from '../../components/Dialog.tsx';
import { problemOf } from '../../lib/problem.ts';
import { useLack } from '../../state/send-to.ts';
import { Destinations } from './Destinations.tsx';
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
  /** The event that it causes; null where no postback is told of it. */
  trigger: PostbackTrigger | null;
  size?: number;
  children: ReactNode;
}

/** A step by hand: its fields, and where its postbacks go. */
export function ManualStepDialog({ title, verb, good, onSend, trigger, size, children }: Props) {
  const lack = useLack();
  const lacking = trigger !== null && lack !== null;
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
        {trigger === null ? null : lacking ? (
          <p className="text-bad text-12">{lack.sentence}</p>
        ) : (
          <Destinations trigger={trigger} />
        )}
      </DialogForm>
    </Dialog>
  );
}
