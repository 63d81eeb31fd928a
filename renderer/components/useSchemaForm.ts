import { type UseFormReturnType, useForm } from '@mantine/form';
import type { ZodType } from 'zod';

interface SchemaFormProps<Values extends Record<string, unknown>> {
  /** What the fields hold at first: texts as they are typed. */
  initialValues: Values;
  /** What the engine takes, made of what the fields hold. */
  schema: ZodType;
  /** What the schema sees of the values; the values themselves by default. */
  read?: (values: Values) => unknown;
}

type SchemaForm<Values extends Record<string, unknown>> = UseFormReturnType<Values> & {
  /** Whether the schema takes what stands in the fields. */
  good: boolean;
};

/** What a schema says against values, by the path of the field: { name: 'is empty', 'items.0.sku': … }; the first for each. */
export function errorsByField(schema: ZodType, values: unknown): Record<string, string> {
  const { error } = schema.safeParse(values);
  const errors: Record<string, string> = {};
  for (const { path, message } of error?.issues ?? []) errors[path.join('.')] ??= message;
  return errors;
}

/**
 * Fields as state, checked by the schema of what they are sent as: `getInputProps(name)` has the value, the change and
 * the error of a field. A field that has not been left or changed yet says nothing against itself.
 */
export function useSchemaForm<Values extends Record<string, unknown>>(
  props: SchemaFormProps<Values>,
): SchemaForm<Values> {
  const { initialValues, schema, read = (values) => values } = props;
  const check = (values: Values) => errorsByField(schema, read(values));
  const form = useForm<Values>({
    initialValues,
    validateInputOnChange: true,
    validateInputOnBlur: true,
    validate: check,
  });
  return { ...form, good: Object.keys(check(form.values)).length === 0 };
}
