import { modals } from '@mantine/modals';
import type { ReactNode } from 'react';
import { DIALOG_OFFSET } from '../lib/dialog-offset.ts';

export interface Question {
  title: string;
  body: ReactNode;
  /** The verb on the button that goes ahead. */
  confirm: string;
  /** For what cannot be taken back. */
  danger?: boolean;
}

/** Asks before something is done; true when the user goes ahead. Esc and Cancel are the same. */
export function confirm({ title, body, confirm: verb, danger = false }: Question): Promise<boolean> {
  return new Promise((resolve) => {
    let answer = false;
    modals.openConfirmModal({
      title,
      children: body,
      size: 420,
      labels: { confirm: verb, cancel: 'Cancel' },
      confirmProps: danger ? { className: 'danger' } : { variant: 'filled' },
      closeButtonProps: { 'aria-label': 'Close' },
      xOffset: DIALOG_OFFSET,
      yOffset: DIALOG_OFFSET,
      classNames: { content: 'dialog', body: 'dialog-body dialog-question' },
      groupProps: { className: 'dialog-foot', mt: 0 },
      onConfirm: () => {
        answer = true;
      },
      onClose: () => resolve(answer),
    });
  });
}
