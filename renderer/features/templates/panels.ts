import { create } from 'zustand';
import { readText, writeText } from '../../state/remember.ts';

/** How the URL is shown: as one text, or as a table of its parameters. */
export type UrlView = 'text' | 'table';

interface Panels {
  urlView: UrlView;
  /** Whether the placeholders to choose from stand beside the editor. */
  palette: boolean;
}

/** What of the template editor is open; remembered. */
export const usePanels = create<Panels>()(() => ({
  urlView: readText('templates.url') === 'table' ? 'table' : 'text',
  palette: readText('templates.palette') === 'open',
}));

export function showUrlAs(urlView: UrlView): void {
  usePanels.setState({ urlView });
  writeText('templates.url', urlView);
}

export function showPalette(palette: boolean): void {
  usePanels.setState({ palette });
  writeText('templates.palette', palette ? 'open' : 'closed');
}
