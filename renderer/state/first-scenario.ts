import type { Scenario } from '../../shared/scenario/schema.ts';
import { client } from './connection.ts';
import { attempt } from './notify.ts';
import { useWorkspace } from './workspace.ts';

export interface FirstScenario {
  file: string;
  scenario: Scenario;
  /** True when all postbacks that are on go to the local receiver. */
  local: boolean;
  /** Starts the scenario; an error is shown. */
  run: () => Promise<unknown>;
}

/** The workspace's first scenario that can be read, or null. */
export function useFirstScenario(): FirstScenario | null {
  const view = useWorkspace((state) => state.view);
  const found = view?.scenarios.find(({ content }) => content !== null);
  if (view === null || found === undefined || found.content === null) return null;
  const { file, content } = found;
  const sent = view.postbacks.filter((postback) => postback.content?.enabled === true);
  return {
    file,
    scenario: content,
    local: sent.every((postback) => /^\/(?!\/)/.test(postback.content?.url ?? '')),
    run: () => attempt(() => client.activity.run({ file })),
  };
}
