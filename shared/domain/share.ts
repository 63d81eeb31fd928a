import { z } from 'zod';

const PERCENT = /^(\d+(?:\.\d+)?)\s*%$/;

const shareIn = z.union([
  z.number().meta({ minimum: 0, maximum: 1 }),
  z.string().meta({ pattern: String.raw`^\s*\d+(?:\.\d+)?\s*%\s*$` }),
]);

/** A share in a file: 0.05 or "5 %", from 0 to 1. */
export const shareText = shareIn.transform((value, context) => {
  const percent = typeof value === 'string' ? PERCENT.exec(value.trim()) : null;
  const number = typeof value === 'number' ? value : percent === null ? Number.NaN : Number(percent[1]) / 100;
  if (!(number >= 0 && number <= 1)) {
    context.addIssue({ code: 'custom', message: `"${value}" is not a share such as 0.05 or "5 %"` });
    return z.NEVER;
  }
  return number;
});
