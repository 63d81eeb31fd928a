import { useMemo } from 'react';
import { create } from 'zustand';
import type { EngineView } from '../../shared/contract/engine.ts';
import { addressesOf, type LocalAddresses } from '../../shared/receiver/endpoints/local-url.ts';
import { follow } from './change-stream.ts';
import { client } from './connection.ts';

const NOWHERE: LocalAddresses = { receiverBase: '' };

/** What the frame shows of the engine; null until it first told. */
export const useEngine = create<{ view: EngineView | null }>()(() => ({ view: null }));

/** The local receiver's address, empty while it does not listen. */
export const useReceiverAddress = () => useEngine(({ view }) => view?.receiver.address ?? '');

/** The same, asked once. */
export const receiverAddress = () => useEngine.getState().view?.receiver.address ?? '';

/** What URLs that begin with "/" or "endpoint:NAME/" mean; the same object until it changes. */
export function useLocalAddresses(): LocalAddresses {
  // As one text, so that a new view with the same addresses is no change.
  const text = useEngine(({ view }) => JSON.stringify(view === null ? NOWHERE : addressesOf(view.receiver)));
  return useMemo(() => JSON.parse(text) as LocalAddresses, [text]);
}

/** Names of the secrets that have a value on this machine, never their values; undefined until the engine first told. */
export const secretNames = (): readonly string[] | undefined => useEngine.getState().view?.secrets.names;

/** The same, drawn anew when they change. */
export function useSecretNames(): readonly string[] | undefined {
  // As one text, so that a new view with the same names is no change.
  const names = useEngine(({ view }) => view?.secrets.names.join(' '));
  return useMemo(() => names?.split(' ').filter(Boolean), [names]);
}

/** Follows the engine until the signal ends it. */
export function followEngine(signal: AbortSignal): Promise<void> {
  return follow(
    {
      open: (ended) => client.engine.follow(undefined, { signal: ended }),
      take: (view) => useEngine.setState({ view }),
    },
    signal,
  );
}
