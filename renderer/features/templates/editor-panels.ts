import { flushSync } from 'react-dom';
import { create } from 'zustand';
import { readText, writeText } from '../../lib/local-storage.ts';

/** How the URL is shown: as one text, or as a table of its parameters. */
export type UrlView = 'text' | 'table';

interface Panels {
  urlView: UrlView;
  /** Whether the placeholders to choose from stand beside the editor. */
  palette: boolean;
  /** Whether the list of problems is unfolded. */
  problems: boolean;
}

/** What of the template editor is open; remembered. */
export const usePanels = create<Panels>()(() => ({
  urlView: readText('templates.url') === 'table' ? 'table' : 'text',
  palette: readText('templates.palette') === 'open',
  problems: readText('templates.problems') !== 'closed',
}));

export function showUrlAs(urlView: UrlView): void {
  usePanels.setState({ urlView });
  writeText('templates.url', urlView);
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
  writeText('templates.palette', palette ? 'open' : 'closed');
}

export function showProblems(problems: boolean): void {
  usePanels.setState({ problems });
  writeText('templates.problems', problems ? 'open' : 'closed');
}
