import type { Socket } from 'node:net';

/** How long, and how much, is still read from a client that keeps sending after its last response. */
const DRAIN_MS = 5000;
const DRAIN_BYTES = 256 * 1024 * 1024;

/**
 * Sends the last bytes on a connection and closes it so that the client can read them: closing a socket with
 * unread data would reset the connection, and a reset makes the client's system throw away what it has not read
 * yet. So our side is closed first, and what still arrives is read and dropped, up to a limit in time and amount.
 */
export function closeGracefully(socket: Socket, last: Buffer): void {
  if (socket.destroyed) return;
  let dropped = 0;
  const timer = setTimeout(() => socket.destroy(), DRAIN_MS);
  socket.on('data', (chunk: Buffer) => {
    dropped += chunk.length;
    if (dropped > DRAIN_BYTES) socket.destroy();
  });
  socket.once('end', () => socket.destroySoon());
  socket.once('close', () => clearTimeout(timer));
  socket.resume();
  socket.end(last);
}
