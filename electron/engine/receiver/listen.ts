import { messageOf, PostbenchError } from '../../../shared/errors.ts';

export const DEFAULT_PORT = 7300;
const LAST_DEFAULT_PORT = 7399;

/** Which port to listen on. */
export interface PortChoice {
  /** 'default' is 7300 or the next free one; 0 is any free one. */
  port: number | 'default';
  /** Where another one would be written, for what is said when this one cannot be used; --port by default. */
  portOption?: PortOption;
  /** Whether any free one will do while it is taken. */
  orAnyPort?: boolean;
}

/** Where a port is set: by the option --port, or for an endpoint in postbench.yaml. */
type PortOption = 'option' | 'file';

const OTHER_PORT: Readonly<Record<PortOption, string>> = {
  option: 'use another port with --port (0 takes any free one)',
  file: 'give the endpoint another port in postbench.yaml (0 takes any free one)',
};

/** A listen error as one of our own: PB_PORT_TAKEN or PB_PORT_REFUSED. */
function listenError(error: unknown, host: string, port: number, option: PortOption): PostbenchError {
  if (codeOf(error) === 'EADDRINUSE') {
    return new PostbenchError('PB_PORT_TAKEN', `Port ${port} of ${host} is taken by another program.`, {
      remedy: `Stop that program, or ${OTHER_PORT[option]}.`,
    });
  }
  if (codeOf(error) === 'EADDRNOTAVAIL') {
    return new PostbenchError('PB_PORT_REFUSED', `This machine has no address ${host}.`, {
      remedy: 'Set bind to one of its addresses, to 0.0.0.0 for all of IPv4, or to :: for all of IPv6 too.',
    });
  }
  const why = codeOf(error) === 'EACCES' ? 'this user may not open it' : messageOf(error);
  return new PostbenchError('PB_PORT_REFUSED', `Cannot listen on port ${port} of ${host}: ${why}.`, {
    remedy:
      option === 'option'
        ? 'Use a port above 1023 with --port, and a host that belongs to this machine.'
        : 'Give the endpoint a port above 1023 in postbench.yaml.',
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
  { port, portOption = 'option', orAnyPort = false }: PortChoice,
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
      if (codeOf(error) === 'EADDRINUSE' && orAnyPort && port !== 'default') {
        await listen(0);
        return `Port ${port} is taken; another one is used instead.`;
      }
      if (codeOf(error) !== 'EADDRINUSE' || tried >= last) throw listenError(error, host, tried, portOption);
    }
  }
}
