import type { Scenario } from '../../shared/scenario/schema.ts';
import { attempt } from './notify.ts';
import { useSendTo } from './run-options.ts';
import { startRun } from './start-run.ts';
import { useWorkspace } from './workspace.ts';

export interface FirstScenario {
  file: string;
  scenario: Scenario;
  /** True if all enabled postbacks go to the local receiver. */
  local: boolean;
  /** Starts the scenario; an error is shown. */
  run: () => Promise<unknown>;
}

/** The workspace's first scenario that can be read, or null. */
export function useFirstScenario(): FirstScenario | null {
  const view = useWorkspace((state) => state.view);
  const to = useSendTo();
  const found = view?.scenarios.find(({ content }) => content !== null);
  if (view === null || found === undefined || found.content === null) return null;
  const { file, content } = found;
  const sent = view.postbacks.filter((postback) => postback.content?.enabled === true);
  return {
    file,
    scenario: content,
    local: to === undefined && sent.every((postback) => /^\/(?!\/)/.test(postback.content?.url ?? '')),
    run: () => attempt(() => startRun(file)),
  };
}
