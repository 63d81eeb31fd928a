import { Button, Modal } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, type ReactNode, useState } from 'react';
import { DIALOG_OFFSET } from '../lib/dialog-offset.ts';
import { type ProblemText, problemOf } from '../lib/problem.ts';
import { ProblemBox } from './ProblemBox.tsx';

interface DialogProps {
  title: string;
  opened?: boolean;
  onClose: () => void;
  /** Width in px. */
  size?: number;
  /** Class of the whole dialog, for one that has a height of its own. */
  className?: string;
  /** A DialogForm or a DialogContent. Drawn only while the dialog is open, and forgotten when it closes. */
  children: ReactNode;
}

/** The frame of every dialog: its title stays above and its buttons below, whatever there is between them. */
export function Dialog({ title, opened = true, onClose, size = 520, className = '', children }: DialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      xOffset={DIALOG_OFFSET}
      yOffset={DIALOG_OFFSET}
      classNames={{ content: `dialog ${className}`.trim(), body: 'dialog-body' }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {children}
    </Modal>
  );
}

interface DialogContentProps {
  /** Buttons at the end; without any the dialog only shows something. */
  buttons?: ReactNode;
  children: ReactNode;
}

/** What a dialog shows where nothing is sent. */
export function DialogContent({ buttons, children }: DialogContentProps) {
  return (
    <>
      <div className="dialog-content">{children}</div>
      {buttons === undefined ? null : <div className="dialog-foot">{buttons}</div>}
    </>
  );
}

interface DialogFormProps {
  /** The verb on the button that goes ahead. */
  verb: string;
  /** Whether what stands in the fields can be sent. */
  good?: boolean;
  /** Goes ahead; what it throws is shown above the buttons. The dialog is busy until it is done. */
  onSubmit: () => Promise<void> | void;
  /** Told first of what was thrown; true when it was dealt with elsewhere. */
  onError?: (error: unknown) => boolean;
  onCancel: () => void;
  /** What the other button says. */
  cancel?: string;
  /** Puts the focus on the button that goes ahead, where there is no field to begin with. */
  autoFocus?: boolean;
  /** Further buttons, at the other end; told what the engine said against the last try. */
  more?: (problem: ProblemText | null) => ReactNode;
  children: ReactNode;
}

/** Fields and the buttons below them. Enter sends, in a text of several lines Ctrl or Cmd with Enter. */
export function DialogForm(props: DialogFormProps) {
  const {
    verb,
    good = true,
    onSubmit,
    onError,
    onCancel,
    cancel = 'Cancel',
    autoFocus,
    more,
    children,
  } = props;
  const [problem, setProblem] = useState<ProblemText | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!good || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await onSubmit();
    } catch (error) {
      if (onError?.(error) !== true) setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.currentTarget.requestSubmit();
  };
  return (
    <form
      className="dialog-form"
      noValidate
      onSubmit={submit}
      onKeyDown={onKeyDown}
      // What was said is about what stood in the fields before.
      onChange={() => setProblem(null)}
    >
      <div className="dialog-content form">{children}</div>
      <div className="dialog-foot">
        {problem === null ? null : <ProblemBox problem={problem} />}
        <div className="dialog-buttons">
          {more?.(problem)}
          <span className="spacer" />
          <Button onClick={onCancel}>{cancel}</Button>
          <Button
            type="submit"
            variant="filled"
            disabled={!good || busy}
            {...(autoFocus === true ? { 'data-autofocus': true } : {})}
          >
            {verb}
          </Button>
        </div>
      </div>
    </form>
  );
}
