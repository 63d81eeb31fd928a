import type { ActionView } from '../../../shared/contract/activity.ts';
import type { Transition } from '../../../shared/domain/action.ts';
import { whyNoInquiries } from '../../../shared/domain/inquiry.ts';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowsDiff,
  IconCash,
  IconCheck,
  IconClick,
  IconDeviceFloppy,
  IconEdit,
  IconFilter,
  IconLink,
  IconList,
  IconMessageCheck,
  IconMessageQuestion,
  IconPackage,
  IconPlayerPlay,
  IconPlus,
  IconRestore,
  IconRotateClockwise,
  IconRoute,
  IconSend,
  IconStairs,
  IconTimeline,
  IconTool,
  IconTrash,
  IconWorld,
  IconX,
} from '../../components/icons.ts';
import { focusField } from '../../lib/focus.ts';
import { counted } from '../../lib/format.ts';
import { isEmpty, useActivity } from '../../state/activity.ts';
import { nowOnClock } from '../../state/clock.ts';
import { type Command, useCommands } from '../../state/commands.ts';
import { cancelDeliveries, maintain, retryDeliveries, retryFailed } from '../../state/delivery-commands.ts';
import { seedOf, useRunOptions } from '../../state/run-options.ts';
import { chooseMode, SIMULATOR_MODES, type SimulatorMode, useUi, WORLD_TABS } from '../../state/ui.ts';
import { NEXT_STEPS, whyNotNow } from './actions/next-steps.ts';
import { changeItems } from './catalogs/CatalogTools.tsx';
import { useCatalog } from './catalogs/items-view.ts';
import { clearActivity } from './clear-activity.ts';
import { KIND_TITLES } from './hand/KindPicker.tsx';
import { useSelectedInquiry } from './inquiries/useInquiries.ts';
import { useLinks } from './links/link-draft.ts';
import { useSelectedClick } from './links/useClicks.ts';
import { applyTransition } from './manual-commands.ts';
import { useWorld } from './ProgramSelect.tsx';
import { cancelRun, runScenario } from './run/run-scenario.ts';
import { selectedDeliveryIds } from './selected-deliveries.ts';
import {
  chooseGuide,
  chooseView,
  type DeliveriesView,
  MODE_TITLES,
  type SimulatorDialog,
  showKind,
  useSimulator,
} from './simulator-view.ts';
import { MAINTENANCE, useMaintenance } from './useMaintenance.ts';
import type { Shown } from './useScenario.ts';
import { useFailed } from './watch/DeliveriesMenu.tsx';

const SECTION = 'Simulator';
const open = (dialog: SimulatorDialog) => useSimulator.setState({ dialog });

/** Shows how deliveries are watched. */
function watch(view: DeliveriesView): void {
  chooseView(view);
  chooseMode('watch');
}

const MODE_ICONS: Record<SimulatorMode, Command['icon']> = {
  hand: IconClick,
  run: IconStairs,
  watch: IconTimeline,
};

const STEP_ICONS: Record<Transition, Command['icon']> = {
  modify: IconEdit,
  reverse: IconArrowBackUp,
  restore: IconArrowForwardUp,
  reset: IconRestore,
  approve: IconCheck,
  clear: IconCash,
};

const CATALOG_COMMANDS = [
  { dialog: 'change-items', title: 'Change catalog items…' },
  { dialog: 'add-item', title: 'Add a catalog item…' },
  { dialog: 'generate-items', title: 'Generate catalog items…' },
  { dialog: 'import-items', title: 'Import catalog items from CSV…' },
] as const;

interface Given {
  shown: Shown;
  action: ActionView | undefined;
  /** How many deliveries are chosen, and what can be done with one of them at least. */
  deliveries: number;
  cancellable: boolean;
  retriable: boolean;
}

/** What can be done in the simulator, for the palette and by keys. */
export function useSimulatorCommands(given: Given): void {
  const { shown, action, deliveries, cancellable, retriable } = given;
  const { scenario, run } = shown;
  const maintenance = useMaintenance();
  const failed = useFailed(undefined);
  const chosen = counted(deliveries, 'delivery', 'deliveries');
  const empty = useActivity(isEmpty);
  const seedGood = useRunOptions(({ seed }) => seedOf(seed) !== null);
  const running = run?.state === 'running';
  const on = action?.action.id;
  const world = useWorld();
  const inquiry = useSelectedInquiry();
  const catalog = useCatalog();
  const click = useSelectedClick();
  const guide = useSimulator((state) => state.guide);
  const hand = useUi(({ mode }) => mode === 'hand');
  const handDone = useActivity(({ recorded }) => recorded);
  const runCount = useActivity(({ runIds }) => runIds.length);
  useCommands([
    {
      id: 'simulator.run',
      title: 'Run scenario',
      detail: scenario?.content?.name,
      section: SECTION,
      keys: 'Mod+Enter',
      icon: IconPlayerPlay,
      enabled: !running && scenario !== undefined && scenario.content !== null && seedGood,
      run: () => scenario !== undefined && void runScenario(scenario.file),
    },
    {
      id: 'simulator.cancel-run',
      title: 'Cancel run',
      detail: run?.name,
      section: SECTION,
      icon: IconX,
      enabled: running,
      run: () => run !== undefined && cancelRun(run.id),
    },
    ...SIMULATOR_MODES.map((each, index) => ({
      id: `simulator.mode-${each}`,
      title: `Simulator: ${MODE_TITLES[each]}`,
      section: SECTION,
      keys: String(index + 1),
      icon: MODE_ICONS[each],
      run: () => chooseMode(each),
    })),
    {
      id: 'simulator.track',
      title: 'Track action…',
      section: SECTION,
      keys: 'T',
      icon: IconPlus,
      run: () => open('track'),
    },
    {
      id: 'simulator.convert',
      title: 'Convert click…',
      detail: click === undefined ? undefined : click.click.id,
      section: SECTION,
      keys: 'C',
      icon: IconClick,
      enabled: click !== undefined,
      run: () => open('convert'),
    },
    ...NEXT_STEPS.map(({ transition, word, keys, asks }) => ({
      id: `simulator.${transition}`,
      title: `${word} action${asks ? '…' : ''}`,
      detail: on,
      section: SECTION,
      keys,
      icon: STEP_ICONS[transition],
      enabled: action !== undefined && whyNotNow(action.action, transition, nowOnClock()) === undefined,
      run: () => action !== undefined && applyTransition(action.key, transition),
    })),
    {
      id: 'simulator.open-inquiry',
      title: 'Open inquiry…',
      section: SECTION,
      keys: 'I',
      icon: IconMessageQuestion,
      enabled: world !== undefined && whyNoInquiries(world) === undefined,
      run: () => open('open-inquiry'),
    },
    {
      id: 'simulator.close-inquiry',
      title: 'Close inquiry…',
      detail: inquiry?.inquiry.id,
      section: SECTION,
      keys: 'X',
      icon: IconMessageCheck,
      enabled: inquiry !== undefined && inquiry.inquiry.closed === null,
      run: () => open('close-inquiry'),
    },
    ...CATALOG_COMMANDS.map(({ dialog, title }) => ({
      id: `simulator.${dialog}`,
      title,
      detail: catalog?.name,
      section: SECTION,
      icon: IconPackage,
      enabled: catalog !== undefined,
      run: () => {
        showKind('catalogs');
        if (dialog === 'change-items') changeItems();
        else open(dialog);
      },
    })),
    ...WORLD_TABS.map((tab) => ({
      id: `simulator.tab-${tab}`,
      title: `Show ${KIND_TITLES[tab].toLowerCase()}`,
      section: SECTION,
      icon: IconWorld,
      run: () => showKind(tab),
    })),
    {
      id: 'simulator.link',
      title: 'Build a tracking link',
      section: SECTION,
      keys: 'L',
      icon: IconLink,
      run: () => {
        useLinks.setState({ part: 'build' });
        showKind('clicks');
      },
    },
    {
      id: 'simulator.guide',
      title: guide && hand ? 'Close the guided test conversion' : 'Guided test conversion',
      section: SECTION,
      keys: 'G',
      icon: IconRoute,
      run: () => chooseGuide(!(guide && hand)),
    },
    {
      id: 'simulator.save-scenario',
      title: 'Save as scenario…',
      detail: 'all manual steps so far',
      section: SECTION,
      icon: IconDeviceFloppy,
      enabled: handDone,
      run: () => open('save-scenario'),
    },
    {
      id: 'simulator.compare-runs',
      title: 'Compare two runs…',
      detail: 'which deliveries differ, and in what',
      section: SECTION,
      icon: IconArrowsDiff,
      enabled: runCount > 1,
      run: () => open('compare-runs'),
    },
    {
      id: 'simulator.cancel-delivery',
      title: deliveries > 1 ? 'Cancel selected deliveries' : 'Cancel delivery',
      detail: deliveries > 1 ? chosen : undefined,
      section: SECTION,
      icon: IconX,
      enabled: cancellable,
      run: () => cancelDeliveries(selectedDeliveryIds()),
    },
    {
      id: 'simulator.retry-delivery',
      title: deliveries > 1 ? 'Retry selected deliveries now' : 'Retry delivery now',
      detail: deliveries > 1 ? chosen : undefined,
      section: SECTION,
      icon: IconRotateClockwise,
      enabled: retriable,
      run: () => retryDeliveries(selectedDeliveryIds()),
    },
    {
      id: 'simulator.retry-failed',
      title: `Retry all failed (${failed})`,
      section: SECTION,
      icon: IconRotateClockwise,
      enabled: failed > 0,
      run: () => retryFailed(undefined),
    },
    ...MAINTENANCE.map(({ what, title, when }) => ({
      id: `simulator.maintenance-${what}`,
      title,
      section: SECTION,
      icon: IconTool,
      enabled: when.includes(maintenance.state),
      run: () => maintain(what),
    })),
    {
      id: 'simulator.list',
      title: 'Deliveries as a list',
      section: SECTION,
      icon: IconList,
      run: () => watch('list'),
    },
    {
      id: 'simulator.timeline',
      title: 'Deliveries as a timeline',
      section: SECTION,
      icon: IconTimeline,
      run: () => watch('timeline'),
    },
    {
      id: 'simulator.to',
      title: 'Choose the receiver',
      detail: 'local or your own',
      section: SECTION,
      icon: IconSend,
      run: () => {
        // The field stands in both modes that send.
        if (!hand) chooseMode('run');
        requestAnimationFrame(() => focusField('simulator-to'));
      },
    },
    {
      id: 'simulator.filter',
      title: 'Filter actions',
      section: SECTION,
      keys: '/',
      icon: IconFilter,
      run: () => {
        showKind('actions');
        // In a narrow window the field comes on screen with the list.
        useSimulator.setState({ picker: true });
        requestAnimationFrame(() => focusField('simulator-filter'));
      },
    },
    {
      id: 'simulator.clear',
      title: 'Clear simulator…',
      detail: 'actions and deliveries',
      section: SECTION,
      icon: IconTrash,
      enabled: !empty && !running,
      run: () => void clearActivity(),
    },
  ]);
}
