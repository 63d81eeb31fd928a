import type { Server } from 'node:https';
import type { Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import type { CaptureRule } from '../../../shared/contract/captures.ts';
import type { TlsFault } from '../../../shared/receiver/rules/reaction-schema.ts';
import type { TlsMaterial } from '../tls/make-certificate.ts';

/** The first byte of a TLS handshake; no HTTP request begins with it. */
const HANDSHAKE = 0x16;
/** Ms until a client must have said what it speaks, and done its handshake. */
const OPENING_MS = 60_000;

const ignore = () => {};

/** What a receiver needs to speak TLS. */
export interface ReceiverTls {
  /** The certificate as of now. */
  current: () => TlsMaterial;
  /** What a fault presents instead. */
  faulty: Record<Exclude<TlsFault['type'], 'tls-cut'>, TlsMaterial>;
}

/** The fault that a rule has for a connection, and the rule by its name or in words. */
export interface ChosenFault {
  fault: TlsFault;
  rule: CaptureRule;
}

/** A connection before its first request. */
export interface Opening {
  raw: Socket;
  remote: string;
  remotePort: number;
  /** When it was accepted: ms since the epoch, real. */
  acceptedAt: number;
  /** The first bytes, as far as they have arrived. */
  first: Buffer;
  /** What a rule did to its handshake. */
  chosen: ChosenFault | undefined;
  /** What became of the handshake, in the words of the TLS library. */
  problem: string;
}

export interface TlsDoorOptions {
  tls: ReceiverTls;
  choose: () => ChosenFault | undefined;
  /** A socket that HTTP can be read from: TLS, or plain where the client did not use it. */
  opened: (socket: Socket, opening: Opening, isTls: boolean) => void;
  /** It ended before that. */
  failed: (opening: Opening) => void;
}

/**
 * Takes over the new connections of an HTTPS server: the first byte tells whether a client speaks TLS, and a rule may
 * choose another certificate for the handshake, or cut it. Returns what destroys those that are not open yet.
 */
export function openTlsDoor(server: Server, { tls, choose, opened, failed }: TlsDoorOptions): () => void {
  // Node's own would start TLS with whatever comes.
  server.removeAllListeners('connection');
  const contexts = new WeakMap<TlsMaterial, SecureContext>();
  const contextOf = (material: TlsMaterial) => {
    // One each, so that each has tickets of its own: a resumed session would show no certificate.
    const context = contexts.get(material) ?? createSecureContext(material);
    contexts.set(material, context);
    return context;
  };
  const openings = new Set<Opening>();
  const open = (socket: Socket, opening: Opening) => {
    openings.delete(opening);
    opening.raw.setTimeout(0);
    // In this order: the parser reads from the handle itself, past all listeners, unless one is added after it has begun.
    server.emit('secureConnection', socket);
    opened(socket, opening, socket !== opening.raw);
  };
  server.on('connection', (raw: Socket) => {
    const { remoteAddress = '', remotePort = 0 } = raw;
    const remote = `${remoteAddress.includes(':') ? `[${remoteAddress}]` : remoteAddress}:${remotePort}`;
    const opening: Opening = {
      raw,
      remote,
      remotePort,
      acceptedAt: Date.now(),
      first: Buffer.alloc(0),
      chosen: undefined,
      problem: '',
    };
    openings.add(opening);
    raw.on('error', ignore);
    raw.once('close', () => {
      if (openings.delete(opening)) failed(opening);
    });
    raw.setTimeout(OPENING_MS, () => raw.destroy());
    raw.once('data', (first: Buffer) => {
      opening.first = first;
      raw.pause();
      raw.unshift(first);
      if (first[0] !== HANDSHAKE) {
        open(raw, opening);
        raw.resume();
        return;
      }
      opening.chosen = choose();
      const type = opening.chosen?.fault.type;
      if (type === 'tls-cut') {
        raw.destroy();
        return;
      }
      const material = type === undefined ? tls.current() : tls.faulty[type];
      const secure = new TLSSocket(raw, { isServer: true, secureContext: contextOf(material) });
      secure.on('error', ignore);
      // As Node's server does: before and after the handshake, the library tells its errors by this event alone.
      secure.on('_tlsError', (error: Error & { reason?: string }) => {
        opening.problem = error.reason ?? error.message;
        secure.destroy();
      });
      secure.once('secure', () => open(secure, opening));
    });
  });
  return () => {
    for (const { raw } of openings) raw.destroy();
  };
}
