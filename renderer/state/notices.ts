import type { ProblemText } from '../lib/problem.ts';

/** Something to tell the user in a corner of the screen. */
export type Notice =
  | { type: 'problem'; problem: ProblemText }
  | { type: 'done'; text: string }
  | {
      type: 'undo';
      id: string;
      text: string;
      /** How long it stays, in ms. */
      ms: number;
      /** Whether the keys of Undo take it back too. */
      byKeys: boolean;
      undo: () => void;
      /** Told when it goes, by itself or closed. */
      onGone: () => void;
    };

/** How notices come on screen: the frame knows. */
export interface NoticeView {
  show: (notice: Notice) => void;
  /** Takes an Undo away. */
  hide: (id: string) => void;
}

let view: NoticeView | undefined;

/** Gives notices their place on screen; called once, before anything is told. */
export function showNoticesWith(shown: NoticeView): void {
  view = shown;
}

export function tell(notice: Notice): void {
  view?.show(notice);
}

export function withdraw(id: string): void {
  view?.hide(id);
}
