import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { ResponsePlan } from '../../../shared/receiver/rules/plan-response.ts';
import { isDiskFull } from '../disk-errors.ts';

/** Seconds an idle connection is kept open; announced to the client, so that it does not write into a closing one. */
export const KEEP_ALIVE_SECONDS = 72;

/** A response with all headers that are sent: what is stored is what is sent. */
export interface Reply {
  status: number;
  /** Names and values alternating. */
  headers: string[];
  body: Buffer;
  /** All of it, as sent over the wire. */
  bytes: Buffer;
}

/** Statuses after which HTTP allows no body. */
const BODYLESS = new Set([204, 205, 304]);

function reply(status: number, headers: string[], body: Buffer): Reply {
  let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}\r\n`;
  for (let index = 0; index + 1 < headers.length; index += 2) {
    text += `${headers[index]}: ${headers[index + 1]}\r\n`;
  }
  return { status, headers, body, bytes: Buffer.concat([Buffer.from(`${text}\r\n`, 'latin1'), body]) };
}

/** Whether a method and a status allow a body, and whether headers may announce one. */
type BodyForm = 'sent' | 'described' | 'empty' | 'none';
function bodyForm(status: number, method: string): BodyForm {
  // Bytes after a 2xx to CONNECT would be read as tunnel data.
  if (method === 'CONNECT' && status < 300) return 'none';
  if (status === 205) return 'empty';
  if (BODYLESS.has(status)) return 'none';
  return method === 'HEAD' ? 'described' : 'sent';
}

/** The last response built, and its inputs: the same one is needed thousands of times a second. */
let last: { second: number; status: number; form: BodyForm; keepAlive: boolean; reply: Reply } | undefined;

/**
 * The response for a status: its reason phrase as plain text, and no body where HTTP allows none.
 * @param now ms since the epoch, for the Date header
 */
export function replyFor(status: number, method: string, keepAlive: boolean, now: number): Reply {
  const second = Math.floor(now / 1000);
  const form = bodyForm(status, method);
  if (
    last?.second === second &&
    last.status === status &&
    last.form === form &&
    last.keepAlive === keepAlive
  ) {
    return last.reply;
  }
  last = { second, status, form, keepAlive, reply: makeReply(status, form, keepAlive, now) };
  return last.reply;
}

function makeReply(status: number, form: BodyForm, keepAlive: boolean, now: number): Reply {
  const text = Buffer.from(STATUS_CODES[status] ?? 'Unknown');
  const headers: string[] = [];
  if (form === 'empty') headers.push('Content-Length', '0');
  if (form === 'sent' || form === 'described') {
    headers.push('Content-Type', 'text/plain; charset=utf-8', 'Content-Length', String(text.length));
  }
  headers.push('Date', new Date(now).toUTCString());
  if (keepAlive) headers.push('Connection', 'keep-alive', 'Keep-Alive', `timeout=${KEEP_ALIVE_SECONDS}`);
  else headers.push('Connection', 'close');
  return reply(status, headers, form === 'sent' ? text : Buffer.alloc(0));
}

/**
 * The response of a plan, with the headers that follow from it. Without a body of its own it is the status in words.
 * @param now ms since the epoch, for the Date header
 */
export function replyOf(
  { status, headers, body }: Pick<ResponsePlan, 'status' | 'headers' | 'body'>,
  method: string,
  keepAlive: boolean,
  now: number,
): Reply {
  if (headers.length === 0 && body === null) return replyFor(status, method, keepAlive, now);
  const form = bodyForm(status, method);
  const bytes = bytesOf(body) ?? Buffer.from(STATUS_CODES[status] ?? 'Unknown');
  const all = headers.flat();
  const has = (name: string) => headers.some(([given]) => given.toLowerCase() === name);
  if (form === 'empty') all.push('Content-Length', '0');
  if (form === 'sent' || form === 'described') {
    if (!has('content-type')) all.push('Content-Type', 'text/plain; charset=utf-8');
    all.push('Content-Length', String(bytes.length));
  }
  if (!has('date')) all.push('Date', new Date(now).toUTCString());
  if (keepAlive) all.push('Connection', 'keep-alive', 'Keep-Alive', `timeout=${KEEP_ALIVE_SECONDS}`);
  else all.push('Connection', 'close');
  return reply(status, all, form === 'sent' ? bytes : Buffer.alloc(0));
}

function bytesOf(body: ResponsePlan['body']): Buffer | undefined {
  if (body === null) return undefined;
  return 'text' in body ? Buffer.from(body.text) : Buffer.from(body.base64, 'base64');
}

/**
 * The response when the store has failed, for the reason `error`: 507 for a full disk, else 503. The client may try again,
 * and nothing was captured.
 */
export function unavailable(now: number, error: unknown): Reply {
  const isFull = isDiskFull(error);
  const body = Buffer.from(`Postbench could not store this request${isFull ? ': the disk is full' : ''}.`);
  const headers = ['Content-Type', 'text/plain; charset=utf-8', 'Content-Length', String(body.length)];
  headers.push('Date', new Date(now).toUTCString(), 'Connection', 'close');
  return reply(isFull ? 507 : 503, headers, body);
}

/** Sends the response through Node's own, which keeps pipelined responses in order. */
export function sendReply(response: ServerResponse, { status, headers, body }: Reply): void {
  response.sendDate = false;
  // Passed here too: for a status that Node does not know it would send "unknown", unlike what is stored.
  response.writeHead(status, STATUS_CODES[status] ?? 'Unknown', headers);
  response.end(body);
}
