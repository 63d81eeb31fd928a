import { Button } from '@mantine/core';
import { IconRotateClockwise, IconX } from '@tabler/icons-react';
import { count } from '../../components/format.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { cancelDeliveries, pickNone, retryDeliveries } from './doing-deliveries.ts';
import { focusDeliveries } from './focus.ts';
import { useSimulator } from './store.ts';

/** The bar goes away with the choice, so the focus goes back to the rows. */
function leave(): void {
  pickNone();
  focusDeliveries();
}

/** What can be done with several deliveries chosen together. */
export function SelectionBar() {
  const picked = useSimulator((state) => state.picked);
  return (
    <div
      className="row sm-selection"
      role="group"
      aria-label="Deliveries chosen"
      onKeyDown={(event) => event.key === 'Escape' && leave()}
    >
      <span className="f12 nw" role="status">
        <b className="b">{count(picked.size)}</b> chosen
      </span>
      <Button
        size="xs"
        leftSection={<IconRotateClockwise size={14} stroke={1.5} />}
        onClick={() => retryDeliveries([...picked])}
      >
        Retry now
      </Button>
      <Button
        size="xs"
        leftSection={<IconX size={14} stroke={1.5} />}
        onClick={() => cancelDeliveries([...picked])}
      >
        Cancel
      </Button>
      <IconButton label="Choose none" icon={<IconX size={14} stroke={1.5} />} onClick={leave} />
    </div>
  );
}
