import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { CaptureAnswer } from '../store/captures.ts';

/** Seconds that an idle connection is kept; told to the client, so that it does not write into a closing one. */
export const KEEP_ALIVE_SECONDS = 72;

/** An answer with all headers that go out: what is stored is what was sent. */
export interface Reply {
  status: number;
  /** Names and values in turn. */
  headers: string[];
  body: string;
}

/** Statuses after which HTTP allows no body. */
const BODYLESS = new Set([204, 205, 304]);

/** HTTP dates, made once a second: the same text is wanted for thousands of answers. */
let dated = { second: 0, text: '' };
function httpDate(now: number): string {
  const second = Math.floor(now / 1000);
  if (dated.second !== second) dated = { second, text: new Date(now).toUTCString() };
  return dated.text;
}

/**
 * The answer for a status: its reason phrase as plain text, and no body where HTTP allows none.
 * @param now ms since the epoch, for the Date header
 */
export function replyFor(status: number, method: string, keepAlive: boolean, now: number): Reply {
  const text = STATUS_CODES[status] ?? `Status ${status}`;
  const headers: string[] = [];
  // What follows a 2xx to CONNECT would be read as tunnel bytes.
  const tunnel = method === 'CONNECT' && status < 300;
  if (!BODYLESS.has(status) && !tunnel) {
    headers.push('Content-Type', 'text/plain; charset=utf-8', 'Content-Length', String(text.length));
  } else if (status === 205) {
    headers.push('Content-Length', '0');
  }
  headers.push('Date', httpDate(now));
  if (keepAlive) headers.push('Connection', 'keep-alive', 'Keep-Alive', `timeout=${KEEP_ALIVE_SECONDS}`);
  else headers.push('Connection', 'close');
  return { status, headers, body: BODYLESS.has(status) || tunnel || method === 'HEAD' ? '' : text };
}

/** The answer when the store has failed: the client may try again, and nothing was captured. */
export function unavailable(now: number): Reply {
  const body = 'Postbench could not store this request.';
  const headers = ['Content-Type', 'text/plain; charset=utf-8', 'Content-Length', String(body.length)];
  headers.push('Date', httpDate(now), 'Connection', 'close');
  return { status: 503, headers, body };
}

/** How an answer is kept with its capture. */
export function storedReply(reply: Reply): CaptureAnswer {
  const headers: [string, string][] = [];
  for (let index = 0; index + 1 < reply.headers.length; index += 2) {
    headers.push([reply.headers[index] ?? '', reply.headers[index + 1] ?? '']);
  }
  return { status: reply.status, headers, body: Buffer.from(reply.body).toString('base64') };
}

/** Gives the answer through Node's response, which keeps pipelined answers in order. */
export function sendReply(response: ServerResponse, reply: Reply): void {
  response.sendDate = false;
  response.writeHead(reply.status, reply.headers);
  response.end(reply.body);
}

/** The answer's very bytes, for a socket that Node's HTTP no longer answers on. */
export function replyBytes(reply: Reply): Buffer {
  let head = `HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status] ?? 'Unknown'}\r\n`;
  for (let index = 0; index + 1 < reply.headers.length; index += 2) {
    head += `${reply.headers[index]}: ${reply.headers[index + 1]}\r\n`;
  }
  return Buffer.from(`${head}\r\n${reply.body}`, 'latin1');
}
