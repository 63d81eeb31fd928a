import type { ZodType } from 'zod';

/** What a schema says against values, by the path of the field: { name: 'must not be empty', 'items.0.sku': … }; the first for each. */
export function errorsByField(schema: ZodType, values: unknown): Record<string, string> {
  const { error } = schema.safeParse(values);
  const errors: Record<string, string> = {};
  for (const { path, message } of error?.issues ?? []) errors[path.join('.')] ??= message;
  return errors;
}

/** What a schema says against one value; undefined when it takes it. */
export function errorOf(schema: ZodType, value: unknown): string | undefined {
  return schema.safeParse(value).error?.issues[0]?.message;
}
