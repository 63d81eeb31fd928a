import { Button } from '@mantine/core';
import type { ReceiverState } from '../../shared/contract/engine.ts';
import type { RulesView } from '../../shared/contract/receiver.ts';
import { CopyButton } from '../components/CopyButton.tsx';
import { client, useConnection } from '../state/connection.ts';
import { openEndpoints } from '../state/endpoints-dialog.ts';
import { useEngine } from '../state/engine.ts';
import { attempt } from '../state/notify.ts';
import { openResponses } from '../state/responses-panel.ts';
import { backToHealthy, useDeviation, useRules } from '../state/rules.ts';

type Deviation = RulesView['deviation'];

const WORDS: Record<ReceiverState, string> = {
  starting: 'Starting',
  listening: 'Listening',
  'not-storing': 'Not storing',
  failed: 'Not listening',
  stopped: 'Stopped',
};

const DOTS: Record<ReceiverState, string> = {
  starting: 'status-dot-off',
  listening: '',
  'not-storing': 'status-dot-fault',
  failed: 'status-dot-fault',
  stopped: 'status-dot-off',
};

const restart = () => attempt(() => client.engine.restartReceiver());

/** Where the local receiver listens and whether it does; why not, and what to do, when it does not. */
export function ReceiverAddress() {
  const receiver = useEngine(({ view }) => view?.receiver);
  const deviation = useDeviation();
  const lost = useConnection(({ phase }) => phase === 'lost');
  if (receiver === undefined) return null;
  const { state, address, note } = receiver;
  // What the engine said last may be over.
  if (lost)
    return (
      <div className="shell-address" title="The engine is lost: whether the receiver listens is not known">
        <span className="status-dot status-dot-off" role="img" aria-label="Receiver: not known" />
        <span className="dimmed text-12">Receiver not known</span>
      </div>
    );
  if (state === 'failed' || state === 'stopped') {
    return (
      <div className="shell-address shell-address-fault" role="alert" title={note}>
        <span className="status-dot status-dot-fault" />
        <span className="text-12 ellipsis">
          <span className="medium">{WORDS[state]}.</span> {note}
        </span>
        <Button size="xs" onClick={restart}>
          Restart
        </Button>
      </div>
    );
  }
  if (state === 'listening' && deviation !== null) return <Deviating address={address} {...deviation} />;
  return (
    <div className="shell-address" title={note === '' ? `The receiver is listening on ${address}` : note}>
      <span className={`status-dot ${DOTS[state]}`} role="img" aria-label={`Receiver: ${WORDS[state]}`} />
      <span className="dimmed text-12 wide-only">{WORDS[state]}</span>
      {address === '' ? null : (
        <>
          <AddressButton address={address} />
          <CopyButton text={address} label="Copy receiver address" className="shell-address-end" />
        </>
      )}
    </div>
  );
}

/** The address of the receiver's own port; opens the list of all endpoints, and says if one of the others has a problem. */
function AddressButton({ address }: { address: string }) {
  const others = useEngine(({ view }) => (view?.receiver.endpoints.length ?? 1) - 1);
  const trouble = useEngine(({ view }) =>
    view?.receiver.endpoints.find(({ state, unconfirmed }) => state === 'failed' || unconfirmed),
  );
  const title =
    trouble === undefined
      ? 'Show endpoints'
      : `The endpoint ${trouble.name} needs attention: ${trouble.note}`;
  return (
    <button
      type="button"
      className="shell-address-name"
      title={title}
      aria-haspopup="dialog"
      onClick={() => openEndpoints(trouble?.name)}
    >
      <span className="mono ellipsis">{address}</span>
      {others > 0 ? <span className="faint text-12">+{others}</span> : null}
      {trouble === undefined ? null : (
        <span className="text-warn medium" role="img" aria-label={`Endpoint ${trouble.name} needs attention`}>
          !
        </span>
      )}
    </button>
  );
}

/** The address while a rule makes the receiver respond other than with a plain 200: which rule, and the way back. */
function Deviating({ address, text, sentence, owner, ids }: { address: string } & NonNullable<Deviation>) {
  const first = useRules(({ view }) =>
    view?.layers.flatMap(({ rules }) => rules).find(({ id }) => id === ids[0]),
  );
  const by = owner === 'user' ? '' : ` Set by ${owner === 'workspace' ? 'the workspace' : owner}.`;
  return (
    <>
      <div className="shell-address shell-address-deviating">
        <button
          type="button"
          className="shell-address-mark"
          aria-label="Receiver: not healthy. Show response rules"
          title="Show response rules"
          onClick={() => openResponses()}
        >
          <span className="status-dot status-dot-fault" />
        </button>
        <AddressButton address={address} />
        <CopyButton text={address} label="Copy receiver address" className="shell-address-end" />
      </div>
      <Button
        className="danger shell-deviation"
        aria-label={`Back to healthy: turn off ${text}`}
        title={`${sentence === '' ? `Respond ${text}.` : sentence}${by} Press to go back to healthy.`}
        rightSection={<kbd className="keycap">F9</kbd>}
        onClick={() => void backToHealthy()}
      >
        <span className="ellipsis shell-deviation-name">{first?.title ?? text}</span>
        {ids.length > 1 ? <span>+{ids.length - 1}</span> : null}
      </Button>
    </>
  );
}
