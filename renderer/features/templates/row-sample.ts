import { renderTemplate } from '../../../shared/template/render.ts';
import { decodeQueryText } from '../../../shared/template/url.ts';
import type { UrlRow } from '../../../shared/template/url-table.ts';
import type { MarkContext } from './editor-marks.ts';

/** What a receiver reads as the value of a parameter in the sample; undefined without a sample or a placeholder. */
export function sampleOf({ value }: UrlRow, { values, known }: MarkContext): string | undefined {
  if (value === null || values === null || !value.includes('{')) return undefined;
  return decodeQueryText(renderTemplate(value, values, { format: 'url', known, unknown: 'literal' }));
}
