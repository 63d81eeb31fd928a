import { plural } from '../bytes.ts';
import type { Connection } from './connection.ts';
import { takeInFragment } from './fragment.ts';
import type { IntakeContext } from './intake-context.ts';
import { replyFor } from './reply.ts';

/** What Node adds to an error on a connection; its types are wrong about rawPacket. */
interface ParserDetails extends Error {
  code?: string;
  reason?: string;
  bytesParsed?: number;
  rawPacket?: unknown;
}

/** The client stopped in the middle of a head, which is a capture if at least one byte arrived. */
export function brokeOffInHead(context: IntakeContext, connection: Connection): void {
  const { arrived } = connection.tape.pending();
  if (connection.ending || connection.reading !== undefined || arrived === 0) return;
  const note = `The client disconnected in the head, after ${plural(arrived)}.`;
  takeInFragment(context, connection, { state: 'broken-off', note, reply: null });
}

/**
 * Turns an error on a connection into a capture and, if the client can still read one, a response. Node may report more
 * than one; only the first counts.
 */
export function onClientError(context: IntakeContext, connection: Connection, error: Error): void {
  if (connection.ending) return;
  const details: ParserDetails = error;
  const code = details.code ?? '';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') onTimeout(context, connection);
  else if (code === 'HPE_INVALID_EOF_STATE') onEnd(context, connection);
  else if (code.startsWith('HPE_')) onRefusal(context, connection, details);
  // An error of the socket itself: its close event does the rest.
  else connection.socket.destroy();
}

/** The start of a TLS handshake: its record type, and the major version of all TLS. */
const isTlsHello = (bytes: Buffer) => bytes[0] === 0x16 && bytes[1] === 0x03;

function onTimeout(context: IntakeContext, connection: Connection): void {
  const { arrived } = connection.tape.pending();
  if (connection.reading !== undefined) {
    connection.reading.timeOut();
  } else if (arrived === 0) {
    connection.close(null);
  } else {
    const note = `The client took too long; ${plural(arrived)} of the head had arrived.`;
    const reply = replyFor(408, '', false, context.real());
    takeInFragment(context, connection, { state: 'broken-off', note, reply });
  }
}

/** The client closed its side before the request was complete. */
function onEnd(context: IntakeContext, connection: Connection): void {
  if (connection.reading !== undefined) {
    connection.reading.breakOff();
    return;
  }
  brokeOffInHead(context, connection);
  connection.close(null);
}

function onRefusal(context: IntakeContext, connection: Connection, details: ParserDetails): void {
  const reason = details.reason ?? details.message;
  if (connection.reading !== undefined) {
    const packet = Buffer.isBuffer(details.rawPacket) ? details.rawPacket : Buffer.alloc(0);
    connection.end();
    connection.reading.refuse(reason, packet.subarray(details.bytesParsed ?? 0));
    return;
  }
  const rejected = `The HTTP parser rejected it: ${reason}.`;
  const note = isTlsHello(connection.tape.pending().bytes)
    ? `${rejected} It is the start of TLS, and the endpoint takes plain HTTP: use http:// in the URL, or set tls: true for the endpoint.`
    : rejected;
  // After "Connection: close" the previous response was the last one.
  const late = details.code === 'HPE_CLOSED_CONNECTION';
  const reply = late ? null : replyFor(400, '', false, context.real());
  takeInFragment(context, connection, { state: 'refused', note, reply });
}
