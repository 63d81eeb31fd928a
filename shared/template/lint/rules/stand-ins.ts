import { decodeQueryText } from '../../url.ts';
import { type Finding, finding, type LintText } from '../finding.ts';
import type { Parameter } from '../parameters.ts';

/** Words that instructions leave in capitals for the reader to replace; in small letters they are values. */
const CAPITALS = /^(?:REPLACE(?:[_-](?:ME|THIS))?|OPTIONAL|TODO|TBD|(?:YOUR|INSERT)[_-][A-Z0-9_-]+)$/;
/** What is nobody's value, in whatever case. */
const ANY_CASE =
  /^(?:x{3,}|change[_-]?me|replace[_-]?me|insert[_-][\w-]+[_-]here|<(?:your|insert)\b[^<>]*>|\[your\b[^[\]]*\])$/i;

/** Values that a document left to be replaced, as the whole value of a parameter. */
export function lintStandIns(text: LintText, list: readonly Parameter[]): Finding[] {
  return list.flatMap(({ equals, end, key, value }) => {
    if (equals === -1 || value.length > 100) return [];
    const decoded = decodeQueryText(value);
    if (!CAPITALS.test(decoded) && !ANY_CASE.test(decoded)) return [];
    return [
      finding(
        text,
        'stand-in-left',
        [equals + 1, end],
        `"${decoded}" looks like a value to be replaced: it is sent as it is.`,
        `Write the value of "${key}", use a placeholder, or remove the parameter.`,
      ),
    ];
  });
}
