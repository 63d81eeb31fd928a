import { createORPCClient } from '@orpc/client';
import { create } from 'zustand';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { NotConnectedError } from '../lib/problem.ts';
import { type EngineLink, keepSocket, type LinkEvents, listenForPorts } from './links.ts';

export interface Connection {
  /** "connecting" until the first time it stands, then "open" or "lost". */
  phase: 'connecting' | 'open' | 'lost';
  /** Counts up with every new connection. */
  generation: number;
  /** The engine does not know this tab: only a new address, or another tab that is let in, helps. */
  refused: boolean;
}

export const useConnection = create<Connection>()(() => ({
  phase: 'connecting',
  generation: 0,
  refused: false,
}));

let current: EngineLink | undefined;

const link: EngineLink = {
  call: async (path, input, options) => {
    const used = current;
    if (used === undefined) throw new NotConnectedError();
    try {
      return await used.call(path, input, options);
    } catch (error) {
      throw current === used ? error : new NotConnectedError();
    }
  },
};

/** The engine. One object for the life of the page; each call goes over the connection that stands at that time. */
export const client: EngineClient = createORPCClient(link);

/** Starts to connect, and keeps connecting until the signal ends it. */
export function connect(signal: AbortSignal): void {
  const events: LinkEvents = {
    open: (next) => {
      current = next;
      useConnection.setState(({ generation }) => ({
        phase: 'open',
        generation: generation + 1,
        refused: false,
      }));
    },
    lost: () => {
      current = undefined;
      useConnection.setState(({ phase }) => ({ phase: phase === 'connecting' ? 'connecting' : 'lost' }));
    },
    refused: () => {
      current = undefined;
      useConnection.setState({ phase: 'lost', refused: true });
    },
  };
  if (window.postbenchDesktop === true) listenForPorts(events, signal);
  else keepSocket(events, signal);
}

/** Whether the connection of that number is still the one in use. */
export function stands(generation: number): boolean {
  const now = useConnection.getState();
  return now.phase === 'open' && now.generation === generation;
}

/** Resolves with a number that names the connection once there is one. Rejects on abort. */
export function whenOpen(signal: AbortSignal): Promise<number> {
  const { phase, generation } = useConnection.getState();
  if (phase === 'open') return Promise.resolve(generation);
  return new Promise((resolve, reject) => {
    const stop = useConnection.subscribe((state) => {
      if (state.phase !== 'open') return;
      stop();
      resolve(state.generation);
    });
    signal.addEventListener('abort', () => {
      stop();
      reject(signal.reason);
    });
  });
}
