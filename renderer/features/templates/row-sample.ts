import { renderTemplate } from '../../../shared/template/render.ts';
import { decodeQueryText } from '../../../shared/template/url.ts';
import type { UrlRow } from '../../../shared/template/url-table.ts';
import type { MarkContext } from './editor-marks.ts';

/** What a receiver reads as the value of a parameter in the sample; nothing without a sample. */
export function sampleOf({ value }: UrlRow, { values, known }: MarkContext): string {
  if (value === null || values === null || !value.includes('{')) return '';
  return decodeQueryText(renderTemplate(value, values, { format: 'url', known, unknown: 'literal' }));
}
