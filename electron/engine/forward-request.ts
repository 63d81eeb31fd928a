import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import type { Socket } from 'node:net';
import { certificateHost, type TrustedCertificate } from '../../shared/delivery/certificate.ts';
import { messageOf } from '../../shared/errors.ts';
import { bareHost } from '../../shared/http/bare-host.ts';
import { forwardedHeaders, forwardedTarget } from '../../shared/receiver/rules/forward-schema.ts';
import { plural } from './bytes.ts';
import type { ForwardRequest, ForwardResult } from './receiver/forwarding.ts';
import { guardedLookup, isAllowedByName, mayReachLiteral } from './sender/allowed-hosts.ts';
import { guardedConnector } from './sender/certificates.ts';

const CONNECT_MS = 10_000;
/** Bytes of a response that are passed back at most. */
const LARGEST = 64 * 1024 * 1024;

export interface ForwardOptions {
  /** Hosts outside this machine that may be reached. */
  allowedHosts: () => readonly string[];
  /** Certificates accepted besides those of known authorities. */
  certificates: () => readonly TrustedCertificate[];
  /** Whether an address is a port of our own receiver: what is forwarded there would come back here. */
  isOwn: (url: URL) => boolean;
}

/**
 * How this process names itself in Via (RFC 9110, 7.6.3): a request that has it was forwarded from here, by whatever name
 * and over however many others it came back.
 */
const VIA = `postbench-${randomBytes(6).toString('hex')}`;

function wasForwarded(rawHeaders: readonly string[]): boolean {
  return rawHeaders.some(
    (name, index) => index % 2 === 0 && /^via$/i.test(name) && rawHeaders[index + 1]?.includes(VIA) === true,
  );
}

/** Passes requests on over connections of their own, under the same rules as the sender: which hosts, which certificates. */
export function forwardRequest({ allowedHosts, certificates, isOwn }: ForwardOptions): ForwardRequest {
  return async (request, { to, timeout }, signal): Promise<ForwardResult> => {
    const url = new URL(to);
    if (isOwn(url) || wasForwarded(request.rawHeaders))
      return failed('that is Postbench’s own receiver, so the request would come back here');
    if (request.method === 'CONNECT')
      return failed('a CONNECT request asks for a tunnel, which cannot be forwarded');
    if (!mayReachLiteral(url.hostname, allowedHosts())) return failed(notAllowed(url.hostname));
    const startedAt = performance.now();
    const ended = AbortSignal.any([signal, AbortSignal.timeout(Math.max(1, timeout))]);
    try {
      const socket = await connect(url, allowedHosts(), certificates(), ended);
      const response = await exchange(socket, url, request, ended);
      return { ok: true, ...response, ms: performance.now() - startedAt };
    } catch (error) {
      if (signal.aborted) return failed('the receiver stopped');
      return failed(
        ended.aborted ? `no complete response came within ${timeout} ms` : whyOf(error, url.hostname),
      );
    }
  };
}

const failed = (problem: string): ForwardResult => ({ ok: false, problem });

const notAllowed = (hostname: string) =>
  `${bareHost(hostname)} is not this machine, and it is not among the allowed hosts (sending.allowedHosts in postbench.yaml, or --allow-host)`;

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its host name does not resolve',
  EAI_AGAIN: 'its host name does not resolve',
  ECONNRESET: 'the connection was reset before the response was complete',
  EPIPE: 'the connection was closed before the request was sent',
  EHOSTUNREACH: 'its host cannot be reached',
  ENETUNREACH: 'its network cannot be reached',
  UND_ERR_CONNECT_TIMEOUT: 'no connection was made in time',
};

function whyOf(error: unknown, hostname: string): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'PB_HOST_NOT_ALLOWED') return notAllowed(hostname);
  // A name with several addresses fails once for each.
  if (error instanceof AggregateError && error.errors.length > 0) return whyOf(error.errors[0], hostname);
  return WORDS[code] ?? messageOf(error).replace(/\.$/, '');
}

function connect(
  url: URL,
  allowedHosts: readonly string[],
  certificates: readonly TrustedCertificate[],
  signal: AbortSignal,
): Promise<Socket> {
  const host = certificateHost(url.origin) ?? url.host;
  const trusted = certificates.find((certificate) => certificate.host === host)?.sha256;
  const lookup = guardedLookup((hostname) => isAllowedByName(hostname, allowedHosts));
  const connector = guardedConnector({ timeout: CONNECT_MS, lookup, allowH2: false }, host, trusted);
  const { hostname, protocol, port } = url;
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
    connector({ hostname: bareHost(hostname), host: url.host, protocol, port }, (error, socket) => {
      if (error !== null) return reject(error);
      if (signal.aborted) socket.destroy();
      resolve(socket);
    });
  });
}

/** Sends a request and resolves with the very bytes of the response, without interim (1xx) ones. */
function exchange(
  socket: Socket,
  url: URL,
  { method, target, rawHeaders, body }: Parameters<ForwardRequest>[0],
  signal: AbortSignal,
): Promise<{ status: number; bytes: Buffer; headLength: number }> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let length = 0;
    const end = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    signal.addEventListener('abort', () => end(new Error('aborted')), { once: true });
    socket.on('error', end);
    // Before Node's parser, which keeps no bytes.
    socket.prependListener('data', (piece: Buffer) => {
      pieces.push(piece);
      length += piece.length;
      if (length > LARGEST) end(new Error(`the response is larger than ${plural(LARGEST)}`));
    });
    const outgoing = httpRequest(
      {
        createConnection: () => socket,
        method,
        path: forwardedTarget(url.href, target),
        headers: [...forwardedHeaders(rawHeaders, url.host, body.length), 'Via', `1.1 ${VIA}`],
      },
      (response) => {
        response.resume();
        response.on('aborted', () =>
          end(new Error('the connection was closed before the response was complete')),
        );
        response.on('end', () => {
          if (!response.complete) return;
          socket.destroy();
          resolve({ status: response.statusCode ?? 0, ...withoutInterim(Buffer.concat(pieces)) });
        });
      },
    );
    outgoing.on('error', (error: Error & { reason?: string; code?: string }) =>
      end(
        error.code?.startsWith('HPE_') === true
          ? new Error(`the response is not HTTP: ${error.reason}`)
          : error,
      ),
    );
    outgoing.end(body);
  });
}

const END_OF_HEAD = '\r\n\r\n';

function withoutInterim(bytes: Buffer): { bytes: Buffer; headLength: number } {
  let rest = bytes;
  for (;;) {
    const end = rest.indexOf(END_OF_HEAD);
    const headLength = end === -1 ? rest.length : end + END_OF_HEAD.length;
    if (end === -1 || !/^HTTP\/\d\.\d 1\d\d/.test(rest.toString('latin1', 0, 16)))
      return { bytes: rest, headLength };
    rest = rest.subarray(headLength);
  }
}
