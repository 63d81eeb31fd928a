import { DEFAULT_ENDPOINT, LOOPBACK } from './endpoint-name.ts';

/** Where the endpoints of this machine are: what URLs that begin with "/" or "endpoint:NAME/" mean. */
export interface LocalAddresses {
  /** "http://127.0.0.1:7300": where a URL that begins with "/" goes; '' while nothing listens. */
  receiverBase: string;
  /** By name, with the path of an endpoint that has one: "http://127.0.0.1:7300/hooks". Without those that do not listen. */
  endpoints?: Readonly<Record<string, string>> | undefined;
}

/** What decides the address of an endpoint in a file. */
interface WrittenEndpoint {
  name: string;
  path?: string | undefined;
  port?: number | undefined;
  tls?: boolean | undefined;
  bind?: string | undefined;
}

const LOCAL = /^endpoint:([^/?#]*)/i;

const isPath = (url: string) => url.startsWith('/') && !url.startsWith('//');

/** The endpoint that a URL or template names: "default" for "/pb", "hooks" for "endpoint:hooks/pb"; undefined elsewhere. */
export function endpointOfUrl(url: string): string | undefined {
  const typed = url.trimStart();
  return isPath(typed) ? DEFAULT_ENDPOINT : LOCAL.exec(typed)?.[1];
}

/** Whether a URL or template goes to an endpoint of this machine's receiver. */
export const isLocalUrl = (url: string): boolean => endpointOfUrl(url) !== undefined;

/** What stands before the path of a URL that names an endpoint: "endpoint:hooks"; '' for one that begins with "/". */
export function localPrefix(url: string): string {
  return LOCAL.exec(url)?.[0] ?? '';
}

/**
 * A URL or template with the address of the endpoint that it names; any other as it is, and so is one whose endpoint is
 * unknown or does not listen: it cannot be sent, and `resolveUrl` says why.
 */
export function localUrl(url: string, { receiverBase, endpoints = {} }: LocalAddresses): string {
  if (isPath(url)) return receiverBase + url;
  const [prefix, name] = LOCAL.exec(url) ?? [];
  if (prefix === undefined || name === undefined) return url;
  const base = Object.hasOwn(endpoints, name)
    ? endpoints[name]
    : name === DEFAULT_ENDPOINT
      ? receiverBase
      : undefined;
  if (base === undefined || base === '') return url;
  const rest = url.slice(prefix.length);
  return base + (rest === '' ? '/' : rest);
}

/** Where endpoints are, as far as they listen. The one named default is the address itself. */
export function addressesOf({
  address,
  endpoints,
}: {
  address: string;
  endpoints: readonly { name: string; address: string; path: string }[];
}): LocalAddresses {
  const others = endpoints.flatMap(({ name, address: origin, path }): [string, string][] =>
    origin === '' || name === DEFAULT_ENDPOINT ? [] : [[name, origin + path]],
  );
  return { receiverBase: address, endpoints: Object.fromEntries(others) };
}

/** The origins of all endpoints. */
export function ownOrigins({ receiverBase, endpoints = {} }: LocalAddresses): Set<string> {
  const bases = [receiverBase, ...Object.values(endpoints)].filter((base) => base !== '');
  return new Set(bases.map((base) => new URL(base).origin));
}

/**
 * The addresses that the endpoints of a workspace have in whichever Postbench runs its receiver, as far as its files say:
 * for commands that have no receiver of their own. Those with any free port are left out.
 */
export function writtenAddresses(endpoints: readonly WrittenEndpoint[], port = 7300): LocalAddresses {
  const own = endpoints.find(({ name }) => name === DEFAULT_ENDPOINT);
  const receiverBase = originAt(own?.tls, own?.bind, port);
  const others = endpoints.flatMap(({ name, path, port: ownPort, tls, bind }): [string, string][] => {
    if (path !== undefined) return [[name, receiverBase + path]];
    return ownPort === undefined || ownPort === 0 ? [] : [[name, originAt(tls, bind, ownPort)]];
  });
  return { receiverBase, endpoints: Object.fromEntries(others) };
}

/** Origin of a listener as a client on this machine reaches it. */
export function originAt(tls = false, bind = LOOPBACK, port: number): string {
  const isV6 = bind.includes(':');
  const reachable = bind === '0.0.0.0' ? LOOPBACK : bind === '::' ? '::1' : bind;
  return `${tls ? 'https' : 'http'}://${isV6 ? `[${reachable}]` : reachable}:${port}`;
}
