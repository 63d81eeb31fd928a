import { Button } from '@mantine/core';
import type { DeliveryView } from '../../../../shared/contract/activity.ts';
import { eventLabel } from '../../../../shared/domain/world-event.ts';
import { DeliveryMark } from '../../../components/DeliveryMark.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { IconX } from '../../../components/icons.ts';
import { Pane } from '../../../components/Pane.tsx';
import { counted } from '../../../lib/format.ts';
import { useDelivery } from '../../../state/deliveries.ts';
import { openDelivery, useUi } from '../../../state/ui.ts';
import { DeliveryButtons, DeliveryParts } from '../DeliveryParts.tsx';
import { focusDeliveries } from '../focus-deliveries.ts';
import { useSimulator } from '../simulator-view.ts';

/** The selected delivery beside the list or the timeline. */
export function DeliveryDetail({ closable }: { closable: boolean }) {
  const id = useUi(({ deliveryId }) => deliveryId);
  const delivery = useDelivery(id);
  if (delivery === undefined) {
    return (
      <Pane label="Delivery">
        <EmptyState title="No delivery selected">
          Select one to see its attempts, the bytes sent, and the responses.
        </EmptyState>
      </Pane>
    );
  }
  return <Detail key={delivery.id} delivery={delivery} closable={closable} />;
}

/** Back to the list or timeline; a detail that was opened beside the timeline goes away. */
function leave(closable: boolean): void {
  if (closable) useSimulator.setState({ detail: false });
  focusDeliveries();
}

function Detail({ delivery, closable }: { delivery: DeliveryView; closable: boolean }) {
  const { event, subject, subjectId, postbackName, attempts, state } = delivery;
  return (
    <Pane label="Delivery">
      <div className="pane-bar simulator-bar">
        <DeliveryMark delivery={delivery} />
        <h2>{eventLabel(event)}</h2>
        <span className="mono dimmed ellipsis" title={subjectId}>
          {subjectId}
        </span>
        <span className="spacer" />
        <DeliveryButtons delivery={delivery} />
        {closable ? (
          <IconButton
            label="Close details"
            icon={<IconX size={15} stroke={1.5} />}
            onClick={() => leave(closable)}
          />
        ) : null}
      </div>
      <div className="simulator-about">
        <span className="dimmed ellipsis" title={postbackName}>
          {postbackName}
          {state === 'delivered' ? `, ${counted(attempts.length, 'attempt')}` : ''}
        </span>
        <span className="spacer" />
        {subject === 'action' || subject === 'inquiry' ? (
          <Button size="xs" variant="subtle" color="gray" onClick={() => openDelivery(delivery)}>
            Open by hand
          </Button>
        ) : null}
      </div>
      <DeliveryParts delivery={delivery} onLeave={() => leave(closable)} />
    </Pane>
  );
}
