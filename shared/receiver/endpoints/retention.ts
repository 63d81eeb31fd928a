import { z } from 'zod';
import { durationText } from '../../domain/duration.ts';

/** What a size may be written with; as disks and browsers count, a kB is 1,000 bytes. */
const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1_000,
  MB: 1_000_000,
  GB: 1_000_000_000,
  KiB: 1_024,
  MiB: 1_024 ** 2,
  GiB: 1_024 ** 3,
};
const SIZE = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i;

/** Bytes of "500 MB", "1.5 GiB" or "200kb"; undefined for any other text. */
export function bytesOfSize(text: string): number | undefined {
  const [, amount = '', unit = ''] = SIZE.exec(text.trim()) ?? [];
  const known = Object.entries(UNITS).find(([name]) => name.toLowerCase() === unit.toLowerCase());
  return known === undefined ? undefined : Math.round(Number(amount) * known[1]);
}

/** "500 MB": the largest unit that says it with whole numbers. */
export function sizeText(bytes: number): string {
  const units = Object.entries(UNITS).toSorted(([, a], [, b]) => b - a);
  const [name, size] = units.find(([, one]) => bytes % one === 0)!;
  return `${bytes / size} ${name}`;
}

const MOST_BYTES = 1_000_000_000_000;

const size = z
  .union([z.number(), z.string()], { error: 'is not a size such as 500 MB' })
  .transform((written, context) => {
    const bytes = typeof written === 'number' ? written : bytesOfSize(written);
    if (bytes !== undefined && Number.isInteger(bytes) && bytes >= 1 && bytes <= MOST_BYTES) return bytes;
    context.addIssue({
      code: 'custom',
      message: `"${written}" is not a size such as 500 MB, of at most 1000 GB`,
    });
    return z.NEVER;
  });

/** How many captures of an endpoint are kept; each limit is off unless it is set. The oldest ones go first, pinned ones never. */
export const retentionSchema = z
  .strictObject({
    /** How many captures. */
    count: z.number().int('must be a whole number').min(1).max(100_000_000).optional(),
    /** How long after they arrived, in ms of real time. */
    age: durationText.refine((ms) => ms >= 1_000, 'must be at least 1s').optional(),
    /** Bytes of their heads, bodies and responses together. */
    size: size.optional(),
  })
  .refine(({ count, age, size: bytes }) => count !== undefined || age !== undefined || bytes !== undefined, {
    message: 'needs count, age or size',
  });
export type RetentionInput = z.input<typeof retentionSchema>;
export type Retention = z.output<typeof retentionSchema>;

/** The same as a form has it: texts as in postbench.yaml. */
export const retentionTextSchema = z.strictObject({
  count: z.number().optional(),
  age: z.string().optional(),
  size: z.string().optional(),
});
