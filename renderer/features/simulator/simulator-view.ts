import { create } from 'zustand';
import { readText, writeText } from '../../lib/local-storage.ts';
import { type About, useActivity } from '../../state/activity.ts';
import { useUi } from '../../state/ui.ts';
import { NO_SELECTION } from './multi-selection.ts';

/** Which deliveries are listed. */
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
  | 'save-scenario';

/** What stands beside deliveries and actions: the scenario's steps, or the guided test conversion. */
export type Aside = 'steps' | 'guide';

interface Simulator {
  /** The scenario on screen; null chooses the first good one. */
  file: string | null;
  /** A run selected by the user; null follows the newest one of the scenario. */
  runId: number | null;
  /** Which step of it is marked, from 0. */
  step: number | null;
  filter: DeliveryFilter;
  /** As chosen; null shows the timeline as soon as there is a run. */
  view: DeliveriesView | null;
  /** Several deliveries chosen together, and where a range of them begins. */
  selectedIds: ReadonlySet<number>;
  anchor: number | null;
  /** The attempt whose bytes are shown; null for the last one of the delivery. */
  attemptId: number | null;
  /** Beside the timeline the detail is shown on demand; beside the list it always is. */
  detail: boolean;
  /** Narrow windows show one of the two. */
  pane: 'deliveries' | 'world';
  aside: Aside;
  dialog: SimulatorDialog | null;
  /** A step by hand whose delivery is to be selected: the first of its action with a larger id. */
  awaited: { about: About; after: number } | null;
}

const viewOf = (text: string | undefined): DeliveriesView | null =>
  text === 'list' || text === 'timeline' ? text : null;

/** Lives outside the screen, so that choices survive another section. */
export const useSimulator = create<Simulator>()(() => ({
  file: readText('simulator.scenario') ?? null,
  runId: null,
  step: null,
  filter: 'run',
  view: viewOf(readText('simulator.deliveries')),
  ...NO_SELECTION,
  attemptId: null,
  detail: false,
  pane: 'deliveries',
  aside: readText('simulator.aside') === 'guide' ? 'guide' : 'steps',
  dialog: null,
  awaited: null,
}));

/** Steps or guide: remembered for the next visit. */
export function chooseAside(aside: Aside): void {
  useSimulator.setState({ aside });
  writeText('simulator.aside', aside);
}

export function chooseScenario(file: string): void {
  useSimulator.setState({ file, runId: null, step: null });
  writeText('simulator.scenario', file);
}

useUi.subscribe(({ scenario }, before) => {
  if (scenario !== null && scenario !== before.scenario) chooseScenario(scenario.file);
});

/** List or timeline: remembered for the next visit. */
export function chooseView(view: DeliveriesView): void {
  useSimulator.setState({ view });
  writeText('simulator.deliveries', view);
}

/** Steps from which on a run is better seen over time than line by line. */
const LONG_RUN = 13;

/** How deliveries are shown: as chosen, else short runs as a list and long ones as a timeline. */
export function useDeliveriesView(runId: number | undefined): DeliveriesView {
  const long = useActivity(
    ({ runs }) => runId !== undefined && (runs.get(runId)?.steps.length ?? 0) >= LONG_RUN,
  );
  return useSimulator(({ view }) => view ?? (long ? 'timeline' : 'list'));
}
