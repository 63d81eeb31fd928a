import { plural } from '../bytes.ts';
import type { NewCapture } from '../store/insert-capture.ts';
import type { Connection } from './connection.ts';
import { guessHead } from './head.ts';
import type { Ending, IntakeContext } from './intake-context.ts';
import { unavailable } from './reply.ts';

/** Bytes kept of what is not a request. */
const KEPT = 1024 * 1024;

/**
 * Captures what never became a request: the bytes of the tape, refused by the HTTP parser or broken off in the
 * head. Happens once per connection, which then closes.
 */
export function takeInFragment(context: IntakeContext, connection: Connection, ending: Ending): void {
  const row = fragmentRow(context, connection, ending);
  connection.end();
  // If the client has closed its side and no request awaits a response, Node closes the other: too early for us.
  if (ending.reply !== null) connection.socket.removeAllListeners('end');
  context.began();
  const done = (error: unknown): void => {
    if (error !== undefined) context.onError(error);
    const reply =
      error === undefined || ending.reply === null ? ending.reply : unavailable(context.real(), error);
    connection.close(reply);
    context.ended();
  };
  // The end of a request that came in the same packet is still on its way through its stream, and comes first.
  setImmediate(() => context.store.add(row, done));
}

function fragmentRow(context: IntakeContext, connection: Connection, ending: Ending): NewCapture {
  const { bytes, arrived } = connection.tape.pending();
  const head = bytes.subarray(0, KEPT);
  const cut = head.length < arrived ? ` Of ${plural(arrived)} the first ${head.length} are kept.` : '';
  const guessed = guessHead(head);
  const { startedAt } = connection;
  return {
    receivedAt: connection.receivedAt,
    virtualAt: connection.virtualAt,
    tookUs: () => Math.round((context.clock() - startedAt) * 1000),
    state: ending.state,
    endpoint: context.endpointOf(guessed.target),
    method: guessed.method,
    target: guessed.target,
    remote: connection.remote,
    bodyLength: 0,
    attemptId: context.attemptOf(connection.remotePort) ?? null,
    httpVersion: guessed.httpVersion,
    note: ending.note + cut,
    userAgent: guessed.userAgent,
    head,
    body: new Uint8Array(),
    response: ending.reply,
  };
}
