import type { EndpointChange } from '../../../../shared/contract/workspace.ts';
import type { EndpointSettings } from '../../../../shared/receiver/endpoints/endpoint-settings.ts';
import { counted } from '../../../lib/format.ts';
import { client } from '../../../state/connection.ts';
import { useEndpointsDialog } from '../../../state/endpoints-dialog.ts';
import { attempt } from '../../../state/notify.ts';
import { offerUndo } from '../../../state/undo.ts';
import { takeWorkspace } from '../../../state/workspace.ts';

/** Writes an endpoint into postbench.yaml, and offers to undo it. Throws what the engine says against it. */
export async function saveEndpoint(endpoint: EndpointSettings, name?: string): Promise<void> {
  const change = await client.workspace.saveEndpoint({ endpoint, ...(name === undefined ? {} : { name }) });
  const { postbacks } = change;
  const what =
    name === undefined
      ? `Added the endpoint ${endpoint.name}.`
      : name === endpoint.name
        ? `Saved the endpoint ${name}.`
        : `Renamed the endpoint ${name} to ${endpoint.name}${postbacks.length === 0 ? '' : `, also in ${counted(postbacks.length, 'postback')}`}.`;
  took(change, what, name ?? 'default');
  useEndpointsDialog.setState({ selected: endpoint.name, editing: null });
}

export async function removeEndpoint(name: string, rules: number): Promise<void> {
  const change = await attempt(() => client.workspace.removeEndpoint({ name }));
  if (change === undefined) return;
  const also = rules === 0 ? '' : ` and its ${counted(rules, 'response rule')}`;
  took(change, `Removed the endpoint ${name}${also}.`, name);
  useEndpointsDialog.setState({ selected: 'default' });
}

/** @param former the endpoint that is shown once the change is undone */
function took({ view, former: files }: EndpointChange, text: string, former: string): void {
  takeWorkspace(view);
  if (files.length === 0) return;
  offerUndo({
    id: 'endpoints.change',
    text,
    undo: () =>
      void attempt(async () => {
        takeWorkspace(await client.workspace.undoEndpoint({ files }));
        useEndpointsDialog.setState({ selected: former, editing: null });
      }),
  });
}
