import { isThisMachine } from '../../../http/this-machine.ts';
import { isLocalUrl, localPrefix } from '../../../receiver/endpoints/local-url.ts';
import { secretOf } from '../../../secrets/name.ts';
import { meantWord } from '../../../workspace/issue-message.ts';
import { layoutOf } from '../../layout.ts';
import { parseTemplate } from '../../parse.ts';
import { splitTarget } from '../../url.ts';
import { type Finding, finding, type LintText, replacement } from '../finding.ts';
import { sentParameters } from '../parameters.ts';
import { lintParameters } from './parameters.ts';
import { lintSecretParameters } from './secrets.ts';

type Range = readonly [number, number];

const SCHEME = /^\s*https?:\/\//i;
/** Longer ones are refused by common servers and proxies: 8 KB for the request line is a usual limit. */
const LONGEST_URL = 8_000;
/** A text with every placeholder replaced by as many letters: what is structure stays where it is. */
function standIn(text: string): string {
  return parseTemplate(text)
    .map((segment) => (segment.type === 'text' ? segment.text : 'x'.repeat(segment.end - segment.start)))
    .join('');
}

/**
 * Everything about a URL besides its names. `rendered` is its length with sample values; `endpoints` are those that it may
 * name, where they are known.
 */
export function lintUrl(text: LintText, rendered: number, endpoints?: readonly string[]): Finding[] {
  const { text: url } = text;
  const plain = standIn(url);
  let found: Finding[] = [];
  const isOwn = isLocalUrl(url);
  if (!isOwn && !SCHEME.test(plain)) {
    found.push(
      finding(
        text,
        'url-invalid',
        [0, Math.max(1, Math.min(url.length, plain.search(/[/?#]|$/) || 1))],
        'The URL does not start with http://, https:// or, for Postbench’s own receiver, "/" or endpoint:NAME/.',
        'Use the full address of your receiver.',
      ),
    );
    return found;
  }
  const blanks = url.length - url.trimStart().length;
  const prefixEnd = isOwn ? blanks + localPrefix(url.trimStart()).length : 0;
  const schemeEnd = isOwn ? 0 : SCHEME.exec(plain)![0].length;
  const rest = plain.slice(schemeEnd);
  // A client reads "\\" as "/" here.
  const authorityEnd = isOwn ? prefixEnd : schemeEnd + rest.search(/[/?#\\]|$/);
  if (!isOwn) found = found.concat(lintAuthority(text, plain, schemeEnd, authorityEnd));
  else if (prefixEnd > blanks) found = found.concat(lintEndpoint(text, [blanks, prefixEnd], endpoints));
  const fragment = plain.indexOf('#', authorityEnd);
  if (fragment !== -1) {
    found.push(
      finding(
        text,
        'url-fragment',
        [fragment, url.length],
        'What follows "#" is never sent: it is for browsers.',
        'Write %23 if you mean the character itself, or remove it.',
        replacement('Write %23', [fragment, fragment + 1], '%23'),
      ),
    );
  }
  const targetEnd = fragment === -1 ? url.length : fragment;
  const { path } = splitTarget(plain.slice(authorityEnd, targetEnd));
  const pathEnd = authorityEnd + path.length;
  found = found.concat(lintPath(text, authorityEnd, pathEnd));
  found = found.concat(lintUnescaped(text, authorityEnd, targetEnd));
  found = found.concat(lintEscapes(text, authorityEnd, targetEnd));
  if (pathEnd < targetEnd) {
    const list = sentParameters(url, pathEnd + 1, targetEnd);
    found = found.concat(lintParameters(text, list));
    if (!isOwn && /^\s*http:/i.test(plain) && !isLocal(plain.slice(schemeEnd, authorityEnd)))
      found = found.concat(lintSecretParameters(text, list));
  }
  if (rendered > LONGEST_URL) {
    found.push(
      finding(
        text,
        'url-too-long',
        [0, url.length],
        `With sample values the URL has ${rendered} characters; many servers reject more than about ${LONGEST_URL}.`,
        'Send the long values in the body of a POST.',
      ),
    );
  }
  return found;
}

const ENDPOINT = 'endpoint:';

/** The name in `endpoint:NAME`, which must be one that the workspace has. */
function lintEndpoint(text: LintText, range: Range, endpoints: readonly string[] | undefined): Finding[] {
  const [start, end] = range;
  const name = text.text.slice(start + ENDPOINT.length, end);
  if (endpoints === undefined || endpoints.includes(name)) return [];
  const near = meantWord(name, endpoints);
  const place: Range = name === '' ? range : [start + ENDPOINT.length, end];
  return [
    finding(
      text,
      'endpoint-unknown',
      place,
      name === '' ? 'The URL names no endpoint.' : `The workspace has no endpoint "${name}".`,
      `Use one of ${endpoints.join(', ')}, or add it to endpoints in postbench.yaml.`,
      near === undefined || name === '' ? undefined : replacement(`Write ${near}`, place, near),
    ),
  ];
}

function lintAuthority(text: LintText, plain: string, start: number, end: number): Finding[] {
  const authority = plain.slice(start, end);
  if (authority.includes('@')) {
    return [
      finding(
        text,
        'url-invalid',
        [start, end],
        'There is a user name or password before the host; the platform cannot send it that way.',
        'Send it as a header, or as a parameter over https.',
      ),
    ];
  }
  if (authority === '') {
    return [
      finding(
        text,
        'url-invalid',
        [0, Math.max(start, 1)],
        'The URL has no host.',
        'Add the host of your receiver.',
      ),
    ];
  }
  const colon = authority.lastIndexOf(':');
  const isPort = colon !== -1 && !authority.endsWith(']');
  const found: Finding[] = [];
  for (const segment of parseTemplate(text.text)) {
    if (segment.type === 'text' || segment.start >= end) continue;
    const inPort = isPort && segment.start > start + colon;
    const range: Range = [segment.start, segment.end];
    if (segment.start < start) continue;
    found.push(
      inPort
        ? finding(
            text,
            'placeholder-in-port',
            range,
            `{${segment.name}} is in the port: postbacks of one template would go to many places.`,
            'Use a number as the port.',
          )
        : finding(
            text,
            'placeholder-in-host',
            range,
            `{${segment.name}} is in the host: whoever sets that value decides where your data goes.`,
            'Use a fixed host, and send the value as a parameter.',
          ),
    );
  }
  if (found.length > 0) return found;
  const base = plain.slice(0, end).trim();
  if (!URL.canParse(base)) {
    return [
      finding(
        text,
        'url-invalid',
        [start, end],
        `"${authority}" is not a host and port.`,
        'Write it as in example.com or 127.0.0.1:9000.',
      ),
    ];
  }
  return [];
}

function lintPath(text: LintText, start: number, end: number): Finding[] {
  return parseTemplate(text.text).flatMap((segment) =>
    segment.type === 'placeholder' &&
    secretOf(segment.name) === undefined &&
    segment.start >= start &&
    segment.end <= end
      ? [
          finding(
            text,
            'placeholder-in-path',
            [segment.start, segment.end],
            `{${segment.name}} is in the path: if it is empty, or contains a "/", another address is called.`,
            'Send it as a parameter after "?".',
          ),
        ]
      : [],
  );
}

/** What a URL cannot hold as it is; the placeholders themselves are escaped when they are filled. */
const UNESCAPED = /[^\x21-\x7e]+|["<>\\^`|]+/gu;

function lintUnescaped(text: LintText, start: number, end: number): Finding[] {
  // What is not sent, and what is told as a line of its own.
  const { dropped, joined } = layoutOf(text.text, text.format);
  const layout = new Map([...dropped, ...joined].map((span) => [span.start, span.end]));
  return parseTemplate(text.text).flatMap((segment) => {
    if (segment.type === 'placeholder' || segment.end <= start || segment.start >= end) return [];
    return [...segment.text.matchAll(UNESCAPED)].flatMap((match) => {
      const from = segment.start + match.index;
      const to = from + match[0].length;
      // Blanks around the whole URL are cut off; other spellings of placeholders are told apart from this.
      if (from < start || from >= end || (match[0].trim() === '' && (to === text.text.length || from === 0)))
        return [];
      if (/^[<>]$/.test(match[0]) || layout.get(from) === to) return [];
      const encoded = encodeURIComponent(match[0].toWellFormed());
      const range = [from, to] as const;
      if (match[0].trim() === '' && /[\r\n]/.test(match[0])) {
        return [
          finding(
            text,
            'url-unescaped',
            range,
            'A line break cannot be in a URL.',
            `Remove it; ${encoded} would be sent.`,
            replacement('Remove it', range, ''),
          ),
        ];
      }
      const shown = match[0].trim() === '' ? 'A space' : `"${match[0]}"`;
      return [
        finding(
          text,
          'url-unescaped',
          range,
          `${shown} cannot be in a URL.`,
          `Write ${encoded}, which is what will be sent.`,
          replacement(`Write ${encoded}`, range, encoded),
        ),
      ];
    });
  });
}

/** A percent sign with whatever escapes follow it at once. */
const ESCAPES = /%(?:[0-9a-f]{2}(?:%[0-9a-f]{2})*)?/gi;

/** Percent signs that begin no escape, or escapes that are no UTF-8: receivers refuse them, or read what was not meant. */
export function lintEscapes(text: LintText, start: number, end: number): Finding[] {
  return parseTemplate(text.text).flatMap((segment) => {
    if (segment.type === 'placeholder' || segment.end <= start || segment.start >= end) return [];
    return [...segment.text.matchAll(ESCAPES)].flatMap((match) => {
      const from = segment.start + match.index;
      if (from < start || from >= end) return [];
      const range = [from, from + match[0].length] as const;
      if (match[0] === '%') {
        const isNear = segment.end - from <= 2 && segment.end < text.text.length;
        if (isNear && /^%[0-9a-f]?$/i.test(text.text.slice(from, segment.end))) {
          return [
            finding(
              text,
              'percent-before-placeholder',
              range,
              'The "%" turns the first characters of the value after it into an escape: "%" and 41 arrive as "A".',
              'Write %25 for the character itself.',
              replacement('Write %25', range, '%25'),
            ),
          ];
        }
        return [
          finding(
            text,
            'url-unescaped',
            range,
            'The "%" does not start an escape: receivers reject it, or read it together with what follows.',
            'Write %25 for the character itself.',
            replacement('Write %25', range, '%25'),
          ),
        ];
      }
      if (isUtf8(match[0])) return [];
      return [
        finding(
          text,
          'url-unescaped',
          range,
          `${match[0]} is not UTF-8: receivers reject it, or read something else.`,
          'Use the bytes of UTF-8, such as %C3%A9 for "é".',
        ),
      ];
    });
  });
}

function isUtf8(escapes: string): boolean {
  try {
    decodeURIComponent(escapes);
    return true;
  } catch {
    return false;
  }
}

function isLocal(authority: string): boolean {
  // As a client reads it: 127.1 is 127.0.0.1.
  return isThisMachine(
    URL.canParse(`http://${authority}`) ? new URL(`http://${authority}`).hostname : authority,
  );
}
