import { SECRET_NAME } from '../../../secrets/name.ts';
import { type Finding, finding, type LintText, replacement } from '../finding.ts';
import { type Parameter, wordsOf } from '../parameters.ts';

/** Keys whose fixed value is most likely a secret, in words joined by "_". */
const SECRET_KEY =
  /^(?:.*_)?(?:secret|token|password|passwd|passphrase|pwd|apikey|key|auth|signature|sig|hmac|hash|secure)$/i;
/** What switches something on or off, and is no secret under whatever key. */
const SWITCH = /^(?:0|1|true|false|yes|no|on|off)$/i;

/** Parameters of a URL over http whose value is a secret, or looks like one. */
export function lintSecretParameters(text: LintText, list: readonly Parameter[]): Finding[] {
  return list.flatMap(({ key, value, equals, end }) => {
    const isSecret = /\{secret:/.test(value);
    const isLiteral =
      value !== '' && SECRET_KEY.test(wordsOf(key)) && !/[{}]/.test(value) && !SWITCH.test(value);
    return equals !== -1 && (isSecret || isLiteral)
      ? [
          finding(
            text,
            'url-secret',
            [equals + 1, end],
            `"${key}" ${isSecret ? 'holds' : 'looks like'} a secret, and is sent in the clear over http: anyone on the way can read it.`,
            isSecret ? 'Use https.' : 'Use https. Write {secret:NAME} to keep the value out of this file.',
            replacement('Use https', [0, text.text.indexOf('://')], 'https'),
          ),
        ]
      : [];
  });
}

/** What is meant as a secret; as a placeholder it is found before. */
const SECRETS = /\{\s{0,8}secret\s{0,8}:([^{}"\r\n]{0,200})\}/gi;
const SECRET = new RegExp(`^\\{secret:${SECRET_NAME}\\}$`);

/** Braces that are meant as a secret and hold no name that one can have: they would be sent as they are. */
export function lintSecretNames(text: LintText): Finding[] {
  return [...text.text.matchAll(SECRETS)].flatMap((match) => {
    if (SECRET.test(match[0])) return [];
    const range = [match.index, match.index + match[0].length] as const;
    const name = (match[1] ?? '').trim().replace(/[^A-Za-z0-9_.-]+/g, '_');
    const right = `{secret:${name}}`;
    const fix = SECRET.test(right) ? replacement(`Write ${right}`, range, right) : undefined;
    return [
      finding(
        text,
        'secret-name',
        range,
        `${match[0]} is not a secret: it is sent as it is.`,
        fix === undefined
          ? 'Write {secret:NAME}. A name starts with a letter and has letters, digits, "_", "-" and ".", at most 64.'
          : `Write ${right}.`,
        fix,
      ),
    ];
  });
}
