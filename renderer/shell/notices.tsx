import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { CopyButton } from '../components/CopyButton.tsx';
import { KeyCaps } from '../components/Kbd.tsx';
import { UNDO_KEYS } from '../lib/keys.ts';
import { type ProblemText, problemAsText } from '../lib/problem.ts';
import type { Notice, NoticeView } from '../state/notices.ts';

/** An error stays until it is closed. The same text is shown once. */
function showProblem(problem: ProblemText): void {
  const { title, place, remedy } = problem;
  const text = problemAsText(problem);
  notifications.show({
    id: text,
    color: 'red',
    autoClose: false,
    withCloseButton: true,
    closeButtonProps: { 'aria-label': 'Close' },
    role: 'alert',
    title,
    message: (
      <div className="notice">
        {place === '' ? null : <div className="mono">{place}</div>}
        {remedy === '' ? null : <div>{remedy}</div>}
        <CopyButton text={text} label="Copy error" caption="Copy" />
      </div>
    ),
  });
}

function showUndo({ id, text, ms, byKeys, undo, onGone }: Extract<Notice, { type: 'undo' }>): void {
  notifications.show({
    id,
    autoClose: ms,
    withCloseButton: true,
    closeButtonProps: { 'aria-label': 'Close' },
    role: 'status',
    onClose: onGone,
    message: (
      <span className="hstack">
        <span className="grow">{text}</span>
        <Button size="xs" {...(byKeys ? { rightSection: <KeyCaps keys={UNDO_KEYS} /> } : {})} onClick={undo}>
          Undo
        </Button>
      </span>
    ),
  });
}

/** Notices in the corner of the window. */
export const cornerNotices: NoticeView = {
  show(notice) {
    switch (notice.type) {
      case 'problem':
        showProblem(notice.problem);
        return;
      case 'done':
        notifications.show({
          message: notice.text,
          autoClose: 4_000,
          withCloseButton: false,
          role: 'status',
        });
        return;
      case 'undo':
        showUndo(notice);
    }
  },
  hide: (id) => {
    notifications.hide(id);
  },
};
