import { placeholdersFor } from '../placeholders/placeholder-registry.ts';
import { secretOf } from '../secrets/name.ts';
import { placeholderNames } from './parse.ts';

/**
 * The query for a URL that names no placeholder: every documented action placeholder and those seen in live
 * templates, each under its own name.
 */
export const DEFAULT_QUERY: string = [...placeholdersFor('action').values()]
  .filter(({ certainty }) => certainty === 'documented' || certainty === 'seen in code')
  .map(({ name }) => `${name}={${name}}`)
  .join('&');

/** A URL template for `--to`: one without any placeholder (secrets aside) gets the full default query behind what it has. */
export function withDefaultQuery(template: string): string {
  if (placeholderNames(template).some((name) => secretOf(name) === undefined)) return template;
  const [address = '', fragment] = template.split('#', 2);
  const joint = !address.includes('?') ? '?' : /[?&]$/.test(address) ? '' : '&';
  return `${address}${joint}${DEFAULT_QUERY}${fragment === undefined ? '' : `#${fragment}`}`;
}
