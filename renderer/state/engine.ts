import { create } from 'zustand';
import type { EngineView } from '../../shared/contract/engine.ts';
import { client } from './connection.ts';
import { follow } from './follow.ts';

/** What the frame shows of the engine; null until it first told. */
export const useEngine = create<{ view: EngineView | null }>()(() => ({ view: null }));

/** The local receiver's address, empty while it does not listen. */
export const useReceiverAddress = () => useEngine(({ view }) => view?.receiver.address ?? '');

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
