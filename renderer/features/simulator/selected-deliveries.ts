import { useUi } from '../../state/ui.ts';
import { NO_SELECTION } from './multi-selection.ts';
import { useSimulator } from './simulator-view.ts';

/** The deliveries that are selected: several together, else the one that is shown. */
export function selectedDeliveryIds(): number[] {
  const { selectedIds } = useSimulator.getState();
  const { deliveryId } = useUi.getState();
  return selectedIds.size > 0 ? [...selectedIds] : deliveryId === null ? [] : [deliveryId];
}

export function clearSelection(): void {
  useSimulator.setState(NO_SELECTION);
}
