import {
  IconArrowBackUp,
  IconArrowDown,
  IconArrowUp,
  IconClock,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlus,
  IconSearch,
  IconTrash,
  IconX,
} from '../../components/icons.ts';
import { counted } from '../../lib/format.ts';
import { useCaptures } from '../../state/captures.ts';
import { useCommands } from '../../state/commands.ts';
import { useEngine } from '../../state/engine.ts';
import { useFirstScenario } from '../../state/first-scenario.ts';
import { closeResponses, useResponsesPanel } from '../../state/responses-panel.ts';
import { useChosen } from './list/CaptureMenu.tsx';
import { actionsFor, titleFor } from './list/capture-actions.ts';
import { clearSelection } from './list/chosen-captures.ts';
import { clearCaptures, undoClear } from './list/remove-captures.ts';
import { openRetention } from './retention/RetentionDialog.tsx';
import { newRule } from './rules/new-rule.ts';

interface Given {
  live: boolean;
  setLive: (live: boolean) => void;
  toSearch: () => void;
  toList: () => void;
  toError: (direction: 'newer' | 'older') => Promise<void>;
}

/** What can be done on the Receiver screen besides what the frame offers. */
export function useReceiverCommands({ live, setLive, toSearch, toList, toError }: Given): void {
  const total = useCaptures((state) => state.total);
  const sample = useFirstScenario();
  const responses = useResponsesPanel(({ opened }) => opened);
  const editing = useResponsesPanel((state) => state.editing !== null);
  const chosen = useChosen();
  const cleared = useEngine(({ view }) => view?.cleared ?? null);
  useCommands([
    {
      id: 'receiver.search',
      title: 'Search captures',
      section: 'Receiver',
      keys: '/',
      icon: IconSearch,
      run: toSearch,
    },
    {
      id: 'receiver.nextError',
      title: 'Next error',
      detail: 'the next older capture without a 2xx response',
      section: 'Receiver',
      keys: 'N',
      icon: IconArrowDown,
      enabled: total > 0,
      run: () => void toError('older'),
    },
    {
      id: 'receiver.previousError',
      title: 'Previous error',
      detail: 'the next newer one',
      section: 'Receiver',
      keys: 'Shift+N',
      icon: IconArrowUp,
      enabled: total > 0,
      run: () => void toError('newer'),
    },
    {
      id: 'receiver.newRule',
      title: 'New response rule…',
      section: 'Receiver',
      icon: IconPlus,
      run: () => newRule(),
    },
    {
      id: 'receiver.closeResponses',
      title: editing ? 'Back to the response rules' : 'Close the response rules',
      section: 'Receiver',
      keys: 'Escape',
      icon: IconX,
      enabled: responses,
      run: closeResponses,
    },
    {
      id: 'receiver.clearSelection',
      title: 'Clear the selection',
      section: 'Receiver',
      keys: 'Escape',
      icon: IconX,
      enabled: chosen?.id === null,
      run: () => {
        clearSelection();
        toList();
      },
    },
    {
      id: 'receiver.live',
      keys: 'P',
      title: live ? 'Pause the list' : 'Show captures live',
      detail: live ? 'the receiver keeps capturing' : undefined,
      section: 'Receiver',
      icon: live ? IconPlayerPause : IconPlayerPlay,
      run: () => setLive(!live),
    },
    ...actionsFor(chosen).map((action) => ({
      id: action.id,
      title: titleFor(action, chosen!),
      detail: action.detail,
      section: 'Receiver',
      keys: action.keys,
      icon: action.icon,
      run: () => void action.run(chosen!),
    })),
    {
      id: 'receiver.clear',
      title: 'Clear captures',
      detail: counted(total, 'capture'),
      section: 'Receiver',
      icon: IconTrash,
      enabled: total > 0,
      run: () => void clearCaptures(),
    },
    {
      id: 'receiver.undoClear',
      title: 'Undo Clear',
      detail: cleared === null ? undefined : counted(cleared.captures, 'capture'),
      section: 'Receiver',
      icon: IconArrowBackUp,
      enabled: cleared !== null,
      run: () => void undoClear(),
    },
    {
      id: 'receiver.retention',
      title: 'Retention…',
      detail: 'how many captures are kept',
      section: 'Receiver',
      icon: IconClock,
      run: openRetention,
    },
    {
      id: 'receiver.runSample',
      title: 'Run the first scenario',
      detail: sample?.scenario.name,
      section: 'Receiver',
      icon: IconPlayerPlay,
      enabled: sample !== null,
      run: () => void sample?.run(),
    },
  ]);
}
