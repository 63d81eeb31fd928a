import type { ZodType } from 'zod';

/** A message of a schema as it stands under a field: with a capital. */
const sentence = (message: string) => message.charAt(0).toUpperCase() + message.slice(1);

/** The errors of a schema by field: { name: 'Must not be empty', 'items.0.sku': … }; the first one of each. */
export function errorsByField(schema: ZodType, values: unknown): Record<string, string> {
  const { error } = schema.safeParse(values);
  const errors: Record<string, string> = {};
  for (const { path, message } of error?.issues ?? []) errors[path.join('.')] ??= sentence(message);
  return errors;
}

/** The error of a schema for one value; undefined if it is valid. */
export function errorOf(schema: ZodType, value: unknown): string | undefined {
  const message = schema.safeParse(value).error?.issues[0]?.message;
  return message === undefined ? undefined : sentence(message);
}
