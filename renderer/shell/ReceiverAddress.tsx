import { Button } from '@mantine/core';
import type { ReceiverState } from '../../shared/contract/engine.ts';
import { CopyButton } from '../components/CopyButton.tsx';
import { client } from '../state/connection.ts';
import { useEngine } from '../state/engine.ts';
import { attempt } from '../state/notify.ts';

const WORDS: Record<ReceiverState, string> = {
  starting: 'Starting',
  listening: 'Listening',
  failed: 'Not listening',
  stopped: 'Stopped',
};

const restart = () => attempt(() => client.engine.restartReceiver());

/** Where the local receiver listens and whether it does; why not, and what to do, when it does not. */
export function ReceiverAddress() {
  const receiver = useEngine(({ view }) => view?.receiver);
  if (receiver === undefined) return null;
  const { state, address, note } = receiver;
  if (state === 'failed' || state === 'stopped') {
    return (
      <div className="addr fault" role="alert" title={note}>
        <span className="dot fault" />
        <span className="f12 el">
          <span className="b">{WORDS[state]}.</span> {note}
        </span>
        <Button size="xs" onClick={restart}>
          Restart
        </Button>
      </div>
    );
  }
  return (
    <div className="addr" title={note === '' ? `The receiver is listening on ${address}` : note}>
      <span
        className={state === 'listening' ? 'dot' : 'dot off'}
        role="img"
        aria-label={`Receiver: ${WORDS[state]}`}
      />
      <span className="t2 f12 wide">{WORDS[state]}</span>
      {address === '' ? null : (
        <>
          <span className="mono el">{address}</span>
          <CopyButton text={address} label="Copy receiver address" className="end" />
        </>
      )}
    </div>
  );
}
