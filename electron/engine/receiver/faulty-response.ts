import type { Socket } from 'node:net';
import type { Fault } from '../../../shared/receiver/rules/reaction-schema.ts';
import { closeGracefully } from './close-gracefully.ts';
import type { Reply } from './reply.ts';

/** How often a slow response is continued, in ms. */
const STEP_MS = 100;
/** What a body without an end repeats. */
const FILLER = Buffer.from(`${'Postbench keeps sending. '.repeat(40)}\n`);
const NOT_HTTP = Buffer.from('HTTP/1.1 OK 200\r\nContent-Length: -1\r\nnot a header\r\n\r\n<<<\r\n');

/** The bytes that a fault leaves of a response; null where none are sent. Those of an endless body only begin it. */
export function faultyBytes(fault: Fault, { bytes, body }: Reply): Buffer | null {
  const headLength = bytes.length - body.length;
  switch (fault.type) {
    case 'close':
    case 'reset':
    case 'hang':
      return null;
    case 'malformed':
      return NOT_HTTP;
    case 'close-in-head':
      return bytes.subarray(0, Math.max(1, Math.floor(headLength / 2)));
    case 'half-body':
      return bytes.subarray(0, headLength + Math.floor(body.length / 2));
    case 'wrong-length':
      return withHead(bytes, headLength, (head) =>
        head.replace(
          /^(content-length: )(\d+)/im,
          (_line, name: string, length: string) => `${name}${Math.max(0, Number(length) + fault.by)}`,
        ),
      );
    case 'endless-body':
      return withHead(bytes, headLength, (head) => head.replace(/^content-length: .*\r\n/im, ''));
    case 'redirect-loop':
    case 'unasked-1xx':
    case 'drip':
    case 'bandwidth':
      return bytes;
  }
}

function withHead(bytes: Buffer, headLength: number, change: (head: string) => string): Buffer {
  const head = Buffer.from(change(bytes.toString('latin1', 0, headLength)), 'latin1');
  return Buffer.concat([head, bytes.subarray(headLength)]);
}

/**
 * Sends what a fault, if there is one, leaves of a response on a connection whose earlier responses are out, and ends the
 * connection as the fault wants it.
 */
export function sendOnSocket(fault: Fault | null, socket: Socket, bytes: Buffer | null, raw: Socket): void {
  if (socket.destroyed) return;
  switch (fault?.type) {
    case 'hang':
      // Until the client goes away, or the receiver stops.
      socket.resume();
      return;
    case 'reset':
      // Over TLS the reset is of the TCP connection below.
      raw.resetAndDestroy();
      return;
    case 'drip':
    case 'bandwidth':
      sendSlowly(socket, bytes ?? Buffer.alloc(0), fault.bytesPerSecond);
      return;
    case 'endless-body':
      sendEndlessly(socket, bytes ?? Buffer.alloc(0), fault.bytesPerSecond);
      return;
    case 'unasked-1xx':
      socket.write(fault.statuses.map((status) => INTERIM[status]).join(''));
      closeGracefully(socket, bytes ?? Buffer.alloc(0));
      return;
    default:
      closeGracefully(socket, bytes ?? Buffer.alloc(0));
  }
}

const INTERIM = {
  100: 'HTTP/1.1 100 Continue\r\n\r\n',
  102: 'HTTP/1.1 102 Processing\r\n\r\n',
  103: 'HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload; as=style\r\n\r\n',
};

/** Calls back with the number of bytes that are due at each step, until the socket is gone or `step` says that it is over. */
function pace(socket: Socket, bytesPerSecond: number, step: (due: number) => boolean): void {
  let owed = 0;
  const timer = setInterval(() => {
    // What the client does not read is not sent on: it would only fill memory.
    if (socket.writableNeedDrain) return;
    owed += (bytesPerSecond * STEP_MS) / 1000;
    const due = Math.floor(owed);
    owed -= due;
    if (due > 0 && step(due)) clearInterval(timer);
  }, STEP_MS);
  socket.once('close', () => clearInterval(timer));
}

function sendSlowly(socket: Socket, bytes: Buffer, bytesPerSecond: number): void {
  let sent = 0;
  pace(socket, bytesPerSecond, (due) => {
    const piece = bytes.subarray(sent, sent + due);
    sent += piece.length;
    if (sent < bytes.length) {
      socket.write(piece);
      return false;
    }
    closeGracefully(socket, piece);
    return true;
  });
}

function sendEndlessly(socket: Socket, head: Buffer, bytesPerSecond: number): void {
  socket.write(head);
  pace(socket, bytesPerSecond, (due) => {
    let left = due;
    for (; left > 0; left -= FILLER.length) socket.write(FILLER.subarray(0, Math.min(left, FILLER.length)));
    return false;
  });
}
