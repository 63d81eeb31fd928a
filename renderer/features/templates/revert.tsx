import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { dropDraft, restoreDraft } from './store.ts';

const UNDO_MS = 10_000;

/** Drops the edits of a postback at once, and offers them back for a while. */
export function revertWithUndo(file: string): void {
  const dropped = dropDraft(file);
  if (dropped === undefined) return;
  const id = `reverted ${file}`;
  const undo = () => {
    notifications.hide(id);
    restoreDraft(file, dropped);
  };
  notifications.show({
    id,
    autoClose: UNDO_MS,
    withCloseButton: true,
    closeButtonProps: { 'aria-label': 'Close' },
    role: 'status',
    message: (
      <span className="row">
        <span className="grow">The edits of {file} were dropped.</span>
        <Button size="xs" onClick={undo}>
          Undo
        </Button>
      </span>
    ),
  });
}
