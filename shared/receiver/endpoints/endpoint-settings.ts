import { z } from 'zod';
import type { Access } from '../access/access.ts';
import type { Endpoint } from './endpoint-schema.ts';

const named = z.strictObject({ name: z.string(), value: z.string() });

/**
 * What can be set of an endpoint on the screen, as its file has it: everything but its response rules. Only the shape is
 * checked here; `endpointsSchema` says what is wrong with the values.
 */
export const endpointSettingsSchema = z.strictObject({
  name: z.string(),
  path: z.string().optional(),
  port: z.number().optional(),
  tls: z.boolean().optional(),
  bind: z.string().optional(),
  access: z
    .strictObject({
      allow: z.array(z.string()).max(10_000).optional(),
      header: named.optional(),
      parameter: named.optional(),
      basic: z.strictObject({ user: z.string(), password: z.string() }).optional(),
    })
    .optional(),
});
export type EndpointSettings = z.output<typeof endpointSettingsSchema>;

/** The keys of `access`, in the order in which they are checked. */
export const ACCESS_KEYS = ['allow', 'header', 'parameter', 'basic'] as const;

/** An endpoint as its file has it, without its response rules. */
export function endpointSettings({
  name,
  path,
  port,
  tls,
  bind,
  access,
}: Omit<Endpoint, 'responses'>): EndpointSettings {
  const settings = { name, path, port, tls, bind, access: access && accessSettings(access) };
  return Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== undefined),
  ) as unknown as EndpointSettings;
}

function accessSettings({ allow, ...credentials }: Access): NonNullable<EndpointSettings['access']> {
  return { ...(allow === undefined ? {} : { allow: allow.map(({ text }) => text) }), ...credentials };
}
