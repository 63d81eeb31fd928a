import { z } from 'zod';
import { whyNotMoney } from './money.ts';

/** An id as the platforms send it: opaque text. A bare integer in a YAML file is read as its digits. */
export const idText = z
  .union([
    z.string().min(1, 'must not be empty'),
    z.number().int('must be in quotes, or YAML changes its digits'),
  ])
  .transform(String);

const moneyIn = z.union([
  z.string().meta({ pattern: String.raw`^\d{1,11}(?:\.\d{1,4})?$` }),
  z.number().meta({ minimum: 0, exclusiveMaximum: 1e11 }),
]);

/** An amount in a file: "120.00", 120.5 or 120, kept as text so that nothing is rounded. */
export const moneyText = moneyIn.transform((value, context) => {
  const text = String(value);
  const why = text === '' ? 'needs an amount such as 120.00' : whyNotMoney(text);
  if (why !== undefined) {
    context.addIssue({ code: 'custom', message: why });
    return z.NEVER;
  }
  if (text.startsWith('-')) {
    context.addIssue({ code: 'custom', message: `"${text}" is negative; an amount is 0.00 or more` });
    return z.NEVER;
  }
  return text;
});
