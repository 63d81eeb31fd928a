import { flushSync } from 'react-dom';
import { create } from 'zustand';
import { isNarrow } from '../../components/useNarrow.ts';
import { readText, writeText } from '../../lib/local-storage.ts';

/** How the URL is shown: as one text, or as a table of its parameters. */
export type UrlView = 'text' | 'table';

/** The folds of the previews, from top to bottom. */
export const FOLDS = ['wire', 'values', 'placeholders', 'test'] as const;
export type Fold = (typeof FOLDS)[number];

interface Panels {
  urlView: UrlView;
  /** Whether the headers stand below the URL. */
  headers: boolean;
  /** Whether the placeholders to choose from stand in the fold of the placeholders. */
  palette: boolean;
  /** Whether the list of problems is open. */
  problems: boolean;
  /** The previews that are open. */
  folds: readonly Fold[];
  /** Where the previews have no column of their own: whether they lie over the text. */
  column: boolean;
}

function foldsKept(): Fold[] {
  const kept = readText('templates.folds');
  if (kept === undefined) return ['wire'];
  return FOLDS.filter((fold) => kept.split(' ').includes(fold));
}

const isOpen = (key: string) => readText(key) === 'open';
const keepOpen = (key: string, open: boolean) => writeText(key, open ? 'open' : 'closed');

/** What of the template editor is open; remembered. */
export const usePanels = create<Panels>()(() => ({
  urlView: readText('templates.url') === 'table' ? 'table' : 'text',
  headers: isOpen('templates.headers'),
  palette: isOpen('templates.palette'),
  problems: isOpen('templates.problems'),
  folds: foldsKept(),
  column: isOpen('templates.previews'),
}));

export function showUrlAs(urlView: UrlView): void {
  usePanels.setState({ urlView });
  writeText('templates.url', urlView);
}

export function showHeaders(headers: boolean): void {
  usePanels.setState({ headers });
  keepOpen('templates.headers', headers);
}

export function showProblems(problems: boolean): void {
  usePanels.setState({ problems });
  keepOpen('templates.problems', problems);
}

/** Opens or closes one preview; the others stay as they are. */
export function showFold(fold: Fold, open: boolean): void {
  const folds = FOLDS.filter((one) => (one === fold ? open : usePanels.getState().folds.includes(one)));
  usePanels.setState({ folds });
  writeText('templates.folds', folds.join(' '));
}

/** Lays the previews over the text, or takes them away, where they have no column of their own. */
export function showColumn(column: boolean): void {
  usePanels.setState({ column });
  keepOpen('templates.previews', column);
}

/** Brings a preview on screen, wherever the previews are. */
export function showPreview(fold: Fold): void {
  showFold(fold, true);
  if (isNarrow()) showColumn(true);
}

/** The field that searches the placeholders. */
export const PALETTE_SEARCH = 'palette-search';

/** Opens the placeholders with the focus in their search. */
export function searchPlaceholders(): void {
  // Drawn at once: what is typed next belongs to the search.
  flushSync(() => showPalette(true));
  document.getElementById(PALETTE_SEARCH)?.focus();
}

export function showPalette(palette: boolean): void {
  usePanels.setState({ palette });
  keepOpen('templates.palette', palette);
  if (palette) showPreview('placeholders');
}
