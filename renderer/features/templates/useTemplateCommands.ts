import { flushSync } from 'react-dom';
import {
  IconArrowBackUp,
  IconBraces,
  IconChevronDown,
  IconChevronLeft,
  IconChevronRight,
  IconChevronUp,
  IconDeviceFloppy,
  IconFileExport,
  IconLayoutSidebarRightExpand,
  IconListCheck,
  IconStepInto,
  IconStepOut,
  IconTable,
  IconTool,
} from '../../components/icons.ts';
import { useNarrow } from '../../components/useNarrow.ts';
import { useCommands } from '../../state/commands.ts';
import {
  FOLDS,
  searchPlaceholders,
  showColumn,
  showHeaders,
  showPreview,
  showProblems,
  showUrlAs,
  usePanels,
} from './editor-panels.ts';
import { fixOpened, type ProblemList, stepProblem } from './problem-list.ts';
import { revertWithUndo } from './revert-postback.ts';
import { savePostback } from './save-postback.ts';
import { useTemplatesView } from './templates-view.ts';
import type { SampleChoice } from './usePreviewSample.ts';

const SECTION = 'Templates';

interface Given {
  file: string;
  edited: boolean;
  sample: SampleChoice;
  problems: ProblemList;
}

/** Opens the preview after or before the one that was gone to last, with the focus there. */
function goToPreview(by: 1 | -1): void {
  const here = FOLDS.findIndex((fold) =>
    document.activeElement?.closest('.templates-fold')?.querySelector(`#templates-fold-${fold}`),
  );
  const next = FOLDS[(here === -1 && by === -1 ? 0 : here + by + FOLDS.length) % FOLDS.length]!;
  flushSync(() => showPreview(next));
  document.getElementById(`templates-fold-${next}`)?.focus();
}

/** What can be done with the postback on screen, for the palette and by keys. */
export function useTemplateCommands({ file, edited, sample, problems }: Given): void {
  const { urlView, headers, problems: listed, column } = usePanels();
  const narrow = useNarrow();
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
      id: 'templates.headers',
      title: headers ? 'Hide the headers' : 'Show the headers',
      section: SECTION,
      icon: IconTable,
      run: () => showHeaders(!headers),
    },
    {
      id: 'templates.problems',
      title: listed ? 'Hide the list of problems' : 'Show the list of problems',
      section: SECTION,
      icon: IconListCheck,
      run: () => showProblems(!listed),
    },
    {
      id: 'templates.next-problem',
      title: 'Next problem',
      section: SECTION,
      keys: 'F8',
      icon: IconChevronDown,
      enabled: problems.all.length > 0,
      run: () => stepProblem(problems, 1),
    },
    {
      id: 'templates.previous-problem',
      title: 'Previous problem',
      section: SECTION,
      keys: 'Shift+F8',
      icon: IconChevronUp,
      enabled: problems.all.length > 0,
      run: () => stepProblem(problems, -1),
    },
    {
      id: 'templates.fix',
      title: 'Fix the problem',
      detail: problems.opened?.fix?.title,
      section: SECTION,
      keys: 'Alt+Enter',
      icon: IconTool,
      enabled: problems.opened?.fix !== undefined,
      run: () => fixOpened(problems),
    },
    {
      id: 'templates.previews',
      title: column ? 'Hide the previews' : 'Show the previews',
      section: SECTION,
      keys: 'Mod+\\',
      icon: IconLayoutSidebarRightExpand,
      enabled: narrow,
      run: () => showColumn(!column),
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
      run: () => goToPreview(1),
    },
    {
      id: 'templates.previous-preview',
      title: 'Previous preview',
      section: SECTION,
      icon: IconChevronLeft,
      run: () => goToPreview(-1),
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
