import { Button } from '@mantine/core';
import { useState } from 'react';
import type { CheckSetup } from '../../../../shared/contract/checks.ts';
import { confirmCommand } from '../../../state/checks.ts';
import { attempt } from '../../../state/notify.ts';

/** How a command comes to be run: it is written into check.yaml, and confirmed outside the page. */
export function CommandNote({ setup, command }: { setup: CheckSetup | null; command: string | undefined }) {
  if (command === undefined) {
    return (
      <p className="text-12 faint setup-note">
        A command can show records too. It cannot be set from this page: write{' '}
        <span className="mono">{"state: { command: './state.sh {ActionId}' }"}</span> into check.yaml.{' '}
        {setup?.canConfirm === true ? (
          'Postbench then asks whether it may run.'
        ) : (
          <>
            Then run <span className="mono">postbench check</span> in the workspace folder and confirm it
            there.
          </>
        )}
      </p>
    );
  }
  if (setup === null || setup.unconfirmed === '') return null;
  return setup.canConfirm ? (
    <Confirm command={setup.unconfirmed} />
  ) : (
    <Elsewhere command={setup.unconfirmed} />
  );
}

/** The desktop app asks in a dialog of its own. */
function Confirm({ command }: { command: string }) {
  const [asking, setAsking] = useState(false);
  const ask = async () => {
    setAsking(true);
    await attempt(confirmCommand);
    setAsking(false);
  };
  return (
    <div className="setup-note hstack">
      <span className="text-12 text-warn">
        <span className="mono">{command}</span> is not confirmed on this machine yet.
      </span>
      <Button size="xs" loading={asking} onClick={() => void ask()}>
        Review command…
      </Button>
    </div>
  );
}

function Elsewhere({ command }: { command: string }) {
  return (
    <p className="text-12 text-warn setup-note">
      <span className="mono">{command}</span> is not confirmed on this machine yet. Run{' '}
      <span className="mono">postbench check</span> in the workspace folder and confirm it there.
    </p>
  );
}
