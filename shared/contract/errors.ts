import { z } from 'zod';
import { ERROR_EXITS, type ErrorCode } from '../errors.ts';

const details = z.object({
  remedy: z.string(),
  place: z
    .object({ file: z.string(), line: z.number().optional(), column: z.number().optional() })
    .optional(),
});

type Declared = Record<ErrorCode, { data: typeof details }>;

/** Every code is declared: an undeclared one would arrive as a bare "Internal server error". */
export const declaredErrors = Object.fromEntries(
  Object.keys(ERROR_EXITS).map((code) => [code, { data: details }]),
) as Declared;
