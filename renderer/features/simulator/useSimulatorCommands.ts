import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconEdit,
  IconFilter,
  IconList,
  IconPlayerPlay,
  IconPlus,
  IconRotateClockwise,
  IconSend,
  IconTimeline,
  IconTool,
  IconTrash,
  IconX,
} from '@tabler/icons-react';
import type { ActionView } from '../../../shared/contract/activity.ts';
import { counted } from '../../components/format.ts';
import { useActivity } from '../../state/activity.ts';
import { useCommands } from '../../state/commands.ts';
import { useFailed } from './DeliveriesMenu.tsx';
import { cancelRun, clearActivity, restoreAction, runScenario } from './doing.ts';
import { cancelDeliveries, chosenIds, maintain, retryDeliveries, retryFailed } from './doing-deliveries.ts';
import { seedOf } from './run-options.ts';
import { chooseView, useSimulator } from './store.ts';
import { MAINTENANCE, useMaintenance } from './useMaintenance.ts';
import type { Shown } from './useScenario.ts';

const SECTION = 'Simulator';
const focus = (id: string) => document.getElementById(id)?.focus();
const open = (dialog: 'track' | 'modify' | 'reverse') => useSimulator.setState({ dialog });

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
  const empty = useActivity(({ actionKeys, deliveryIds }) => actionKeys.length + deliveryIds.length === 0);
  const seedGood = useSimulator(({ seed }) => seedOf(seed) !== null);
  const running = run?.state === 'running';
  const on = action?.action.id;
  const can = (transition: 'modify' | 'reverse' | 'restore') => action?.next.includes(transition) === true;
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
    {
      id: 'simulator.track',
      title: 'Track action…',
      section: SECTION,
      keys: 'T',
      icon: IconPlus,
      run: () => open('track'),
    },
    {
      id: 'simulator.modify',
      title: 'Modify action…',
      detail: on,
      section: SECTION,
      keys: 'M',
      icon: IconEdit,
      enabled: can('modify'),
      run: () => open('modify'),
    },
    {
      id: 'simulator.reverse',
      title: 'Reverse action…',
      detail: on,
      section: SECTION,
      keys: 'R',
      icon: IconArrowBackUp,
      enabled: can('reverse'),
      run: () => open('reverse'),
    },
    {
      id: 'simulator.restore',
      title: 'Restore action',
      detail: on,
      section: SECTION,
      keys: 'S',
      icon: IconArrowForwardUp,
      enabled: can('restore'),
      run: () => action !== undefined && void restoreAction(action.key),
    },
    {
      id: 'simulator.cancel-delivery',
      title: deliveries > 1 ? 'Cancel chosen deliveries' : 'Cancel delivery',
      detail: deliveries > 1 ? chosen : undefined,
      section: SECTION,
      icon: IconX,
      enabled: cancellable,
      run: () => cancelDeliveries(chosenIds()),
    },
    {
      id: 'simulator.retry-delivery',
      title: deliveries > 1 ? 'Retry chosen deliveries now' : 'Retry delivery now',
      detail: deliveries > 1 ? chosen : undefined,
      section: SECTION,
      icon: IconRotateClockwise,
      enabled: retriable,
      run: () => retryDeliveries(chosenIds()),
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
      run: () => chooseView('list'),
    },
    {
      id: 'simulator.timeline',
      title: 'Deliveries as a timeline',
      section: SECTION,
      icon: IconTimeline,
      run: () => chooseView('timeline'),
    },
    {
      id: 'simulator.to',
      title: 'Choose where steps go',
      detail: 'local receiver or yours',
      section: SECTION,
      icon: IconSend,
      run: () => focus('simulator-to'),
    },
    {
      id: 'simulator.filter',
      title: 'Filter actions',
      section: SECTION,
      keys: '/',
      icon: IconFilter,
      run: () => {
        useSimulator.setState({ pane: 'actions' });
        // In a narrow window the field comes on screen with the pane.
        requestAnimationFrame(() => focus('simulator-filter'));
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
