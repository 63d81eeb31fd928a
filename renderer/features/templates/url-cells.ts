import type { EditorView, KeyBinding } from '@codemirror/view';
import type { UrlCell } from '../../../shared/template/url-table.ts';

const keyOf = (cell: UrlCell) => ('row' in cell ? `${cell.part} ${cell.row}` : cell.part);

/** Which cells of a table are on screen, and which one gets the focus as soon as it is. */
export class CellFocus {
  readonly #views = new Map<string, EditorView>();
  readonly #scrollTo: (row: number) => void;
  #wanted: { key: string; from: number; to: number } | null = null;

  constructor(scrollTo: (row: number) => void) {
    this.#scrollTo = scrollTo;
  }

  /** Takes in that a cell is on screen, or gone. */
  place(cell: UrlCell, view: EditorView | null): void {
    const key = keyOf(cell);
    if (view === null) {
      this.#views.delete(key);
      return;
    }
    this.#views.set(key, view);
    if (this.#wanted?.key !== key) return;
    const { from, to } = this.#wanted;
    this.#wanted = null;
    select(view, from, to);
  }

  /** Gives a cell the focus with a stretch of it selected; without one the cursor goes to its end. */
  go(cell: UrlCell, from = Number.POSITIVE_INFINITY, to = from): void {
    const key = keyOf(cell);
    if ('row' in cell) this.#scrollTo(cell.row);
    const view = this.#views.get(key);
    if (view !== undefined) select(view, from, to);
    else this.#wanted = { key, from, to };
  }
}

function select(view: EditorView, from: number, to: number): void {
  const { length } = view.state.doc;
  // First the focus: a browser that gives it late would put the cursor at the beginning.
  view.focus();
  view.dispatch({
    selection: { anchor: Math.min(from, length), head: Math.min(to, length) },
    scrollIntoView: true,
  });
}

/** What can be done with a row from its cells. */
interface RowDoing {
  count: number;
  add: () => void;
  remove: (row: number) => void;
  move: (from: number, to: number, part: 'key' | 'value') => void;
}

/**
 * The keys of a cell: Enter goes on and adds a row after the last one, "=" goes from key to value, arrows go up and
 * down, with Alt they take the row along, and Backspace removes a row that is empty.
 */
export function rowKeys(
  { row, part }: { row: number; part: 'key' | 'value' },
  focus: CellFocus,
  doing: () => RowDoing,
): KeyBinding[] {
  const toRow = (by: 1 | -1) => (view: EditorView) => {
    const { main } = view.state.selection;
    // Inside a cell that wraps, the arrow goes to its next line first.
    const inside = view.moveVertically(main, by === 1).head;
    if (inside !== main.head && inside !== 0 && inside !== view.state.doc.length) return false;
    const next = row + by;
    if (next < 0) focus.go({ part: 'base' });
    else if (next < doing().count) focus.go({ part, row: next });
    return true;
  };
  const moved = (by: 1 | -1) => () => {
    doing().move(row, row + by, part);
    return true;
  };
  return [
    { key: 'Alt-ArrowUp', run: moved(-1) },
    { key: 'Alt-ArrowDown', run: moved(1) },
    { key: 'ArrowUp', run: isCompleting(toRow(-1)) },
    { key: 'ArrowDown', run: isCompleting(toRow(1)) },
    {
      key: 'Enter',
      run: isCompleting(() => {
        if (part === 'key') focus.go({ part: 'value', row });
        else if (row + 1 < doing().count) focus.go({ part: 'key', row: row + 1 });
        else doing().add();
        return true;
      }),
    },
    ...(part === 'key'
      ? [
          {
            key: '=',
            run: (view: EditorView) => {
              if (view.state.selection.main.to !== view.state.doc.length) return false;
              focus.go({ part: 'value', row });
              return true;
            },
          },
        ]
      : []),
    {
      key: 'Backspace',
      run: (view) => {
        if (part !== 'key' || view.state.doc.length > 0) return false;
        const value = view.dom.closest('[role="listitem"]')?.querySelectorAll('.cm-content')[1]?.textContent;
        if (value !== '') return false;
        doing().remove(row);
        return true;
      },
    },
  ];
}

/** Leaves a key to the list of completions while that is open. */
function isCompleting(run: (view: EditorView) => boolean) {
  return (view: EditorView) => view.dom.querySelector('.cm-tooltip-autocomplete') === null && run(view);
}
