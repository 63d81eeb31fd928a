import { confirm } from './confirm.ts';
import { client } from './connection.ts';
import { attempt, notify } from './notify.ts';
import { takeWorkspace, useWorkspace } from './workspace.ts';

/** Asks, and then lets the workspace send to a host outside this machine. */
export async function allowHost(host: string): Promise<void> {
  const sure = await confirm({
    title: `Allow ${host}?`,
    body: `Postbacks from this workspace can then be sent to ${host}, outside this machine. The host is added to allowedHosts in postbench.yaml.`,
    confirm: `Allow ${host}`,
  });
  if (!sure) return;
  await attempt(async () => {
    takeWorkspace(await client.workspace.allowHost({ host }));
    notify.say(`${host} is now allowed in this workspace.`);
  });
}

/** Whether the workspace lets postbacks leave this machine for a host. */
export function useIsAllowedHost(host: string | null): boolean {
  return useWorkspace(
    ({ view }) => host !== null && view?.settings.sending.allowedHosts.includes(host) === true,
  );
}
