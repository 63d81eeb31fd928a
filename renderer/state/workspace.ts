import { useMemo } from 'react';
import { create } from 'zustand';
import type { WorkspaceFile, WorkspaceView } from '../../shared/contract/workspace.ts';
import type { DeliveryRules } from '../../shared/delivery/rules.ts';
import { endpointNames } from '../../shared/receiver/endpoints/endpoint-schema.ts';
import type { Postback } from '../../shared/template/postback.ts';
import { rulesFor } from '../../shared/workspace/rules.ts';
import { follow } from './change-stream.ts';
import { client } from './connection.ts';

/** The workspace that is open; null until the engine first told. */
export const useWorkspace = create<{ view: WorkspaceView | null }>()(() => ({ view: null }));

const LOCAL_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Names of the endpoints that templates may name; undefined until the workspace is known. */
export function useEndpointNames(): readonly string[] | undefined {
  const endpoints = useWorkspace(({ view }) => view?.settings.endpoints);
  return useMemo(() => endpoints && endpointNames(endpoints), [endpoints]);
}

/** The time zone that screens show times in: that of the workspace's first program. */
export const useZone = () =>
  useWorkspace(({ view }) => view?.settings.world.programs[0]?.timeZone ?? LOCAL_ZONE);

/** The rules of the sender in force, without what a postback adds of its own; null until the workspace is known. */
export function useRules(): DeliveryRules | null {
  const view = useWorkspace((state) => state.view);
  return useMemo(() => (view === null ? null : rulesFor(view, {})), [view]);
}

/** Takes in a workspace that a command answered with, without waiting for the stream. */
export function takeWorkspace(view: WorkspaceView): void {
  useWorkspace.setState({ view });
}

/** Takes in a postback's file as it was just written, without waiting for the workspace to tell. */
export function takePostback(file: WorkspaceFile<Postback>): void {
  const { view } = useWorkspace.getState();
  if (view === null) return;
  const others = view.postbacks.filter((postback) => postback.file !== file.file);
  // The engine lists them by their files' names.
  const postbacks = [...others, file].sort((a, b) => (a.file < b.file ? -1 : 1));
  takeWorkspace({ ...view, postbacks });
}

/** Takes in that a postback's file is gone. */
export function forgetPostback(file: string): void {
  const { view } = useWorkspace.getState();
  if (view === null) return;
  takeWorkspace({
    ...view,
    postbacks: view.postbacks.filter((postback) => postback.file !== file),
    problems: view.problems.filter((problem) => problem.file !== file),
  });
}

/** Follows the workspace until the signal ends it. */
export function followWorkspace(signal: AbortSignal): Promise<void> {
  return follow(
    { open: (ended) => client.workspace.follow(undefined, { signal: ended }), take: takeWorkspace },
    signal,
  );
}

/** The time zone of a program of the workspace; that of the first one for a program of a scenario's own world. */
export function useZoneOf(programId: string): string {
  const zone = useZone();
  return (
    useWorkspace(({ view }) => view?.settings.world.programs.find(({ id }) => id === programId)?.timeZone) ??
    zone
  );
}
