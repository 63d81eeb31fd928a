import { messageOf, PostbenchError } from '../../../shared/errors.ts';

export const DEFAULT_PORT = 7300;
const LAST_DEFAULT_PORT = 7399;

/** A listen error as one of our own: PB_PORT_TAKEN or PB_PORT_REFUSED. */
function listenError(error: unknown, host: string, port: number): PostbenchError {
  if (codeOf(error) === 'EADDRINUSE') {
    return new PostbenchError('PB_PORT_TAKEN', `Port ${port} of ${host} is taken by another program.`, {
      remedy: 'Stop that program, or use another port with --port (0 takes any free one).',
    });
  }
  const why = codeOf(error) === 'EACCES' ? 'this user may not open it' : messageOf(error);
  return new PostbenchError('PB_PORT_REFUSED', `Cannot listen on port ${port} of ${host}: ${why}.`, {
    remedy: 'Use a port above 1023 with --port, and a host that belongs to this machine.',
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/**
 * Listens on the requested port or, for 'default', on the first free one from 7300 up; returns a sentence when
 * that is not 7300. Throws PB_PORT_TAKEN or PB_PORT_REFUSED.
 */
export async function listenOn(
  port: number | 'default',
  host: string,
  listen: (port: number) => Promise<void>,
): Promise<string> {
  const last = port === 'default' ? LAST_DEFAULT_PORT : port;
  for (let tried = port === 'default' ? DEFAULT_PORT : port; ; tried += 1) {
    try {
      await listen(tried);
      const moved = port === 'default' && tried !== DEFAULT_PORT;
      return moved ? `Port ${DEFAULT_PORT} is taken; using port ${tried} instead.` : '';
    } catch (error) {
      if (codeOf(error) !== 'EADDRINUSE' || tried >= last) throw listenError(error, host, tried);
    }
  }
}
