import { z } from 'zod';

/** What the user has put on a capture, to find it again. */
export interface CaptureMark {
  /** Pinned captures are never dropped by retention. */
  pinned: boolean;
  note: string;
  /** In the order in which they were added; no two differ only in case. */
  labels: string[];
}

export const NO_MARK: CaptureMark = { pinned: false, note: '', labels: [] };

/** Characters of a label, and of a note; labels of a capture. */
export const LABEL_LENGTH = 40;
export const NOTE_LENGTH = 4_000;
export const MOST_LABELS = 20;

/** A label is one line of text without blanks at its ends. */
export const labelSchema = z
  .string()
  .trim()
  .min(1, 'is empty')
  .max(LABEL_LENGTH, `is longer than ${LABEL_LENGTH} characters`)
  .regex(/^[^\p{Cc}]*$/u, 'has control characters');

export const markSchema = z.object({
  pinned: z.boolean(),
  note: z.string().max(NOTE_LENGTH),
  labels: z.array(labelSchema).max(MOST_LABELS),
});

/** What to change; what is left out stays as it is. */
export const markChangeSchema = z.object({
  pinned: z.boolean().optional(),
  note: z.string().max(NOTE_LENGTH).optional(),
  addLabels: z.array(labelSchema).max(MOST_LABELS).optional(),
  removeLabels: z.array(z.string()).max(MOST_LABELS).optional(),
});
export type MarkChange = z.infer<typeof markChangeSchema>;

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/**
 * A mark with a change applied to it. A label that is there in another case stays as it is; beyond MOST_LABELS, no more
 * are added.
 */
export function markAfter(
  mark: CaptureMark,
  { pinned, note, addLabels, removeLabels = [] }: MarkChange,
): CaptureMark {
  const labels = mark.labels.filter((label) => !removeLabels.some((removed) => same(removed, label)));
  for (const added of addLabels ?? [])
    if (labels.length < MOST_LABELS && !labels.some((label) => same(label, added))) labels.push(added);
  return { pinned: pinned ?? mark.pinned, note: note === undefined ? mark.note : note.trim(), labels };
}

/** A mark as one line for files that know no marks: "Pinned. Labels: a, b. The note." Empty for none. */
export function markText({ pinned, note, labels }: CaptureMark): string {
  return [pinned ? 'Pinned.' : '', labels.length === 0 ? '' : `Labels: ${labels.join(', ')}.`, note]
    .filter((part) => part !== '')
    .join(' ');
}
