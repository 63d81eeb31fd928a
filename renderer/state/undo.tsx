import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { create } from 'zustand';
import { KeyCaps } from '../components/Kbd.tsx';
import { isText } from './keys.ts';

/** Ms that something can be taken back. */
const UNDO_MS = 12_000;

/** The binding of the newest Undo; texts being typed undo by themselves. */
export const UNDO_KEYS = 'Mod+Z';

interface Undoable {
  id: string;
  /** What was done: "Deleted Acme." */
  text: string;
  undo: () => void;
}

/** What can be taken back now, the newest last. */
export const useUndos = create<{ undos: readonly Undoable[] }>()(() => ({ undos: [] }));

function forget(id: string): void {
  useUndos.setState(({ undos }) => ({ undos: undos.filter((undoable) => undoable.id !== id) }));
}

/**
 * Says that something was done and offers to take it back for a while, by its button, the palette and Ctrl+Z. One
 * that is offered under the same id again takes the place of the one before.
 */
export function offerUndo({ id, text, undo }: Undoable): void {
  const takeBack = () => {
    forget(id);
    notifications.hide(id);
    undo();
  };
  // There the keys undo what was typed.
  const inText = document.activeElement !== null && isText(document.activeElement);
  forget(id);
  notifications.hide(id);
  useUndos.setState(({ undos }) => ({ undos: [...undos, { id, text, undo: takeBack }] }));
  notifications.show({
    id,
    autoClose: UNDO_MS,
    withCloseButton: true,
    closeButtonProps: { 'aria-label': 'Close' },
    role: 'status',
    onClose: () => forget(id),
    message: (
      <span className="row">
        <span className="grow">{text}</span>
        <Button
          size="xs"
          {...(inText ? {} : { rightSection: <KeyCaps keys={UNDO_KEYS} /> })}
          onClick={takeBack}
        >
          Undo
        </Button>
      </span>
    ),
  });
}
