import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type App, net, protocol, type Session } from 'electron';
import { CONTENT_SECURITY_POLICY } from '../../shared/content-security-policy.ts';

/** The page's own scheme: not file:, which would let a page read the disk. */
export const SCHEME = 'postbench';
export const PAGE_URL = `${SCHEME}://app/index.html`;

/** Must be called before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

const refused = () => new Response('Not here.', { status: 404 });

/** Serves the page files from its folder, and nothing from outside it. */
export function servePage(session: Session, folder: string): void {
  session.protocol.handle(SCHEME, async (request) => {
    const { host, pathname } = new URL(request.url);
    if (host !== 'app' || request.method !== 'GET') return refused();
    try {
      const root = await realpath(folder);
      const file = await realpath(join(root, decodeURIComponent(pathname)));
      if (!file.startsWith(root + sep)) return refused();
      const response = await net.fetch(pathToFileURL(file).href);
      const headers = new Headers(response.headers);
      headers.set('content-security-policy', CONTENT_SECURITY_POLICY);
      headers.set('x-content-type-options', 'nosniff');
      return new Response(response.body, { status: response.status, headers });
    } catch {
      return refused();
    }
  });
}

/** The permissions a page may have: writing text to the clipboard, for its copy buttons. */
const PERMITTED = new Set(['clipboard-sanitized-write']);

/** No page navigates away, opens windows or embeds webviews, and none gets a device or another permission. */
export function lockDown(app: App, session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(PERMITTED.has(permission)));
  session.setPermissionCheckHandler((_contents, permission) => PERMITTED.has(permission));
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}
