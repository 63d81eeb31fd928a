import { create } from 'zustand';
import type { Category } from '../../../shared/checks/check.ts';
import { SKETCH_LANGUAGES, type SketchLanguage } from '../../../shared/checks/remedies/sketch.ts';
import { readOfWindow, readText, writeOfWindow, writeText } from '../../lib/local-storage.ts';
import { openSection } from '../../state/ui.ts';
import { type Step, useSetup } from './setup/setup-draft.ts';

/** What the Checks screen shows. */
export interface ChecksView {
  page: 'runs' | 'setup';
  /** Null: the one under way, else the newest. */
  runId: number | null;
  /** An earlier run that the shown one is compared with; null for none. */
  against: number | null;
  /** The selected row: a check's id, or a category's row; null for the summary. */
  selected: string | null;
  /** Null: all while a run is under way, problems once it is over. */
  problems: boolean | null;
  query: string;
  folds: Readonly<Partial<Record<Category, boolean>>>;
  language: SketchLanguage;
}

const LANGUAGE_KEY = 'checks.language';
const PAGE_KEY = 'checks.page';

export const useChecksView = create<ChecksView>()(() => ({
  page: readOfWindow(PAGE_KEY) === 'setup' ? 'setup' : 'runs',
  runId: null,
  against: null,
  selected: null,
  problems: null,
  query: '',
  folds: {},
  language: SKETCH_LANGUAGES.find((one) => one === readText(LANGUAGE_KEY)) ?? SKETCH_LANGUAGES[0],
}));

// A reload stays where it was.
useChecksView.subscribe(({ page }, before) => {
  if (page !== before.page) writeOfWindow(PAGE_KEY, page);
});

/** Opens "Test my receiver", at a step of it. */
export function openSetup(step?: Step): void {
  if (step !== undefined) useSetup.setState({ step });
  useChecksView.setState({ page: 'setup' });
  openSection('checks');
}

/** Shows a run; null is the one under way, else the newest. */
export function showRun(runId: number | null): void {
  useChecksView.setState({ page: 'runs', runId, against: null, folds: {}, problems: null });
  openSection('checks');
}

/** Shows a check of the run on screen; null shows its summary. */
export function showCheck(selected: string | null): void {
  useChecksView.setState({ selected });
}

/** The language of code sketches; the next start begins with it. */
export function chooseLanguage(language: SketchLanguage): void {
  useChecksView.setState({ language });
  writeText(LANGUAGE_KEY, language);
}
