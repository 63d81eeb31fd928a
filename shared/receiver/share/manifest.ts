import { z } from 'zod';

/** The version of the format of share files; a file of a larger one cannot be read. */
export const SHARE_VERSION = 1;
export const SHARE_FORMAT = 'postbench-share';

const count = z.number().int().min(0);

/** manifest.json of a share file. */
export const manifestSchema = z.object({
  format: z.literal(SHARE_FORMAT),
  version: z.number().int().min(1),
  product: z.object({ name: z.string(), version: z.string() }),
  /** ISO 8601. */
  madeAt: z.string(),
  captures: count,
  /** What placeholders stand for, by rule: never the values. */
  masked: z.array(z.object({ placeholder: z.string(), rule: z.string(), places: count })).max(1_000_000),
  /** Rules that were switched off. */
  rulesOff: z.array(z.string()),
});
export type ShareManifest = z.infer<typeof manifestSchema>;

export const MANIFEST_FILE = 'manifest.json';
export const HAR_FILE = 'captures.har';
/** "bodies/12-request": the number is that of the entry in the HAR, from 0. */
export const BODY_FILE = /^bodies\/\d{1,7}-(?:request|response)$/;
export const bodyFile = (index: number, of: 'request' | 'response') => `bodies/${index}-${of}`;

/** What would be masked, before a file is saved. */
export interface SharePreview {
  captures: number;
  /** By rule, those without a value too. */
  rules: { id: string; title: string; description: string; on: boolean; values: number; places: number }[];
  /** The values that occur most often, at most 500 of `total`. */
  values: { placeholder: string; rule: string; value: string; places: number; where: string[] }[];
  total: number;
}
