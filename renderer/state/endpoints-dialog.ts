import { create } from 'zustand';

interface EndpointsDialog {
  opened: boolean;
  /** The endpoint that is shown, by its name. */
  selected: string;
  /** What the fields are for: the selected endpoint, a new one, or nothing while only facts are shown. */
  editing: 'selected' | 'new' | null;
}

/** The dialog with the receiver's endpoints. */
export const useEndpointsDialog = create<EndpointsDialog>()(() => ({
  opened: false,
  selected: 'default',
  editing: null,
}));

/** Opens the list, with one endpoint selected. */
export function openEndpoints(selected = 'default'): void {
  useEndpointsDialog.setState({ opened: true, selected, editing: null });
}

/** Opens the fields of a new endpoint. */
export function newEndpoint(): void {
  useEndpointsDialog.setState({ opened: true, editing: 'new' });
}

export function closeEndpoints(): void {
  useEndpointsDialog.setState({ opened: false });
}
