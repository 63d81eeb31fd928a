import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { CopyButton } from '../components/CopyButton.tsx';
import { KeyCaps } from '../components/Kbd.tsx';
import { UNDO_KEYS } from '../lib/keys.ts';
import { type ProblemText, problemAsText } from '../lib/problem.ts';
import type { Notice, NoticeView } from '../state/notices.ts';
import { isInNotices } from './NoticeArea.tsx';

/** Ms after which a notice that had to stay, since somebody was in it, tries to go again. */
const AGAIN_MS = 1_000;
const SAID_MS = 4_000;

const timers = new Map<string, ReturnType<typeof setTimeout>>();

/** Takes a notice away after a while, but not while the pointer or the focus is among the notices. */
function hideLater(id: string, ms: number): void {
  clearTimeout(timers.get(id));
  timers.set(
    id,
    setTimeout(() => {
      if (isInNotices()) hideLater(id, AGAIN_MS);
      else notifications.hide(id);
    }, ms),
  );
}

function forget(id: string): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
}

let said = 0;

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
    autoClose: false,
    withCloseButton: true,
    closeButtonProps: { 'aria-label': 'Close' },
    role: 'status',
    onClose: () => {
      forget(id);
      onGone();
    },
    message: (
      <span className="hstack">
        <span className="grow">{text}</span>
        <Button size="xs" {...(byKeys ? { rightSection: <KeyCaps keys={UNDO_KEYS} /> } : {})} onClick={undo}>
          Undo
        </Button>
      </span>
    ),
  });
  hideLater(id, ms);
}

function showDone(text: string): void {
  said += 1;
  const id = `said-${said}`;
  notifications.show({
    id,
    message: text,
    autoClose: false,
    withCloseButton: true,
    closeButtonProps: { 'aria-label': 'Close' },
    role: 'status',
    onClose: () => forget(id),
  });
  hideLater(id, SAID_MS);
}

/** Notices above the status line. */
export const cornerNotices: NoticeView = {
  show(notice) {
    switch (notice.type) {
      case 'problem':
        showProblem(notice.problem);
        return;
      case 'done':
        showDone(notice.text);
        return;
      case 'undo':
        showUndo(notice);
    }
  },
  hide: (id) => {
    notifications.hide(id);
  },
};
