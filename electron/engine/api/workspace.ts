import type { WorkspaceView } from '../../../shared/contract/workspace.ts';
import type { Engine } from '../engine.ts';
import { removeEndpoint, saveEndpoint, undoEndpoint } from '../workspace/endpoint-edits.ts';
import { pathOf } from '../workspace/new-workspace.ts';
import {
  allowHost,
  copyProfile,
  forgetCertificate,
  selectProfile,
  setRetention,
  trustCertificate,
} from '../workspace/settings-edits.ts';
import { prepareWorkspace } from '../workspace/workspace.ts';
import { follow, followChanges } from './change-stream.ts';
import { os, type Section } from './implementer.ts';

/** The open workspace and its files. */
export function workspaceRouter(engine: Engine): Section<'workspace'> {
  const { benches, settings } = engine;
  const workspace = () => benches.workspace;
  /** The open workspace for a change: what is on disk is read first, so that reading it again takes no time. */
  const current = async () => {
    await workspace().refresh();
    return workspace();
  };
  const edited = async (change: (view: WorkspaceView) => void): Promise<WorkspaceView> => {
    (await current()).edit(change);
    return workspace().view;
  };
  return {
    follow: os.workspace.follow.handler(({ signal }) =>
      follow({
        signal,
        subscribe: (listener) => benches.onChange(listener),
        read: followChanges(
          () => workspace().view,
          (view) => view,
        ),
      }),
    ),
    open: os.workspace.open.handler(async ({ input }) => {
      await prepareWorkspace(pathOf(input.folder));
      benches.open(input.folder);
      return workspace().view;
    }),
    create: os.workspace.create.handler(async ({ input }) => {
      await prepareWorkspace(pathOf(input.folder.trim()));
      benches.create(input);
      return workspace().view;
    }),
    recent: os.workspace.recent.handler(() => settings.recentWorkspaces),
    savePostback: os.workspace.savePostback.handler(async ({ input: { file, version, postback, force } }) =>
      (await current()).savePostback(file, version, postback, force),
    ),
    createPostback: os.workspace.createPostback.handler(async ({ input }) => {
      await current();
      return engine.createPostback(input);
    }),
    renamePostback: os.workspace.renamePostback.handler(async ({ input: { file, version, name } }) =>
      (await current()).renamePostback(file, version, name),
    ),
    deletePostback: os.workspace.deletePostback.handler(async ({ input: { file, version } }) => ({
      deleted: (await current()).deletePostback(file, version),
      openDeliveries: engine.activity.outbox.openOf(workspace().folder, file),
    })),
    restorePostback: os.workspace.restorePostback.handler(async ({ input }) =>
      (await current()).restorePostback(input),
    ),
    saveScenario: os.workspace.saveScenario.handler(async ({ input }) => {
      await current();
      return engine.saveScenario(input);
    }),
    copyProfile: os.workspace.copyProfile.handler(async ({ input }) => ({
      file: (await current()).edit((view) => copyProfile(view, input.id)),
    })),
    chooseProfile: os.workspace.chooseProfile.handler(({ input }) =>
      edited((view) => selectProfile(view, input.id)),
    ),
    saveEndpoint: os.workspace.saveEndpoint.handler(async ({ input: { name, endpoint } }) => {
      const change = (await current()).edit((view) => saveEndpoint(view, endpoint, name));
      return { ...change, view: workspace().view };
    }),
    removeEndpoint: os.workspace.removeEndpoint.handler(async ({ input: { name } }) => {
      const change = (await current()).edit((view) => removeEndpoint(view, name));
      return { ...change, view: workspace().view };
    }),
    undoEndpoint: os.workspace.undoEndpoint.handler(({ input }) =>
      edited((view) => undoEndpoint(view, input.files)),
    ),
    setRetention: os.workspace.setRetention.handler(({ input }) =>
      edited((view) => setRetention(view, input)),
    ),
    allowHost: os.workspace.allowHost.handler(({ input }) => edited((view) => allowHost(view, input.host))),
    trustCertificate: os.workspace.trustCertificate.handler(({ input }) =>
      edited((view) => trustCertificate(view, input)),
    ),
    forgetCertificate: os.workspace.forgetCertificate.handler(({ input }) =>
      edited((view) => forgetCertificate(view, input.host)),
    ),
  };
}
