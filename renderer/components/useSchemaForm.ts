import { type UseFormReturnType, useForm } from '@mantine/form';
import type { ZodType } from 'zod';
import { errorsByField } from '../lib/schema-errors.ts';

interface SchemaFormProps<Values extends Record<string, unknown>> {
  /** What the fields contain at first: texts as they are typed. */
  initialValues: Values;
  /** Of the input that is sent. */
  schema: ZodType;
  /** The input that is made of the values; the values themselves by default. */
  read?: (values: Values) => unknown;
}

type SchemaForm<Values extends Record<string, unknown>> = UseFormReturnType<Values> & {
  /** Whether the values can be sent. */
  good: boolean;
  /** The errors of the present values, by the path in the input that is sent. */
  problems: Record<string, string>;
};

/**
 * Fields as state, checked by the schema of the input that they are sent as. `getInputProps(name)` has a field's
 * value, change handler and error; it shows no error before the field was changed or left. A field that stands for
 * another path of the input takes its error from `problems`.
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
  const problems = check(form.values);
  return { ...form, problems, good: Object.keys(problems).length === 0 };
}
