import type { HeaderRow } from '../../../shared/template/postback-form.ts';
import { useWorkspace } from '../../state/workspace.ts';

/** A header as it was last seen, and the name of its text. */
export interface HeaderText {
  id: number;
  name: string;
  text: string;
}

/**
 * Which text belongs to which header. A saved file numbers its rows anew, an edited one renames them: a row that is
 * the same in both keeps its text, then one of the same name, then one of the same number. `before` also holds headers
 * that were removed, which come back with their history.
 */
export function matchHeaders(
  before: readonly HeaderText[],
  rows: readonly Pick<HeaderRow, 'id' | 'name'>[],
): HeaderText[] {
  const free = new Set(before);
  const claimed = new Map<number, string>();
  const claim = (belongs: (row: Pick<HeaderRow, 'id' | 'name'>, known: HeaderText) => boolean) => {
    for (const row of rows) {
      if (claimed.has(row.id)) continue;
      const known = [...free].find((one) => belongs(row, one));
      if (known === undefined) continue;
      free.delete(known);
      claimed.set(row.id, known.text);
    }
  };
  claim((row, known) => known.id === row.id && known.name === row.name);
  claim((row, known) => known.name === row.name);
  claim((row, known) => known.id === row.id);
  const highest = Math.max(-1, ...before.map(({ text }) => Number(text.slice('header '.length))));
  let next = highest + 1;
  const now = rows.map(({ id, name }) => ({ id, name, text: claimed.get(id) ?? `header ${next++}` }));
  // The removed ones have no number any more that a new row could be taken for.
  return [...now, ...[...free].map((gone) => ({ ...gone, id: -1 }))];
}

const seen = new Map<string, HeaderText[]>();

/** The name of each header's text in a postback of the open workspace, in the order of the rows; the same for the same rows, however often it is asked. */
export function headerTexts(file: string, rows: readonly HeaderRow[]): string[] {
  const key = JSON.stringify([useWorkspace.getState().view?.folder, file]);
  const now = matchHeaders(seen.get(key) ?? [], rows);
  seen.set(key, now);
  return now.slice(0, rows.length).map(({ text }) => text);
}
