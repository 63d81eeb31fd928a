import { history, isolateHistory, redo, undo } from '@codemirror/commands';
import {
  EditorSelection,
  EditorState,
  type StateCommand,
  Transaction,
  type TransactionSpec,
} from '@codemirror/state';
import { difference } from '../../../shared/template/difference.ts';
import { useWorkspace } from '../../state/workspace.ts';

type Listener = (transaction: Transaction) => void;

/** Only "\n" separates lines: a "\r" before it is a character of the text, so that line ends stay as they came. */
export const LINE_ENDS = EditorState.lineSeparator.of('\n');

/**
 * One text of a postback with its undo history. It belongs to no editor: saving, another postback and another section
 * leave it alone, and several editors may show it, whole or in parts.
 */
export class TemplateText {
  #state: EditorState;
  #string: string;
  readonly #listeners = new Set<Listener>();

  constructor(text: string) {
    this.#string = text;
    this.#state = EditorState.create({ doc: text, extensions: [history(), LINE_ENDS] });
  }

  get state(): EditorState {
    return this.#state;
  }

  /** The text; the same string until it changes. */
  get string(): string {
    return this.#string;
  }

  /** Told of every change, in the order in which they are made. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Changes the text or its selection. */
  change(...specs: TransactionSpec[]): void {
    this.#take(this.#state.update(...specs));
  }

  /** What was changed elsewhere (on disk, by a quick fix, by Revert): one step to undo, of what really differs. */
  take(text: string): void {
    if (text === this.#string) return;
    const { start, end, text: by } = difference(this.#string, text);
    this.change({
      changes: { from: start, to: end, insert: by },
      annotations: [isolateHistory.of('full'), Transaction.userEvent.of('take')],
    });
  }

  undo(): boolean {
    return this.#run(undo);
  }

  redo(): boolean {
    return this.#run(redo);
  }

  #run(command: StateCommand): boolean {
    return command({ state: this.#state, dispatch: (transaction) => this.#take(transaction) });
  }

  #take(transaction: Transaction): void {
    this.#state = transaction.state;
    if (!transaction.docChanged) return;
    this.#string = transaction.state.sliceDoc();
    for (const listener of this.#listeners) listener(transaction);
  }
}

/** A selection in a whole text for one in a part of it that begins at `start`. */
export function shifted({ main }: EditorSelection, start: number): EditorSelection {
  return EditorSelection.single(main.anchor + start, main.head + start);
}

const texts = new Map<string, TemplateText>();

/** The text of a field of a postback of the open workspace, for as long as the app lives. */
export function textOf(file: string, field: string, value: string): TemplateText {
  const folder = useWorkspace.getState().view?.folder ?? '';
  const key = JSON.stringify([folder, file, field]);
  let text = texts.get(key);
  if (text === undefined) {
    text = new TemplateText(value);
    texts.set(key, text);
  }
  return text;
}
