import { writtenConfig } from '../../../shared/checks/config.ts';
import { addParameter } from '../../../shared/template/add-parameter.ts';
import { client } from '../../state/connection.ts';
import { attempt, notify } from '../../state/notify.ts';
import { takePostback, useWorkspace } from '../../state/workspace.ts';

/** Whether check.yaml names a template that can be changed from here: its own URL, or a postback of the workspace. */
export function useAddable(): boolean {
  return useWorkspace(({ view }) => {
    const config = view?.check?.content ?? null;
    if (config === null) return false;
    return config.to !== undefined || view!.postbacks.some(({ file }) => file === config.postback);
  });
}

/** Adds placeholders to the template that check.yaml names. Errors are shown. */
export async function addPlaceholders(names: readonly string[]): Promise<void> {
  const { view } = useWorkspace.getState();
  const config = view?.check?.content ?? null;
  if (view === null || config === null) return;
  const said = names.map((name) => `{${name}}`).join(', ');
  await attempt(async () => {
    if (config.to !== undefined) {
      const before = { method: 'GET' as const, url: config.to, body: undefined };
      const { url } = names.reduce(addParameter, before);
      await client.checks.saveSetup({ config: writtenConfig({ ...config, to: url }) });
      notify.say(`Added ${said} to the URL in check.yaml. Run the checks again.`);
      return;
    }
    if (config.postback !== undefined) await write(config.postback, names);
  });
}

/** Adds placeholders to a postback of the workspace. Errors are shown. */
export async function addToPostback(file: string, names: readonly string[]): Promise<void> {
  await attempt(() => write(file, names));
}

async function write(path: string, names: readonly string[]): Promise<void> {
  const file = useWorkspace.getState().view?.postbacks.find((one) => one.file === path);
  if (file === undefined || file.content === null) return;
  const postback = names.reduce(addParameter, file.content);
  takePostback(
    await client.workspace.savePostback({ file: path, version: file.version, postback, force: false }),
  );
  notify.say(`Added ${names.map((name) => `{${name}}`).join(', ')} to ${path}.`);
}
