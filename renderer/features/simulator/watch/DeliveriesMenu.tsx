import { ActionIcon, Menu } from '@mantine/core';
import { IconChecks, IconDots, IconRotateClockwise, IconX } from '../../../components/icons.ts';
import { KeyCaps } from '../../../components/Kbd.tsx';
import { count } from '../../../lib/format.ts';
import { useActivity } from '../../../state/activity.ts';
import { useDelivery } from '../../../state/deliveries.ts';
import {
  canCancel,
  cancelDeliveries,
  canRetry,
  retryDeliveries,
  retryFailed,
} from '../../../state/delivery-commands.ts';
import { useUi } from '../../../state/ui.ts';
import { selectedDeliveryIds } from '../selected-deliveries.ts';
import { useSimulator } from '../simulator-view.ts';

/** How many deliveries were given up, of one run or of all. */
export function useFailed(runId: number | undefined): number {
  return useActivity(({ tallies }) => {
    if (runId !== undefined) return tallies.get(runId)?.['given-up'] ?? 0;
    let sum = 0;
    for (const tally of tallies.values()) sum += tally['given-up'];
    return sum;
  });
}

interface DeliveriesMenuProps {
  /** The run whose deliveries are listed; undefined where others are listed too. */
  runId: number | undefined;
  onAll: () => void;
}

/** What can be done with deliveries: the chosen ones, or all that failed. */
export function DeliveriesMenu({ runId, onAll }: DeliveriesMenuProps) {
  const several = useSimulator(({ selectedIds }) => selectedIds.size > 0);
  const id = useUi(({ deliveryId }) => deliveryId);
  const state = useDelivery(id)?.state;
  const failed = useFailed(runId);
  return (
    <Menu position="bottom-end" width={232}>
      <Menu.Target>
        <ActionIcon size="xs" aria-label="Delivery actions" title="Delivery actions">
          <IconDots size={16} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconRotateClockwise size={15} stroke={1.5} />}
          disabled={!several && (state === undefined || !canRetry(state))}
          onClick={() => retryDeliveries(selectedDeliveryIds())}
        >
          Retry selected now
        </Menu.Item>
        <Menu.Item
          leftSection={<IconX size={15} stroke={1.5} />}
          disabled={!several && (state === undefined || !canCancel(state))}
          onClick={() => cancelDeliveries(selectedDeliveryIds())}
        >
          Cancel selected
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconRotateClockwise size={15} stroke={1.5} />}
          disabled={failed === 0}
          onClick={() => retryFailed(runId)}
        >
          Retry all failed ({count(failed)})
        </Menu.Item>
        <Menu.Item
          leftSection={<IconChecks size={15} stroke={1.5} />}
          rightSection={<KeyCaps keys="Mod+A" />}
          onClick={onAll}
        >
          Select all
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
