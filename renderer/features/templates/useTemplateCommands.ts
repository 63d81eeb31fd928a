import {
  IconArrowBackUp,
  IconBraces,
  IconChevronLeft,
  IconChevronRight,
  IconDeviceFloppy,
  IconFileExport,
  IconStepInto,
  IconStepOut,
  IconTable,
} from '@tabler/icons-react';
import { useCommands } from '../../state/commands.ts';
import { searchPlaceholders, showUrlAs, usePanels } from './editor-panels.ts';
import { revertWithUndo } from './revert-postback.ts';
import { savePostback } from './save-postback.ts';
import { PREVIEWS, useTemplatesView } from './templates-view.ts';
import type { SampleChoice } from './usePreviewSample.ts';

const SECTION = 'Templates';

interface Given {
  file: string;
  edited: boolean;
  sample: SampleChoice;
  narrow: boolean;
}

/** Shows the preview before or after; where all three are on screen, the focus goes there. */
function goToPreview(by: 1 | -1, narrow: boolean): void {
  const { preview } = useTemplatesView.getState();
  const at = (PREVIEWS.indexOf(preview) + by + PREVIEWS.length) % PREVIEWS.length;
  const next = PREVIEWS[at]!;
  useTemplatesView.setState({ preview: next });
  if (narrow) return;
  const id = { placeholders: 'placeholder-preview', values: 'values-preview', wire: 'wire-preview' }[next];
  document.querySelector<HTMLElement>(`[data-testid="${id}"]`)?.focus();
}

/** What can be done with the postback on screen, for the palette and by keys. */
export function useTemplateCommands({ file, edited, sample, narrow }: Given): void {
  const urlView = usePanels((panels) => panels.urlView);
  const steps = sample.samples.length;
  const goToStep = (by: 1 | -1) => useTemplatesView.setState({ step: (sample.index + by + steps) % steps });
  useCommands([
    {
      id: 'templates.save',
      title: 'Save postback',
      detail: file,
      section: SECTION,
      keys: 'Mod+S',
      icon: IconDeviceFloppy,
      enabled: edited,
      run: () => void savePostback(file),
    },
    {
      id: 'templates.revert',
      title: 'Revert postback',
      detail: 'discards unsaved edits (can be undone)',
      section: SECTION,
      icon: IconArrowBackUp,
      enabled: edited,
      run: () => revertWithUndo(file),
    },
    {
      id: 'templates.placeholders',
      title: 'Insert a placeholder',
      detail: 'any that this kind of postback supports',
      section: SECTION,
      keys: 'Alt+I',
      icon: IconBraces,
      run: searchPlaceholders,
    },
    {
      id: 'templates.url-view',
      title: urlView === 'text' ? 'Show the URL as a table of parameters' : 'Show the URL as text',
      section: SECTION,
      icon: IconTable,
      run: () => showUrlAs(urlView === 'text' ? 'table' : 'text'),
    },
    {
      id: 'templates.export',
      title: 'Values for the platform’s form',
      detail: 'field by field, with a Markdown summary',
      section: SECTION,
      icon: IconFileExport,
      run: () => useTemplatesView.setState({ dialog: 'export' }),
    },
    {
      id: 'templates.next-preview',
      title: 'Next preview',
      section: SECTION,
      icon: IconChevronRight,
      run: () => goToPreview(1, narrow),
    },
    {
      id: 'templates.previous-preview',
      title: 'Previous preview',
      section: SECTION,
      icon: IconChevronLeft,
      run: () => goToPreview(-1, narrow),
    },
    {
      id: 'templates.next-step',
      title: 'Next step of the sample',
      section: SECTION,
      keys: 'Alt+PageDown',
      icon: IconStepInto,
      enabled: steps > 1,
      run: () => goToStep(1),
    },
    {
      id: 'templates.previous-step',
      title: 'Previous step of the sample',
      section: SECTION,
      keys: 'Alt+PageUp',
      icon: IconStepOut,
      enabled: steps > 1,
      run: () => goToStep(-1),
    },
  ]);
}
