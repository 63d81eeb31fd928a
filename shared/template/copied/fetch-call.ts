import {
  base64Of,
  type CopiedRequest,
  notSendable,
  requireSendable,
  textOfBody,
  toldHeaders,
} from './copied-request.ts';

/**
 * A call of fetch that sends the same request from Node.js; a browser refuses some headers. Throws PB_ARGUMENT_INVALID for
 * what fetch would change or refuse.
 */
export function fetchCall(request: CopiedRequest): string {
  requireSendable(request, 'fetch');
  const { method, origin, target, body } = request;
  const url = new URL(origin + target).href;
  if (url !== origin + target)
    throw notSendable(`fetch would send ${url.slice(origin.length)} instead of ${target}.`);
  if (body.length > 0 && (method === 'GET' || method === 'HEAD'))
    throw notSendable(`fetch sends no body with ${method}.`);
  if (['CONNECT', 'TRACE', 'TRACK'].includes(method)) throw notSendable(`fetch sends no ${method}.`);
  const headers = toldHeaders(request);
  const isUnique = new Set(headers.map(([name]) => name.toLowerCase())).size === headers.length;
  const told = JSON.stringify(isUnique ? Object.fromEntries(headers) : headers, null, 2);
  const parts = [
    `method: ${JSON.stringify(method)}`,
    ...(headers.length === 0 ? [] : [`headers: ${told.replaceAll('\n', '\n  ')}`]),
    ...(body.length === 0 ? [] : [`body: ${bodyOf(body)}`]),
  ];
  return `await fetch(${JSON.stringify(url)}, {\n${parts.map((part) => `  ${part},\n`).join('')}});`;
}

function bodyOf(body: Uint8Array): string {
  const text = textOfBody(body);
  if (text !== undefined) return JSON.stringify(text);
  return `Uint8Array.from(atob("${base64Of(body)}"), (char) => char.charCodeAt(0))`;
}
