import { type Finding, finding, type LintText } from '../finding.ts';
import type { WholeValue } from '../whole-values.ts';

/**
 * Words that instructions leave in capitals for the reader to replace; in small letters they are values. ADD_TO_CART
 * and the like are events of advertising platforms.
 */
const CAPITALS =
  /^_*(?:REPLACE(?![_-]ALL$)(?:[_-]\w+)*|OPTIONAL|TODO|TBD|FIXME|PLACEHOLDER|(?:YOUR|INSERT)[_-][A-Z0-9_-]+|(?:ENTER|PUT|ADD)[_-](?:YOUR[_-][A-Z0-9_-]+|(?:[A-Z0-9_-]+[_-])?(?:ID|KEY|TOKEN|SECRET|VALUE|NAME|DOMAIN|ACCOUNT|PASSWORD|USER|URL|CODE|PARAM))|[A-Z0-9_-]+[_-](?:GOES[_-])?HERE)_*$/;
/** What is nobody's value, in whatever case. */
const ANY_CASE =
  /^(?:x{3,}(?:-x+)*|(?:change|replace|edit|fill)[ _-]?(?:me|this|it)|(?:insert|enter|put|add|your)[ _-][\w -]+[ _-]here|your[_-][\w-]*(?:id|key|token|secret|value|name|domain|account|password|user|url|code|param)|<(?:your|insert|enter)(?![a-z])[^<>]*>|\[(?:your|insert|enter)(?![a-z])[^[\]]*\])$/i;
/** Labels of a host that instructions leave to be replaced; `xxx` is a top-level domain, and example.com is a choice. */
const HOST_LABEL =
  /^(?:(?:your|my)[_-]?(?:own[_-]?)?(?:domain|site|website|server|host|hostname|company|tracker|brand|app)|domain[_-]?here)$/i;

const isStandIn = (value: string) => value.length <= 100 && (CAPITALS.test(value) || ANY_CASE.test(value));

/** Values that a document left to be replaced, each the whole value of a key, segment of a path, text or header. */
export function lintStandIns(text: LintText, values: readonly WholeValue[]): Finding[] {
  const hosts = text.format === 'url' ? inHost(text) : [];
  return hosts.concat(
    values.flatMap(({ start, end, decoded, placeholders }) =>
      placeholders.length > 0 || !isStandIn(decoded.trim())
        ? []
        : [
            finding(
              text,
              'stand-in-left',
              [start, end],
              `"${decoded.trim()}" looks like a value to be replaced: it is sent as it is.`,
              'Write the real value, use a placeholder, or remove it.',
            ),
          ],
    ),
  );
}

function inHost(text: LintText): Finding[] {
  const match = /^(\s*https?:\/\/)([^/?#\\:{}]*)/i.exec(text.text);
  if (match === null) return [];
  const [, before = '', host = ''] = match;
  const labels = host.split('.');
  const isLeft = labels.some(
    (label, index) =>
      HOST_LABEL.test(label) || ((index < labels.length - 1 || index === 0) && isStandIn(label)),
  );
  if (!isLeft) return [];
  return [
    finding(
      text,
      'stand-in-left',
      [before.length, before.length + host.length],
      `"${host}" looks like a host to be replaced: the postback would go to whoever owns it, or nowhere.`,
      'Write the host of your receiver.',
    ),
  ];
}
