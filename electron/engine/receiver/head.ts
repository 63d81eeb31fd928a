import { headerOf } from '../../../shared/http/headers.ts';
import { readHead } from '../store/wire.ts';

/** The head as it would be on the wire, from what the HTTP parser reports; rawHeaders is names and values in turn. */
export function rebuildHead(
  method: string,
  target: string,
  httpVersion: string,
  rawHeaders: readonly string[],
): Buffer {
  let text = `${method} ${target} HTTP/${httpVersion}\r\n`;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    text += `${rawHeaders[index]}: ${rawHeaders[index + 1]}\r\n`;
  }
  return Buffer.from(`${text}\r\n`, 'latin1');
}

/** What can be read from the bytes of an incomplete request; what cannot is empty. */
export interface GuessedHead {
  method: string;
  target: string;
  httpVersion: string;
  userAgent: string;
}

/** Reads as much as possible of a request that was refused or never finished. */
export function guessHead(bytes: Buffer): GuessedHead {
  const { startLine, headers } = readHead(bytes);
  const method = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+(?= +\S)/.exec(startLine)?.[0];
  if (method === undefined) return { method: '', target: '', httpVersion: '', userAgent: '' };
  const rest = startLine.slice(method.length).trim();
  const version = / HTTP\/(\d\.\d)$/.exec(rest);
  const target = version === null ? rest : rest.slice(0, version.index).trimEnd();
  const userAgent = headerOf(headers, 'user-agent') ?? '';
  return { method, target, httpVersion: version?.[1] ?? '', userAgent };
}
