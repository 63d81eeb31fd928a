import { z } from 'zod';
import { percentEncode } from '../../template/encode.ts';
import { splitTarget } from '../../template/url.ts';
import { type CaptureMark, markSchema } from '../capture-mark.ts';

/** A body as a file has it: text, base64, or the name of a file beside it. */
export type ImportedBody = { text: string; isBase64: boolean } | { file: string };

/** A request of a file, before it is a capture; text of target and headers is Latin-1, one character for each byte. */
export interface ImportedCapture {
  /** Ms since the epoch; null where the file does not say. */
  receivedAt: number | null;
  virtualAt: number | null;
  tookMs: number;
  state: 'complete' | 'refused' | 'broken-off' | 'too-large';
  method: string;
  target: string;
  httpVersion: string;
  remote: string;
  note: string;
  headers: [string, string][];
  /** Base64 of a head that is no request line and headers. */
  head: string | null;
  body: ImportedBody | null;
  /** Bytes of the body that arrived; null for as many as there are. */
  bodyLength: number | null;
  response: { status: number; headers: [string, string][]; body: ImportedBody | null } | null;
  mark: CaptureMark | null;
}

const pairs = z
  .array(z.object({ name: z.string(), value: z.string() }))
  .transform((list) => list.map(({ name, value }): [string, string] => [name, value]))
  .catch([]);

const bodySchema = z
  .object({
    text: z.string().default(''),
    encoding: z.string().optional(),
    mimeType: z.string().optional(),
    _file: z.string().optional(),
    params: z.array(z.object({ name: z.string(), value: z.string().default('') })).optional(),
  })
  .optional();

/** What is read of an entry: what the HAR 1.2 specification asks for, as far as a capture has it. */
const entrySchema = z.object({
  startedDateTime: z.string().optional(),
  time: z.number().catch(0),
  serverIPAddress: z.string().optional(),
  comment: z.string().optional(),
  request: z.object({
    method: z.string(),
    url: z.string(),
    httpVersion: z.string().default('HTTP/1.1'),
    headers: pairs,
    bodySize: z.number().catch(-1),
    postData: bodySchema,
  }),
  response: z.object({ status: z.number().catch(0), headers: pairs, content: bodySchema }).optional(),
  /** Of our own exports. */
  _capture: z
    .object({
      target: z.string().optional(),
      state: z.enum(['complete', 'refused', 'broken-off', 'too-large']).catch('complete'),
      note: z.string().catch(''),
      virtualAt: z.string().optional(),
      receivedAtKnown: z.boolean().catch(true),
      remote: z.string().catch(''),
      mark: markSchema.nullable().catch(null),
      head: z.string().optional(),
    })
    .optional()
    .catch(undefined),
});

const momentOf = (text: string | undefined): number | null => {
  const ms = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
};

/** What a target is on the wire: bytes, so characters beyond Latin-1 are written in UTF-8. */
function wireText(text: string): string {
  return /[^\0-\xff]/.test(text)
    ? Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
    : text;
}

function bodyOf(given: z.infer<typeof bodySchema>): ImportedBody | null {
  if (given === undefined) return null;
  if (given._file !== undefined) return { file: given._file };
  if (given.text === '' && given.params !== undefined && given.params.length > 0) {
    const form = given.params.map(({ name, value }) => `${percentEncode(name)}=${percentEncode(value)}`);
    return { text: form.join('&'), isBase64: false };
  }
  return given.text === '' ? null : { text: given.text, isBase64: given.encoding === 'base64' };
}

/** The target of a request: path and query of its URL, as they are written. */
function targetOf(url: string): string {
  const rest = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*([^#]*)/i.exec(url)?.[1] ?? url;
  return rest.startsWith('/') || rest === '*' ? rest : `/${rest}`;
}

/** An entry of a HAR as a capture; undefined for one without a request. `harEntry` is the way back. */
export function importedEntry(entry: unknown): ImportedCapture | undefined {
  const read = entrySchema.safeParse(entry);
  if (!read.success) return undefined;
  const { request, response, startedDateTime, time, comment, _capture: own, serverIPAddress } = read.data;
  const headers = request.headers.map(([name, value]): [string, string] => [wireText(name), wireText(value)]);
  const url = own?.target ?? request.url;
  const host = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)/i.exec(request.url)?.[1];
  const hasHost = headers.some(([name]) => /^(?::authority|host)$/i.test(name));
  // HTTP/2 has pseudo headers, which no request line has.
  const wire = headers.filter(([name]) => !name.startsWith(':'));
  if (own === undefined && host !== undefined && !wire.some(([name]) => /^host$/i.test(name)))
    wire.unshift(['Host', host]);
  const body = bodyOf(request.postData);
  if (own === undefined && !hasHost && host === undefined && splitTarget(url).path === '') return undefined;
  const moment = momentOf(startedDateTime);
  return {
    receivedAt: own?.receivedAtKnown === false ? null : moment,
    virtualAt: momentOf(own?.virtualAt) ?? moment,
    tookMs: time > 0 ? time : 0,
    state: own?.state ?? 'complete',
    method: request.method,
    target: wireText(own?.target ?? targetOf(request.url)),
    httpVersion: /^HTTP\/(\d(?:\.\d)?)$/i.exec(request.httpVersion)?.[1] ?? '1.1',
    remote: own?.remote ?? serverIPAddress ?? '',
    note: own?.note ?? '',
    headers: wire,
    head: own?.head ?? null,
    body,
    bodyLength: own === undefined || request.bodySize < 0 ? null : request.bodySize,
    response:
      response === undefined || response.status < 100
        ? null
        : { status: response.status, headers: response.headers, body: bodyOf(response.content) },
    mark:
      own?.mark ??
      (comment === undefined || comment === ''
        ? null
        : { pinned: false, note: comment.slice(0, 4_000), labels: [] }),
  };
}
