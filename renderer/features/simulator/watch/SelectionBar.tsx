import { Button } from '@mantine/core';
import { IconButton } from '../../../components/IconButton.tsx';
import { IconRotateClockwise, IconX } from '../../../components/icons.ts';
import { count } from '../../../lib/format.ts';
import { cancelDeliveries, retryDeliveries } from '../../../state/delivery-commands.ts';
import { focusDeliveries } from '../focus-deliveries.ts';
import { clearSelection } from '../selected-deliveries.ts';
import { useSimulator } from '../simulator-view.ts';

/** The bar goes away with the choice, so the focus goes back to the rows. */
function leave(): void {
  clearSelection();
  focusDeliveries();
}

/** What can be done with several deliveries chosen together. */
export function SelectionBar() {
  const selectedIds = useSimulator((state) => state.selectedIds);
  return (
    <div
      className="hstack simulator-selection"
      role="group"
      aria-label="Selected deliveries"
      onKeyDown={(event) => event.key === 'Escape' && leave()}
    >
      <span className="text-12 nowrap" role="status">
        <b className="medium">{count(selectedIds.size)}</b> selected
      </span>
      <Button
        size="xs"
        leftSection={<IconRotateClockwise size={14} stroke={1.5} />}
        onClick={() => retryDeliveries([...selectedIds])}
      >
        Retry now
      </Button>
      <Button
        size="xs"
        leftSection={<IconX size={14} stroke={1.5} />}
        onClick={() => cancelDeliveries([...selectedIds])}
      >
        Cancel
      </Button>
      <IconButton label="Clear selection" icon={<IconX size={14} stroke={1.5} />} onClick={leave} />
    </div>
  );
}
