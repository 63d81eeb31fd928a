import type { WorkspaceView } from '../../../shared/contract/workspace.ts';
import type { Engine } from '../engine.ts';
import {
  allowHost,
  copyProfile,
  forgetCertificate,
  selectProfile,
  trustCertificate,
} from '../workspace/settings-edits.ts';
import { follow, followChanges } from './change-stream.ts';
import { os, type Section } from './implementer.ts';

/** The open workspace and its files. */
export function workspaceRouter(engine: Engine): Section<'workspace'> {
  const { benches, settings } = engine;
  const workspace = () => benches.workspace;
  const edited = (change: (view: WorkspaceView) => void): WorkspaceView => {
    workspace().edit(change);
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
    open: os.workspace.open.handler(({ input }) => {
      benches.open(input.folder);
      return workspace().view;
    }),
    create: os.workspace.create.handler(({ input }) => {
      benches.create(input);
      return workspace().view;
    }),
    recent: os.workspace.recent.handler(() => settings.recentWorkspaces),
    savePostback: os.workspace.savePostback.handler(({ input: { file, version, postback, force } }) =>
      workspace().savePostback(file, version, postback, force),
    ),
    createPostback: os.workspace.createPostback.handler(({ input }) => engine.createPostback(input)),
    renamePostback: os.workspace.renamePostback.handler(({ input: { file, version, name } }) =>
      workspace().renamePostback(file, version, name),
    ),
    deletePostback: os.workspace.deletePostback.handler(({ input: { file, version } }) => ({
      deleted: workspace().deletePostback(file, version),
      openDeliveries: engine.activity.outbox.openOf(workspace().folder, file),
    })),
    restorePostback: os.workspace.restorePostback.handler(({ input }) => workspace().restorePostback(input)),
    saveScenario: os.workspace.saveScenario.handler(({ input }) => engine.saveScenario(input)),
    copyProfile: os.workspace.copyProfile.handler(({ input }) => ({
      file: workspace().edit((view) => copyProfile(view, input.id)),
    })),
    chooseProfile: os.workspace.chooseProfile.handler(({ input }) =>
      edited((view) => selectProfile(view, input.id)),
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
