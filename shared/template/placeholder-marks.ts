import type { Values } from '../placeholders/placeholder-values.ts';
import { secretOf } from '../secrets/name.ts';
import { parseTemplate } from './parse.ts';

/** How an editor marks one placeholder of a template. */
export interface PlaceholderMark {
  name: string;
  /** Offsets in UTF-16 units, end not included. */
  start: number;
  end: number;
  /** known: has a value in this sample; empty: known, but without a value; unknown: not a known name; secret: resolved when sent. */
  state: 'known' | 'empty' | 'unknown' | 'secret';
}

/**
 * The placeholders of a template with their state in a sample. Without a sample (null), no known name is empty.
 */
export function placeholderMarks(
  template: string,
  known: (name: string) => boolean,
  values: Values | null,
): PlaceholderMark[] {
  const marks: PlaceholderMark[] = [];
  for (const segment of parseTemplate(template)) {
    if (segment.type !== 'placeholder') continue;
    const { name, start, end } = segment;
    if (secretOf(name) !== undefined) {
      marks.push({ name, start, end, state: 'secret' });
      continue;
    }
    const value = values !== null && Object.hasOwn(values, name) ? values[name] : undefined;
    const hasValue = value !== undefined && value !== '';
    const recognised = known(name) || value !== undefined;
    const state = !recognised ? 'unknown' : values === null || hasValue ? 'known' : 'empty';
    marks.push({ name, start, end, state });
  }
  return marks;
}
