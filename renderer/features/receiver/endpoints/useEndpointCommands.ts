import { IconPlus, IconWorld } from '../../../components/icons.ts';
import { useCommands } from '../../../state/commands.ts';
import { newEndpoint, openEndpoints } from '../../../state/endpoints-dialog.ts';
import { useEngine } from '../../../state/engine.ts';

/** The endpoints, from every section. */
export function useEndpointCommands(): void {
  const known = useEngine(({ view }) => view !== null);
  useCommands([
    {
      id: 'receiver.endpoints',
      title: 'Endpoints…',
      detail: 'addresses, HTTPS, who may send',
      section: 'Receiver',
      icon: IconWorld,
      enabled: known,
      run: () => openEndpoints(),
    },
    {
      id: 'receiver.newEndpoint',
      title: 'New endpoint…',
      section: 'Receiver',
      icon: IconPlus,
      enabled: known,
      run: newEndpoint,
    },
  ]);
}
