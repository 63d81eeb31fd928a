import { create } from 'zustand';
import { isText } from '../lib/keys.ts';
import { tell, withdraw } from './notices.ts';

/** Ms that something can be taken back. */
const UNDO_MS = 12_000;

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
 * Says that something was done and offers to undo it for a while, by its button, the palette and Ctrl+Z. One that is
 * offered under the same id again takes the place of the one before.
 */
export function offerUndo({ id, text, undo }: Undoable): void {
  const undoNow = () => {
    forget(id);
    withdraw(id);
    undo();
  };
  // There the keys undo what was typed.
  const inText = document.activeElement !== null && isText(document.activeElement);
  forget(id);
  withdraw(id);
  useUndos.setState(({ undos }) => ({ undos: [...undos, { id, text, undo: undoNow }] }));
  tell({
    type: 'undo',
    id,
    text,
    ms: UNDO_MS,
    byKeys: !inText,
    undo: undoNow,
    onGone: () => forget(id),
  });
}

/** Takes an Undo away that was used elsewhere, or is over. */
export function withdrawUndo(id: string): void {
  forget(id);
  withdraw(id);
}
