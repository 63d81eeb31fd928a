import { Button } from '@mantine/core';
import { useState } from 'react';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { client } from '../../../state/connection.ts';
import { attempt } from '../../../state/notify.ts';
import { reachWords } from './endpoint-words.ts';

interface BindQuestionProps {
  endpoint: string;
  /** The address that the file asks for. */
  address: string;
  /** Whether it can be confirmed from here. */
  canConfirm: boolean;
}

/** Who can reach an endpoint once it listens where its file says, and how that is confirmed. */
export function BindQuestion({ endpoint, address, canConfirm }: BindQuestionProps) {
  const [asking, setAsking] = useState(false);
  const ask = async () => {
    setAsking(true);
    await attempt(() => client.engine.confirmBind({ endpoint }));
    setAsking(false);
  };
  const command = `postbench serve --allow-bind ${address}`;
  return (
    <section className="card endpoints-question" aria-label="Not confirmed">
      <p>
        <span className="medium">Not confirmed: it stays on 127.0.0.1.</span> postbench.yaml asks for{' '}
        <span className="mono">{address}</span>. {reachWords(address)} What they send is stored here.
      </p>
      {canConfirm ? (
        <Button size="xs" loading={asking} onClick={() => void ask()}>
          Review and allow…
        </Button>
      ) : (
        <>
          <p className="dimmed">
            A page cannot open a port to other machines. Confirm it in the desktop app, or restart Postbench
            in a terminal with:
          </p>
          <span className="hstack">
            <code className="mono wrap-anywhere">{command}</code>
            <CopyButton text={command} label="Copy command" />
          </span>
        </>
      )}
    </section>
  );
}
