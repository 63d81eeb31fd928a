import { OutcomeMark } from '../components/OutcomeMark.tsx';
import { SenderButton } from '../features/sending/SenderButton.tsx';
import { bytes, count, counted } from '../lib/format.ts';
import { useConnection } from '../state/connection.ts';
import { useEngine } from '../state/engine.ts';
import { DataFolderButton } from './DataFolder.tsx';

/** Whether the engine runs, what is still to be sent and what is kept. */
export function StatusLine() {
  const phase = useConnection((state) => state.phase);
  const view = useEngine((state) => state.view);
  return (
    <footer className="shell-status">
      <span role="status">
        {phase === 'open' ? (
          <>
            <OutcomeMark mark="delivered" label="Connected" />
            <DataFolderButton />
          </>
        ) : (
          <>
            <OutcomeMark mark={phase === 'lost' ? 'given-up' : 'planned'} label="Not connected" />
            {phase === 'lost' ? 'Engine lost' : 'Connecting to the engine'}
          </>
        )}
      </span>
      {view === null ? null : (
        <>
          <span>{outboxText(view.outbox.waiting, view.outbox.inFlight)}</span>
          {view.running === 0 ? null : <span>{counted(view.running, 'run')} in progress</span>}
          <SenderButton />
          <span className="wide-only">
            {counted(view.captures, 'capture')}
            {view.captures === 0 ? '' : `, ${bytes(view.captureBytes)}`}
          </span>
          <span className="spacer" />
          {isLocalOnly(view.receiver.address) ? (
            <span className="wide-only">Listens on 127.0.0.1 only</span>
          ) : null}
          <span className="shell-version">Postbench {view.version}</span>
        </>
      )}
    </footer>
  );
}

function outboxText(waiting: number, inFlight: number): string {
  if (waiting === 0 && inFlight === 0) return 'Outbox empty';
  const parts = [
    waiting === 0 ? '' : `${count(waiting)} waiting`,
    inFlight === 0 ? '' : `${count(inFlight)} in flight`,
  ];
  return `Outbox ${parts.filter((part) => part !== '').join(', ')}`;
}

function isLocalOnly(address: string): boolean {
  return URL.canParse(address) && new URL(address).hostname === '127.0.0.1';
}
