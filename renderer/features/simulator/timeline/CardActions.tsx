import { Button } from '@mantine/core';
import type { DeliveryView } from '../../../../shared/contract/activity.ts';
import { IconSend } from '../../../components/icons.ts';
import { canCancel, cancelDeliveries, canRetry, retryDeliveries } from '../../../state/delivery-commands.ts';

interface CardActionsProps {
  delivery: DeliveryView;
  onOpen: () => void;
  /** After something was done, or nothing. */
  onLeave: () => void;
}

/** What can be done with the delivery of a mark. */
export function CardActions({ delivery, onOpen, onLeave }: CardActionsProps) {
  const { id, state } = delivery;
  const doing = (what: (ids: number[]) => void) => () => {
    what([id]);
    onLeave();
  };
  return (
    <div className="timeline-card-actions">
      {canRetry(state) ? (
        <Button size="xs" leftSection={<IconSend size={14} stroke={1.5} />} onClick={doing(retryDeliveries)}>
          {state === 'waiting' ? 'Send now' : 'Retry now'}
        </Button>
      ) : null}
      <Button size="xs" variant="subtle" onClick={onOpen}>
        Open by hand
      </Button>
      {canCancel(state) ? (
        <Button size="xs" variant="subtle" onClick={doing(cancelDeliveries)}>
          Cancel
        </Button>
      ) : null}
    </div>
  );
}
