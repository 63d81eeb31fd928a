import type { Protocol, Session } from 'electron';
import { onTest, tellTest } from './test-link.ts';

type Handler = Parameters<Protocol['handle']>[1];

const handlers = new Map<string, Handler>();

/** The page's requests are answered by what the app gave to `protocol.handle`, headers included. */
export const session = {
  defaultSession: {
    protocol: {
      handle: (scheme: string, handler: Handler) => {
        handlers.set(scheme, handler);
      },
    } satisfies Pick<Protocol, 'handle'>,
    // The page asks for no permission here; which ones it would get is another test's subject.
    setPermissionRequestHandler: () => {},
    setPermissionCheckHandler: () => {},
  } satisfies Pick<Session, 'setPermissionCheckHandler' | 'setPermissionRequestHandler'> & {
    protocol: Pick<Protocol, 'handle'>;
  },
};

async function respond(request: number, url: string, method: string): Promise<void> {
  const handler = handlers.get(new URL(url).protocol.slice(0, -1));
  if (handler === undefined) throw new Error(`No handler for ${url}`);
  const response = await handler(new Request(url, { method }));
  tellTest({
    type: 'response',
    request,
    status: response.status,
    headers: [...response.headers],
    body: new Uint8Array(await response.arrayBuffer()),
  });
}

onTest((message) => {
  if (message.type === 'request') void respond(message.request, message.url, message.method);
});
