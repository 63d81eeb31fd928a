import { z } from 'zod';
import { PostbenchError } from '../errors.ts';
import { localPrefix } from '../receiver/endpoints/local-url.ts';
import { isSecretName } from '../secrets/mask.ts';
import { secretOf } from '../secrets/name.ts';
import { withDefaultQuery } from '../template/default-query.ts';
import { placeholderNames } from '../template/parse.ts';
import { type Postback, postbackSchema } from '../template/postback.ts';
import { fires, isReported, type PostbackTrigger, type TriggerSwitches } from './fired-postbacks.ts';

/** Whether headers that look like secrets go along to another origin. */
export const SECRET_HEADERS = ['send', 'omit'] as const;
export type SecretHeaders = (typeof SECRET_HEADERS)[number];

/** The postbacks' own requests at another origin ("http://127.0.0.1:9000"). */
export const atSchema = z.strictObject({ at: z.string(), secretHeaders: z.enum(SECRET_HEADERS) });

/**
 * Where postbacks are sent instead of to their own URLs: a URL template, which replaces those of actions and of their
 * clearing with their method, headers and body; or another origin, to which all of them go as they are.
 */
export const sendToSchema = z.union([z.string(), atSchema]);
export type SendTo = z.infer<typeof sendToSchema>;

/** As it is stored with a delivery: a URL template as it is, the other as JSON. */
export function sendToText(to: SendTo): string {
  return typeof to === 'string' ? to : JSON.stringify(to);
}

/** The inverse of `sendToText`. */
export function readSendTo(text: string): SendTo {
  if (!text.startsWith('{"at":')) return text;
  return atSchema.parse(JSON.parse(text));
}

/** A postback and its file. */
export interface PostbackSource {
  file: string;
  postback: Postback;
  /** What replaces its own URL. */
  to?: SendTo;
}

/** The file of the postback that `--to` makes where the workspace has none of actions. */
export const NO_FILE = '--to';

const ORIGIN = /^(?:https?:\/\/[^/?#\\]*)?/i;

/** The origin as URLs have it. Throws PB_URL_INVALID for what is more, or none. */
export function originOf(text: string): string {
  const typed = text.trim();
  if (/^https?:\/\/[^/?#\\@]+\/?$/i.test(typed) && URL.canParse(typed)) return new URL(typed).origin;
  throw new PostbenchError('PB_URL_INVALID', `"${text}" is not an origin.`, {
    remedy: 'Write scheme, host and port only, as in http://127.0.0.1:9000.',
  });
}

/** A URL template at another origin; its path, query and placeholders stay. Throws PB_URL_INVALID. */
export function atOrigin(url: string, at: string): string {
  const rest = url.slice(localPrefix(url).length).replace(ORIGIN, '');
  return `${originOf(at)}${rest.startsWith('/') ? '' : '/'}${rest}`;
}

/** The scheme, host and port that a URL template begins with; empty for one at an endpoint of the local receiver. */
export function writtenOrigin(url: string): string {
  return ORIGIN.exec(url)![0];
}

/** The names of a postback's headers that look like secrets: by their name, or with `{secret:NAME}` in their value. */
export function secretHeadersOf({ headers }: Pick<Postback, 'headers'>): string[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    isSecretName(name) || placeholderNames(value).some((one) => secretOf(one) !== undefined) ? [name] : [],
  );
}

/** The headers that look like secrets and would go to another origin than the one they were written for. */
export function secretHeadersSentTo(sources: readonly PostbackSource[], at: string): string[] {
  const origin = originOf(at);
  const names = sources.flatMap(({ postback }) => {
    const own = writtenOrigin(postback.url);
    const stays = URL.canParse(own) && new URL(own).origin === origin;
    return !stays ? secretHeadersOf(postback) : [];
  });
  return [...new Set(names)];
}

/**
 * Whether the headers that look like secrets go to another origin. Throws PB_ARGUMENT_INVALID where nobody has decided
 * that: they were written for another receiver.
 */
export function secretHeadersTo(
  sources: readonly PostbackSource[],
  at: string,
  given: SecretHeaders | undefined,
): SecretHeaders {
  const names = secretHeadersSentTo(sources, at);
  if (names.length === 0) return 'send';
  if (given !== undefined) return given;
  const what = names.length === 1 ? 'A header that looks like a secret' : 'Headers that look like secrets';
  throw new PostbenchError(
    'PB_ARGUMENT_INVALID',
    `${what} would go to ${originOf(at)}: ${names.join(', ')}.`,
    {
      remedy: 'Add --secret-headers send to send them, or --secret-headers omit to leave them out.',
    },
  );
}

const takesTemplate = ({ kind }: Postback) => kind === 'action' || kind === 'clearing';

/** A postback as it is sent to another place; unchanged if that cannot replace its URL. Throws PB_URL_INVALID. */
export function sentTo(postback: Postback, to: SendTo): Postback {
  if (typeof to === 'string') {
    if (!takesTemplate(postback)) return postback;
    // Its headers were meant for another receiver, and so were the secrets in them.
    return { ...postback, url: withDefaultQuery(to), method: 'GET', headers: {}, body: undefined };
  }
  const omitted = new Set(to.secretHeaders === 'omit' ? secretHeadersOf(postback) : []);
  const headers = Object.fromEntries(Object.entries(postback.headers).filter(([name]) => !omitted.has(name)));
  return { ...postback, url: atOrigin(postback.url, to.at), headers };
}

/**
 * The postbacks that may fire. A URL template replaces every enabled one of actions and of their clearing; those of
 * inquiries and catalogs keep their URLs, since one template cannot fit all. Another origin takes all of them.
 */
export function redirect(sources: readonly PostbackSource[], to: SendTo | undefined): PostbackSource[] {
  const enabled = sources.filter(({ postback }) => postback.enabled);
  if (to === undefined) return enabled;
  const redirected = enabled.map(({ file, postback }): PostbackSource => {
    const isTaken = typeof to !== 'string' || takesTemplate(postback);
    return isTaken ? { file, postback: sentTo(postback, to), to } : { file, postback };
  });
  if (typeof to !== 'string' || enabled.some(({ postback }) => postback.kind === 'action')) return redirected;
  const own = postbackSchema.parse({ name: 'Your receiver', url: withDefaultQuery(to) });
  return [{ file: NO_FILE, postback: own, to }, ...redirected];
}

/** The postbacks that an event fires, as they are sent: the rule that the engine sends by. */
export function firedTo(
  trigger: PostbackTrigger,
  sources: readonly PostbackSource[],
  to: SendTo | undefined,
  switches: TriggerSwitches,
): PostbackSource[] {
  if (!isReported(trigger.event, switches)) return [];
  return redirect(sources, to).filter(({ postback }) => fires(trigger, postback, switches));
}
