import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCopyPlus } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { WorkspaceView } from '../../../shared/contract/workspace.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { client } from '../../state/connection.ts';
import { attempt } from '../../state/notify.ts';
import { type ActiveProfile, activeProfile } from './active-profile.ts';
import { ProfileSelect } from './ProfileSelect.tsx';
import { RulesTable } from './RulesTable.tsx';

/** Which sender's rules hold, each of them, and how surely it is known. */
export function ProfileTab({ view }: { view: WorkspaceView }) {
  const inForce = activeProfile(view);
  const file = useRef<HTMLDivElement>(null);
  const [busy, setBusy] = useState(false);
  const copy = async () => {
    setBusy(true);
    const copied = await attempt(() => client.workspace.copyProfile({ id: inForce.wanted }));
    setBusy(false);
    if (copied === undefined) return;
    // The button gives way to the path of the copy, which is read out with the focus.
    file.current?.focus();
  };
  const builtIn = inForce.file === null && inForce.problem === '';
  return (
    <>
      <div className="sending-head">
        <ProfileSelect view={view} inForce={inForce} />
        <div className="sending-file" ref={file} tabIndex={-1} role="group" aria-label="Profile file">
          {builtIn ? (
            <Button
              leftSection={<IconCopyPlus size={15} stroke={1.5} />}
              loading={busy}
              onClick={() => void copy()}
            >
              Copy to workspace and edit
            </Button>
          ) : null}
          <OwnFile view={view} inForce={inForce} />
        </div>
      </div>
      {inForce.problem === '' ? null : (
        <div className="banner sending-problem" role="alert">
          <IconAlertTriangle size={16} aria-hidden="true" />
          <span className="grow">
            {inForce.problem} Until it is fixed, the rules of {inForce.profile.name} apply.
          </span>
        </div>
      )}
      <RulesTable inForce={inForce} processed={view.settings.sending.processing === 'platform'} />
    </>
  );
}

/** Where the workspace's own profile is to be edited, also while it is wrong. */
function OwnFile({
  view: { folder },
  inForce: { written },
}: {
  view: WorkspaceView;
  inForce: ActiveProfile;
}) {
  if (written === null) return null;
  const separator = folder.includes('\\') ? '\\' : '/';
  const path = [folder, ...written.split('/')].join(separator);
  return (
    <>
      <span className="sending-path">
        <span className="text-12 dimmed">Edit this file. Changes apply as soon as you save it.</span>
        <span className="mono shell-path" data-testid="profile-file">
          {path}
        </span>
      </span>
      <CopyButton text={path} label="Copy profile path" size="sm" />
    </>
  );
}
