import { z } from 'zod';
import { DURATION_PATTERN, parseDuration } from '../domain/duration.ts';
import { idText } from '../domain/fields.ts';
import { POSTBACK_KINDS } from '../placeholders/placeholder-registry.ts';
import type { Values } from '../placeholders/placeholder-values.ts';
import { FORWARDED_FOR } from '../receiver/access/sender-address.ts';
import { type LocalAddresses, localUrl } from '../receiver/endpoints/local-url.ts';
import { type Compiled, compileTemplate, render, type UnknownPlaceholder } from './render.ts';
import { resolveUrl, type WireUrl } from './url.ts';

/** Headers that the HTTP client writes; a postback that sets them would break the framing. */
const CLIENT_HEADERS = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const headerName = z
  .string()
  .regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/, {
    error: (issue) => `"${String(issue.input)}" is not a header name`,
  })
  .refine((name) => !CLIENT_HEADERS.has(name.toLowerCase()), {
    error: (issue) => `"${String(issue.input)}" is set by the HTTP client and cannot be changed`,
  });

export const BODY_FORMATS = ['json', 'xml', 'form'] as const;
export type BodyFormat = (typeof BODY_FORMATS)[number];

export const bodySchema = z.strictObject({
  format: z.enum(BODY_FORMATS),
  template: z.string(),
  /** "raw" writes values unescaped, as a careless platform would. */
  escape: z.enum(['by-place', 'raw']).default('by-place'),
});

/** The body of a postback: its format, template and escaping. */
export type Body = z.output<typeof bodySchema>;

/** An event notification's configuration, as a file in postbacks/. */
export const postbackSchema = z
  .strictObject({
    name: z.string().min(1, 'must not be empty'),
    kind: z.enum(POSTBACK_KINDS).default('action'),
    /** global: every event of its kind in the account. event: those of one event type of one program. */
    level: z.enum(['global', 'event']).default('global'),
    program: idText.optional(),
    eventType: idText.optional(),
    /** Whether an event-level postback also fires on modification and reversal; the documents disagree. */
    changes: z.boolean().default(true),
    enabled: z.boolean().default(true),
    /** GET or POST: documented by impact.com; no other method is ever mentioned. */
    method: z.enum(['GET', 'POST']).default('GET'),
    /** A template; one that begins with "/" or "endpoint:NAME/" goes to the local receiver. */
    url: z.string().min(1, 'must not be empty'),
    headers: z.record(headerName, z.string()).default({}),
    body: bodySchema.optional(),
    /** The shortest time between event and postback. The platform publishes no unit; the one that is written applies. */
    minimumDelay: z
      .string()
      .refine((value) => parseDuration(value) !== undefined, {
        error: (issue) => `"${String(issue.input)}" is not a duration such as 90 s, 15 min or 2 h`,
      })
      .meta({ pattern: DURATION_PATTERN })
      .optional(),
    /** Most requests in any second, retries and catch-up included. */
    maximumRequestsPerSecond: z
      .number()
      .int('must be a whole number')
      .min(1, 'must be 1 or more; leave it out for no limit')
      .max(500, 'must be 500 or less')
      .optional(),
    /** The response body must contain this text. */
    successResponse: z.string().min(1, 'must not be empty').optional(),
    /** A response whose body contains this text is a failure. */
    errorResponse: z.string().min(1, 'must not be empty').optional(),
  })
  .superRefine(({ kind, level, program, eventType }, context) => {
    const issue = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (level === 'global') {
      if (program !== undefined) issue('program', 'needs level: event');
      if (eventType !== undefined) issue('eventType', 'needs level: event');
      return;
    }
    if (kind !== 'action') issue('level', 'only postbacks of actions have an event level');
    if (program === undefined) issue('program', 'is missing: which program sends these events?');
    if (eventType === undefined) issue('eventType', 'is missing: which event type sends these events?');
  })
  // The same for editors, as JSON Schema.
  .meta({
    anyOf: [
      { properties: { level: { const: 'global' }, program: false, eventType: false } },
      {
        properties: { level: { const: 'event' }, kind: { const: 'action' } },
        required: ['level', 'program', 'eventType'],
      },
    ],
  });
export type Postback = z.output<typeof postbackSchema>;

/** Not published by impact.com: the usual values are assumed. */
export const CONTENT_TYPES: Readonly<Record<BodyFormat, string>> = {
  json: 'application/json',
  xml: 'application/xml',
  form: 'application/x-www-form-urlencoded',
};

/** Seen in three live requests; no Accept, no id, no attempt counter. */
const PLATFORM_USER_AGENT = 'Impact-Postback-Client/1.0';

/** The headers that the platform adds to the postback's own. */
function platformHeaders(userAgent: string): [string, string][] {
  return [
    ['User-Agent', userAgent],
    ['Accept-Encoding', 'gzip, br'],
  ];
}

/** A postback ready to render many times. */
export interface CompiledPostback {
  postback: Postback;
  url: Compiled;
  headers: [string, Compiled][];
  body: Compiled | undefined;
}

export function compilePostback(postback: Postback): CompiledPostback {
  const { url, headers, body } = postback;
  return {
    postback,
    url: compileTemplate(url, 'url'),
    headers: Object.entries(headers).map(([name, value]) => [name, compileTemplate(value, 'header')]),
    body: body && compileTemplate(body.template, body.escape === 'raw' ? 'raw' : body.format, body.format),
  };
}

/** How the workspace resolves names, and where its endpoints are. */
export interface RenderSettings extends LocalAddresses {
  known: (name: string) => boolean;
  unknown: UnknownPlaceholder;
  /** The sender profile's; by default that of impact.com. */
  userAgent?: string | undefined;
}

/** A rendered postback: what is sent, before the HTTP client adds its own lines. */
export interface RenderedRequest {
  method: string;
  /** The rendered URL, with the endpoint's address if it names one. */
  url: string;
  headers: [string, string][];
  body: string | null;
}

/** Renders URL, headers and body for one event. Never throws: a URL that cannot be sent shows in `wireOf`. */
export function renderPostback(
  compiled: CompiledPostback,
  values: Values,
  settings: RenderSettings,
): RenderedRequest {
  const { postback } = compiled;
  const url = render(compiled.url, values, settings);
  const own = compiled.headers.map(([name, value]): [string, string] => [
    name,
    render(value, values, settings),
  ]);
  const taken = new Set(own.map(([name]) => name.toLowerCase()));
  const defaults = platformHeaders(settings.userAgent ?? PLATFORM_USER_AGENT);
  // Not the platform's: a scenario plays that the request comes from there.
  const from = values[FORWARDED_FOR];
  if (from !== undefined) defaults.push([FORWARDED_FOR, from]);
  if (postback.body !== undefined) defaults.push(['Content-Type', CONTENT_TYPES[postback.body.format]]);
  return {
    method: postback.method,
    url: localUrl(url, settings),
    headers: [...defaults.filter(([name]) => !taken.has(name.toLowerCase())), ...own],
    body: compiled.body === undefined ? null : render(compiled.body, values, settings),
  };
}

export type Wire = { ok: true; url: WireUrl; head: string; body: string } | { ok: false; reason: string };

/**
 * The exact request on the wire: the request line, the lines that the HTTP client (undici) writes first, the postback's
 * headers, a length for a body or a POST without one, and the body. `head` ends with the
 * empty line. Asserted byte for byte against a raw socket.
 */
export function wireOf(request: RenderedRequest): Wire {
  const resolved = resolveUrl(request.url, '');
  if (!resolved.ok) return resolved;
  const { url } = resolved;
  const body = request.body ?? '';
  const length = body === '' ? 0 : new TextEncoder().encode(body).length;
  const lines = [
    `${request.method} ${url.target} HTTP/1.1`,
    `host: ${url.host}`,
    'connection: keep-alive',
    ...request.headers.map(([name, value]) => `${name}: ${value}`),
  ];
  if (length > 0 || request.method === 'POST') lines.push(`content-length: ${length}`);
  return { ok: true, url, head: `${lines.join('\r\n')}\r\n\r\n`, body };
}
