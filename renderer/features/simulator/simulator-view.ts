import { create } from 'zustand';
import { focusField } from '../../lib/focus.ts';
import { readText, writeText } from '../../lib/local-storage.ts';
import { chooseMode, type SimulatorMode, select, useUi, type WorldTab } from '../../state/ui.ts';
import { NO_SELECTION } from './multi-selection.ts';

/** What the modes are called on screen. */
export const MODE_TITLES: Record<SimulatorMode, string> = {
  hand: 'By hand',
  run: 'Run a scenario',
  watch: 'Watch',
};

/** Which deliveries are watched. */
export const DELIVERY_FILTERS = ['all', 'run', 'action'] as const;
export type DeliveryFilter = (typeof DELIVERY_FILTERS)[number];

/** How deliveries are shown. */
export type DeliveriesView = 'list' | 'timeline';

/** A step by hand that is being filled in. */
export type SimulatorDialog =
  | 'track'
  | 'convert'
  | 'modify'
  | 'reverse'
  | 'open-inquiry'
  | 'close-inquiry'
  | 'change-items'
  | 'add-item'
  | 'generate-items'
  | 'import-items'
  | 'save-scenario'
  | 'compare-runs';

/** What the three modes show; which of them is on screen stands in state/ui.ts, since other screens choose it too. */
interface Simulator {
  /** The scenario on screen; null chooses the first good one. */
  file: string | null;
  /** A run selected by the user; null follows the newest one of the scenario. */
  runId: number | null;
  /** Which step of it is marked, from 0. */
  step: number | null;
  filter: DeliveryFilter;
  view: DeliveriesView;
  /** Several deliveries chosen together, and where a range of them begins. */
  selectedIds: ReadonlySet<number>;
  anchor: number | null;
  /** The attempt whose bytes are shown; null for the last one of the delivery. */
  attemptId: number | null;
  /** The attempts take the focus as soon as they are on screen. */
  focus: boolean;
  /** Beside the timeline the detail is shown on demand; beside the list it always is. */
  detail: boolean;
  /** By hand, the guided test conversion stands in place of the list. */
  guide: boolean;
  /** Where there is no room for the list by hand, it is opened from the bar. */
  picker: boolean;
  dialog: SimulatorDialog | null;
}

/** Lives outside the screen, so that choices survive another section. */
export const useSimulator = create<Simulator>()(() => ({
  file: readText('simulator.scenario') ?? null,
  runId: null,
  step: null,
  filter: readText('simulator.filter') === 'run' ? 'run' : 'all',
  view: readText('simulator.deliveries') === 'list' ? 'list' : 'timeline',
  ...NO_SELECTION,
  attemptId: null,
  focus: false,
  detail: false,
  guide: readText('simulator.guide-shown') === 'true',
  picker: false,
  dialog: null,
}));

/** Id of the steps of the guided test conversion. */
export const GUIDE = 'simulator-guide';

/** Shows the guided test conversion by hand, or the list: remembered for the next visit. */
export function chooseGuide(guide: boolean): void {
  useSimulator.setState({ guide });
  writeText('simulator.guide-shown', String(guide));
  if (!guide) return;
  chooseMode('hand');
  focusField(GUIDE);
}

export function chooseScenario(file: string): void {
  useSimulator.setState({ file, runId: null, step: null });
  writeText('simulator.scenario', file);
}

/** Which deliveries are watched: remembered for the next visit. */
export function chooseFilter(filter: DeliveryFilter): void {
  useSimulator.setState({ filter });
  writeText('simulator.filter', filter);
}

/** Shows a run with its scenario, here and among the deliveries that are watched. */
export function chooseRun({ id, file }: { id: number; file: string }): void {
  chooseScenario(file);
  chooseFilter('run');
  useSimulator.setState({ runId: id, ...NO_SELECTION });
}

useUi.subscribe(({ scenario }, before) => {
  if (scenario !== null && scenario !== before.scenario) chooseScenario(scenario.file);
});

/** List or timeline: remembered for the next visit. */
export function chooseView(view: DeliveriesView): void {
  useSimulator.setState({ view });
  writeText('simulator.deliveries', view);
}

/** Shows things of one kind by hand. */
export function showKind(world: WorldTab): void {
  useSimulator.setState({ guide: false });
  select({ world });
  chooseMode('hand');
}
