import { z } from 'zod';
import { headerOf } from '../../http/headers.ts';
import { secretOf } from '../../secrets/name.ts';
import { parseTemplate } from '../../template/parse.ts';
import type { RequestField } from '../request-fields.ts';
import { isInRange, rangeSchema, rangesText } from './address-range.ts';

const text = z.string().min(1, 'must not be empty').max(10_000);
const named = z.strictObject({ name: text, value: text });

/** Who may send to an endpoint; all of it must be met. Values may have secrets as `{secret:NAME}`. */
export const accessSchema = z
  .strictObject({
    /** Addresses and ranges that are let in. */
    allow: z.array(rangeSchema).min(1, 'needs at least one range').max(10_000),
    header: named,
    /** Of the query or of a form body. */
    parameter: named,
    /** HTTP Basic. */
    basic: z.strictObject({
      user: text.refine((user) => !user.includes(':'), 'must not have a colon'),
      password: text,
    }),
  })
  .partial()
  .refine((access) => Object.values(access).some((one) => one !== undefined), {
    message: 'needs one of allow, header, parameter and basic',
  });
export type Access = z.output<typeof accessSchema>;

/** A request as access looks at it. */
export interface AccessRequest {
  /** The address that it comes from. */
  sender: () => string;
  headers: readonly (readonly [string, string])[];
  fields: () => readonly RequestField[];
}

/** Why a request is not let in. */
export interface Denial {
  status: 401 | 403;
  /** In a sentence. */
  why: string;
  /** Headers of the response. */
  headers: [string, string][];
}

/** Why a request is not let in; undefined if it is. `secret` gives the value of a secret, undefined if it has none. */
export function deniedBy(
  { allow, header, parameter, basic }: Access,
  request: AccessRequest,
  secret: (name: string) => string | undefined,
): Denial | undefined {
  const sender = request.sender();
  if (allow !== undefined && !allow.some((range) => isInRange(sender, range)))
    return { status: 403, why: `${sender} is not in ${rangesText(allow)}.`, headers: [] };
  if (header !== undefined) {
    const why = whyNot(
      `The header ${header.name}`,
      header.value,
      [headerOf(request.headers, header.name)],
      secret,
    );
    if (why !== undefined) return { status: 401, why, headers: [] };
  }
  if (parameter !== undefined) {
    const given = request
      .fields()
      .filter(({ place, key }) => (place === 'query' || place === 'form') && key === parameter.name);
    const values = given.map(({ value }) => value);
    const why = whyNot(`The parameter ${parameter.name}`, parameter.value, values, secret);
    if (why !== undefined) return { status: 401, why, headers: [] };
  }
  if (basic === undefined) return undefined;
  const challenge: [string, string][] = [['WWW-Authenticate', 'Basic realm="Postbench", charset="UTF-8"']];
  const [scheme = '', credentials = ''] = (headerOf(request.headers, 'authorization') ?? '')
    .trim()
    .split(/\s+/, 2);
  const given = scheme.toLowerCase() === 'basic' ? fromBase64(credentials) : undefined;
  const wanted = `${basic.user}:${basic.password}`;
  const why = whyNot('The user and password of HTTP Basic', wanted, [given], secret);
  return why === undefined ? undefined : { status: 401, why, headers: challenge };
}

function whyNot(
  what: string,
  template: string,
  given: readonly (string | undefined)[],
  secret: (name: string) => string | undefined,
): string | undefined {
  const is = what.includes(' and ') ? 'are' : 'is';
  const values = given.filter((value) => value !== undefined);
  const missing = parseTemplate(template).flatMap((segment) => {
    const name = segment.type === 'placeholder' ? secretOf(segment.name) : undefined;
    return name !== undefined && secret(name) === undefined ? [name] : [];
  })[0];
  if (missing !== undefined)
    return `Nobody can be let in: {secret:${missing}} has no value on this machine, see Secrets in the documentation of templates.`;
  if (values.length === 0) return `${what} ${is} missing.`;
  const wanted = filled(template, secret);
  return values.includes(wanted) ? undefined : `${what} ${is} not what the endpoint asks for.`;
}

/** A template with the values of its secrets; other braces are text. */
function filled(template: string, secret: (name: string) => string | undefined): string {
  return parseTemplate(template)
    .map((segment) => {
      if (segment.type === 'text') return segment.text;
      const name = secretOf(segment.name);
      return name === undefined ? template.slice(segment.start, segment.end) : (secret(name) ?? '');
    })
    .join('');
}

/** The text of base64 in UTF-8; undefined for what is neither. */
function fromBase64(base64: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
