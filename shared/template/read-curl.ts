import { parse as shellWords } from 'shell-quote';
import { type FoundRequest, methodOf, refuse } from './found-request.ts';

/** As it is pasted: behind a prompt, comments or sudo, or with its folder. */
const CURL = /^(?:#[^\n]*\n\s*)*(?:[$>]\s+)?(?:sudo\s+)?(?:[\w./\\:-]*[/\\])?curl(?:\.exe)?(?=\s)/;

/** Whether a text is a cURL command; leading blanks are cut off. */
export function isCurl(text: string): boolean {
  return CURL.test(text);
}

/** Short options that take a value (curl's manual). */
const SHORT_WITH_VALUE = new Set('AbcCdDeEFHKmoPQrtTuUwxXyYz');
/** Long options that take a value and change nothing of what a postback is. */
const LONG_WITH_VALUE = new Set(
  `output max-time connect-timeout retry retry-delay retry-max-time proxy proxy-user proxy-header preproxy socks5
  socks5-hostname noproxy cacert capath cert cert-type key key-type pass pinnedpubkey ciphers tls13-ciphers curves
  tls-max write-out resolve connect-to dns-servers doh-url limit-rate speed-limit speed-time max-filesize max-redirs
  cookie-jar dump-header config interface local-port range continue-at keepalive-time expect100-timeout
  happy-eyeballs-timeout-ms time-cond trace trace-ascii stderr unix-socket abstract-unix-socket aws-sigv4
  output-dir parallel-max rate proto proto-redir proto-default request-target netrc-file crlfile hsts alt-svc
  variable service-name quote referer`.split(/\s+/),
);
/** What the short options are called that matter. */
const LONG: Readonly<Record<string, string>> = {
  X: 'request',
  H: 'header',
  A: 'user-agent',
  b: 'cookie',
  G: 'get',
  d: 'data',
  u: 'user',
  F: 'form',
  I: 'head',
  T: 'upload-file',
};

/** Stands in for "#"; a character that is assigned to nobody. */
const HASH = '\ue0f3';

/** What a command says, option by option. */
interface Command {
  method?: string | undefined;
  urls: string[];
  headers: [string, string][];
  /** With what joins each piece to the one before. */
  data: string;
  hasData: boolean;
  /** What --url-query adds to the URL, whatever the method. */
  query: string[];
  asQuery: boolean;
  notes: Set<string>;
}

/**
 * Reads a cURL command as it is copied from a browser or a document, for a POSIX shell, PowerShell or cmd. Throws
 * PB_ARGUMENT_INVALID for one without a URL, or whose body stands in a file.
 */
export function fromCurl(text: string): { request: FoundRequest; notes: string[] } {
  const command: Command = {
    urls: [],
    headers: [],
    data: '',
    hasData: false,
    query: [],
    asQuery: false,
    notes: new Set(),
  };
  readOptions(wordsOf(text, command.notes), command);
  const { urls, headers, data, hasData, asQuery } = command;
  let [url] = urls;
  if (url === undefined || url === '') refuse('The command has no URL.', 'Paste the whole command.');
  if (urls.length > 1) command.notes.add(`Only the first of ${urls.length} URLs was read.`);
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(url)) url = `http://${url}`;
  if (!/^https?:\/\//i.test(url))
    refuse('The command sends no HTTP request.', 'Paste one for an http:// or https:// address.');
  for (const piece of command.query) url = withQuery(url, piece);
  if (asQuery && hasData) url = withQuery(url, data);
  const body = asQuery || !hasData ? null : data;
  const notes = [...command.notes];
  const method = methodOf(command.method ?? (body === null ? 'GET' : 'POST'), notes);
  return { request: { method, url, headers, body }, notes };
}

function withQuery(url: string, data: string): string {
  const [address = '', ...fragment] = url.split('#');
  const joined = `${address}${address.includes('?') ? '&' : '?'}${data}`;
  return fragment.length === 0 ? joined : `${joined}#${fragment.join('#')}`;
}

/** The words of the command itself: what a shell would do before and after it is left out. */
function wordsOf(text: string, notes: Set<string>): string[] {
  let plain = text.replace(CURL, 'curl');
  // cmd: "^" joins lines and escapes signs, also within quotes as browsers write them.
  if (/\^\r?\n|\^"/.test(plain)) plain = plain.replace(/\^\r?\n/g, ' ').replace(/\^(.)/g, '$1');
  // A POSIX shell joins lines by "\", PowerShell by "`".
  plain = plain.replace(/[\\`]\r?\n/g, ' ');
  const words: string[] = [];
  // The library takes "#" for a comment within a word too, where a shell and a URL do not.
  for (const word of shellWords(plain.replaceAll('#', HASH), (name) => `$${name}`)) {
    if (typeof word === 'string') {
      if (word.startsWith(HASH)) break;
      words.push(word.replaceAll(HASH, '#'));
    } else if ('pattern' in word) words.push(word.pattern.replaceAll(HASH, '#'));
    else if ('op' in word) {
      if (word.op === '&') notes.add('The command ends at an unquoted "&", as it does in a shell.');
      break;
    }
  }
  return words.slice(1);
}

function readOptions(words: readonly string[], command: Command) {
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    const next = () => {
      at += 1;
      return words[at] ?? '';
    };
    if (word === '--') {
      command.urls.push(...words.slice(at + 1));
      return;
    }
    if (word === '--next' || word === '-:') {
      command.notes.add('Only the first request of the command was read; what follows --next was left out.');
      return;
    }
    if (word.startsWith('--')) {
      const [, name = '', attached] = /^--([^=]+)(?:=([\s\S]*))?$/.exec(word) ?? [];
      readOption(name, () => attached ?? next(), command);
    } else if (word.startsWith('-') && word.length > 1) readShort(word.slice(1), next, command);
    else if (word.trim() !== '') command.urls.push(word);
  }
}

/** `-sSd a=1`: several short options at once, of which the last may take a value. */
function readShort(letters: string, next: () => string, command: Command) {
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters[at]!;
    const takes = SHORT_WITH_VALUE.has(letter);
    const rest = letters.slice(at + 1);
    const value = () => (rest === '' ? next() : rest);
    if (Object.hasOwn(LONG, letter)) readOption(LONG[letter]!, value, command);
    else if (takes) value();
    if (takes) return;
  }
}

function readOption(name: string, value: () => string, command: Command) {
  switch (name) {
    case 'request':
      command.method = value();
      return;
    case 'url':
      command.urls.push(value());
      return;
    case 'get':
      command.asQuery = true;
      return;
    case 'head':
      command.method ??= 'HEAD';
      return;
    case 'header':
      readHeader(value(), command);
      return;
    case 'user-agent':
      command.headers.push(['User-Agent', value()]);
      return;
    case 'cookie':
      command.headers.push(['Cookie', value()]);
      return;
    case 'json':
      command.headers.push(['Content-Type', 'application/json']);
      // Several are written one behind the other, unlike those of --data.
      addData(textOf(value()), '', command);
      return;
    case 'data':
    case 'data-ascii':
    case 'data-binary':
      addData(textOf(value()), '&', command);
      return;
    case 'data-raw':
      addData(value(), '&', command);
      return;
    case 'data-urlencode':
      addData(urlEncoded(value()), '&', command);
      return;
    case 'url-query': {
      const piece = value();
      // With "+" before it, it is not encoded.
      command.query.push(piece.startsWith('+') ? piece.slice(1) : urlEncoded(piece));
      return;
    }
    case 'oauth2-bearer':
      command.headers.push(['Authorization', `Bearer ${value()}`]);
      return;
    case 'user':
      value();
      command.notes.add('The user name and password were left out: the platform does not send any.');
      return;
    case 'form':
    case 'form-string':
      value();
      command.method ??= 'POST';
      command.notes.add('A multipart form was left out: the platform does not send any.');
      return;
    case 'upload-file':
      value();
      command.notes.add('A file to upload was left out: the platform does not send any.');
      return;
    default:
      if (LONG_WITH_VALUE.has(name)) value();
  }
}

function addData(text: string, joint: '' | '&', command: Command) {
  command.data += (command.hasData ? joint : '') + text;
  command.hasData = true;
}

function refuseFile(): never {
  refuse('The body is in a file that is not in the command.', 'Paste its text as the body instead.');
}

/** `@name` is a file, everywhere but in --data-raw. */
function textOf(value: string): string {
  return value.startsWith('@') ? refuseFile() : value;
}

function readHeader(line: string, { headers, notes }: Command) {
  if (line.startsWith('@')) {
    notes.add('Headers in a file were left out: they are not in the command.');
    return;
  }
  const colon = line.indexOf(':');
  // `Name;` sends an empty header, `Name:` takes away one that curl would send.
  if (colon === -1) {
    if (line.endsWith(';')) headers.push([line.slice(0, -1).trim(), '']);
    return;
  }
  const content = line.slice(colon + 1).trim();
  if (content !== '') headers.push([line.slice(0, colon).trim(), content]);
}

/** `content`, `=content`, `name=content`; `@file` and `name@file` are refused. */
function urlEncoded(pair: string): string {
  const at = pair.search(/[=@]/);
  if (at !== -1 && pair[at] === '@') refuseFile();
  if (at === -1) return encodeURIComponent(pair.toWellFormed());
  const content = encodeURIComponent(pair.slice(at + 1).toWellFormed());
  return at === 0 ? content : `${pair.slice(0, at)}=${content}`;
}
