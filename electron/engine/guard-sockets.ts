import type { Server, Socket } from 'node:net';

const ignore = () => {};

/**
 * Keeps the sockets of a server from ending the process. Node takes its own listeners away when it hands a socket over
 * (an upgrade, a CONNECT), and an error that nobody listens to is thrown: a client that resets at that moment would end
 * the engine. Call it before the server listens and before any other listener is added. The socket's close event
 * follows each error and does the rest.
 *
 * The server itself keeps listening when it cannot accept a connection, as when no file descriptor is left.
 */
export function guardSockets(server: Server): void {
  server.on('connection', (socket: Socket) => socket.on('error', ignore));
  // Only from here on: until it listens, an error such as EADDRINUSE belongs to whoever started it.
  server.once('listening', () => server.on('error', ignore));
}
