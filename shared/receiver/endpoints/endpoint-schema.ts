import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { bareHost } from '../../http/bare-host.ts';
import { accessSchema } from '../access/access.ts';
import { isTlsFault } from '../rules/reaction-schema.ts';
import { responseRulesSchema } from '../rules/rule-schema.ts';
import { DEFAULT_ENDPOINT, endpointName, LOOPBACK } from './endpoint-name.ts';
import { retentionSchema } from './retention.ts';

/** Whole segments, without a slash at the end: "/hooks/acme". */
const path = z
  .string()
  .regex(/^(?:\/[^/?#\s*]+)+\/?$/, {
    error: (issue) => `"${String(issue.input)}" is not a path such as /hooks`,
  })
  .transform((written) => written.replace(/\/$/, ''));

/** An address of this machine, or one that stands for all of them: "127.0.0.1", "::1", "0.0.0.0". */
const bind = z
  .string()
  .transform(bareHost)
  .refine((written) => isAddress(written), {
    error: (issue) =>
      `"${String(issue.input)}" is not an address such as 127.0.0.1, ::1 or 0.0.0.0 (all of this machine’s)`,
  });

function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || (ipaddr.IPv6.isValid(text) && !/[%/]/.test(text));
}

/** A rule of an endpoint is about that endpoint; naming another one would never match. */
const responses = responseRulesSchema.superRefine((rules, context) => {
  for (const [index, { when }] of rules.entries()) {
    if (when.endpoint === undefined) continue;
    const message = 'is the endpoint that the rule belongs to; leave it out';
    context.addIssue({ code: 'custom', path: [index, 'when', 'endpoint'], message });
  }
});

export const endpointSchema = z
  .strictObject({
    name: endpointName,
    /** An endpoint on the receiver's own port: of all paths that begin with these segments. */
    path: path.optional(),
    /** A listener of its own; 0 takes any free port. */
    port: z.number().int('must be a whole number').min(0).max(65_535).optional(),
    /** HTTPS, with a certificate that Postbench makes. */
    tls: z.boolean().optional(),
    /** 127.0.0.1 by default; an address that others can reach must be confirmed on this machine. */
    bind: bind.optional(),
    /** Who may send to it; everybody without it. */
    access: accessSchema.optional(),
    /** How many of its captures are kept; all of them without it. */
    retention: retentionSchema.optional(),
    /** How it responds; the first rule that matches decides, and without any it is 200. */
    responses: responses.default([]),
  })
  .superRefine(({ name, path: ownPath, port, tls, bind: address, responses: rules }, context) => {
    const issue = (key: string, message: string) =>
      context.addIssue({ code: 'custom', path: [key], message });
    for (const [index, { fault }] of rules.entries()) {
      if (!isTlsFault(fault) || tls === true) continue;
      const message =
        ownPath === undefined
          ? `needs tls: true for the endpoint ${name}`
          : `acts before the path is known: set it for the endpoint ${DEFAULT_ENDPOINT}, whose port this is`;
      context.addIssue({ code: 'custom', path: ['responses', index, 'fault'], message });
    }
    if (name === DEFAULT_ENDPOINT) {
      if (ownPath !== undefined) issue('path', 'cannot be set: the endpoint default has all other paths');
      if (port !== undefined)
        issue('port', 'cannot be set: the endpoint default has the receiver’s own port');
      return;
    }
    if (ownPath === undefined && port === undefined)
      context.addIssue({
        code: 'custom',
        message: `needs a path on the receiver’s own port, or a port (only the endpoint named ${DEFAULT_ENDPOINT} has neither)`,
      });
    if (ownPath === undefined) return;
    if (port !== undefined) issue('port', 'cannot be combined with path');
    const shared = `cannot be combined with path: set it for the endpoint ${DEFAULT_ENDPOINT}, whose port this is`;
    if (tls !== undefined) issue('tls', shared);
    if (address !== undefined) issue('bind', shared);
  });
export type Endpoint = z.output<typeof endpointSchema>;

/** The endpoints of a workspace. The one named `default` is there even if it is not written. */
export const endpointsSchema = z
  .array(endpointSchema)
  .max(100, 'has more than 100 endpoints')
  .superRefine((endpoints, context) => {
    const seen = new Map<string, string>();
    for (const [index, endpoint] of endpoints.entries()) {
      for (const [key, what] of placesOf(endpoint)) {
        const other = seen.get(what);
        const message =
          key === 'name' ? 'is the name of another endpoint' : `is the ${key} of the endpoint ${other}`;
        if (other === undefined) seen.set(what, endpoint.name);
        else context.addIssue({ code: 'custom', path: [index, key], message });
      }
    }
  });

/** What no two endpoints may have in common. */
function placesOf({ name, path: ownPath, port, bind: address = LOOPBACK }: Endpoint): [string, string][] {
  return [
    ['name', `name ${name.toLowerCase()}`],
    ...(ownPath === undefined ? [] : [['path', `path ${ownPath}`] satisfies [string, string]]),
    ...(port === undefined || port === 0
      ? []
      : [['port', `port ${address} ${port}`] satisfies [string, string]]),
  ];
}

/** The names that a URL or a rule may use, the default one first. */
export function endpointNames(endpoints: readonly Pick<Endpoint, 'name'>[]): string[] {
  const others = endpoints.map(({ name }) => name).filter((name) => name !== DEFAULT_ENDPOINT);
  return [DEFAULT_ENDPOINT, ...others];
}
