import { percentEncode } from '../encode.ts';
import { citedAll, entryOf, type FoundEntry, refuse, SCHEME_ADDED, withQuery } from './found-request.ts';
import { type OptionTable, readOptions } from './options.ts';
import type { ToolCommand } from './tool-command.ts';

/** What the short options of curl are called (its manual). */
const SHORT: Readonly<Record<string, string>> = {
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
  e: 'referer',
  ':': 'next',
};
/** Options with a value that are read. */
const READ = `request header user-agent cookie data data-ascii data-binary data-raw data-urlencode json url-query
  oauth2-bearer user form form-string upload-file referer url`;
/** Options with a value that change nothing of what a postback is. */
const LEFT = `output max-time connect-timeout retry retry-delay retry-max-time proxy proxy-user proxy-header preproxy socks4
  socks4a socks5 socks5-hostname noproxy cacert capath cert cert-type key key-type pass pinnedpubkey ciphers tls13-ciphers curves
  tls-max write-out resolve connect-to dns-servers dns-interface doh-url limit-rate speed-limit speed-time max-filesize max-redirs
  cookie-jar dump-header config interface local-port range continue-at keepalive-time expect100-timeout
  happy-eyeballs-timeout-ms time-cond trace trace-ascii trace-config stderr unix-socket abstract-unix-socket aws-sigv4
  output-dir parallel-max rate proto proto-redir proto-default request-target netrc-file crlfile hsts alt-svc
  variable service-name quote engine ftp-port telnet-option tlsuser tlspassword`;
/** Options without a value. */
const FLAGS = `get head next silent show-error location location-trusted insecure compressed verbose include fail fail-with-body
  fail-early globoff http1.0 http1.1 http2 http2-prior-knowledge http3 ipv4 ipv6 path-as-is no-buffer remote-name
  remote-header-name remote-time progress-bar no-progress-meter tcp-nodelay tcp-fastopen raw tlsv1 tlsv1.0 tlsv1.1 tlsv1.2
  tlsv1.3 sslv2 sslv3 ssl ssl-reqd anyauth basic digest ntlm negotiate netrc netrc-optional keepalive no-keepalive parallel
  junk-session-cookies create-dirs disable append list-only post301 post302 post303 ssl-no-revoke trace-time styled-output
  proxytunnel xattr no-sessionid tr-encoding http0.9 retry-connrefused retry-all-errors parallel-immediate disallow-username-in-url`;
const OPTIONS: OptionTable = {
  short: SHORT,
  shortWithValue: new Set('AbcCdDeEFHKmoPQrtTuUwxXyYz'),
  withValue: new Set(`${READ} ${LEFT}`.split(/\s+/)),
  flags: new Set(FLAGS.split(/\s+/)),
};

/** What one request of a command says. */
class Transfer {
  method: string | undefined;
  /** The option that says the method. */
  methodFrom = '';
  readonly urls: string[] = [];
  readonly headers: [string, string][] = [];
  data: string | null = null;
  /** Where a body is in a file. */
  fileBody = false;
  /** What --url-query adds to the URL, whatever the method. */
  readonly query: string[] = [];
  asQuery = false;
  readonly form: string[] = [];
  readonly left: string[] = [];
  readonly unknown: string[] = [];
  readonly notes: string[] = [];
}

/** The requests of a curl command: one for each URL, and those after --next. */
export function readCurl({ words, stdin, notes }: ToolCommand): FoundEntry[] {
  const transfers = [new Transfer()];
  transfers[0]!.notes.push(...notes);
  readOptions(words, OPTIONS, {
    option: (name, value, written) => {
      if (name === 'next') transfers.push(new Transfer());
      else readOption(transfers.at(-1)!, name, value, written, stdin);
    },
    argument: (word) => {
      // Empty words are left by lines that are continued wrongly.
      if (word.trim() !== '') transfers.at(-1)!.urls.push(word);
    },
    unknown: (word) => transfers.at(-1)!.unknown.push(word),
  });
  const used = transfers.filter(({ urls }, index) => urls.length > 0 || index === 0);
  return used.flatMap(entriesOf);
}

function entriesOf(transfer: Transfer): FoundEntry[] {
  const { urls, headers, data, asQuery, form, left, unknown } = transfer;
  if (urls.length === 0) refuse('The command has no URL.', 'Paste the whole command.');
  const notes = [...transfer.notes];
  if (form.length > 0)
    notes.push(`A multipart form was left out, which the platform does not send: ${citedAll(form)}.`);
  if (left.length > 0) notes.push(`Not part of a postback, left out: ${citedAll(left)}.`);
  if (unknown.length > 0) notes.push(`Options that are not known were left out: ${citedAll(unknown)}.`);
  const hasBody = data !== null && !asQuery;
  return urls.map((given) => {
    let url = given;
    const own = [...notes];
    if (!/^[a-z][a-z\d+.-]*:\/\//i.test(url)) {
      url = `http://${url}`;
      own.push(SCHEME_ADDED);
    }
    for (const piece of transfer.query) url = withQuery(url, piece);
    if (asQuery && data !== null) url = withQuery(url, data);
    const method = transfer.method ?? (hasBody || form.length > 0 ? 'POST' : 'GET');
    const entry = entryOf({ method, url, headers, body: hasBody ? data : null, notes: own });
    if (!transfer.fileBody) return entry;
    return { ...entry, hasBody: true, read: () => refuseFile() };
  });
}

function refuseFile(): never {
  refuse('The body is in a file that is not in the command.', 'Paste its text as the body instead.');
}

function readOption(to: Transfer, name: string, value: string, written: string, stdin: string | null): void {
  switch (name) {
    case 'request':
      setMethod(to, value, written);
      return;
    case 'url':
      to.urls.push(value);
      return;
    case 'get':
      to.asQuery = true;
      return;
    case 'head':
      if (to.method === undefined) setMethod(to, 'HEAD', written);
      else to.left.push(written);
      return;
    case 'header':
      readHeader(value, written, to);
      return;
    case 'user-agent':
      to.headers.push(['User-Agent', value]);
      return;
    case 'referer':
      to.headers.push(['Referer', value]);
      return;
    case 'cookie':
      if (value.includes('=')) to.headers.push(['Cookie', value]);
      else to.left.push(written);
      return;
    case 'json':
      to.headers.push(['Content-Type', 'application/json']);
      // Several are written one behind the other, unlike those of --data.
      addData(to, textOf(value, stdin, to), '');
      return;
    case 'data':
    case 'data-ascii':
      // curl takes the line ends out of what it reads.
      addData(to, textOf(value, stdin?.replace(/[\r\n]/g, '') ?? null, to), '&');
      return;
    case 'data-binary':
      addData(to, textOf(value, stdin, to), '&');
      return;
    case 'data-raw':
      addData(to, value, '&');
      return;
    case 'data-urlencode':
      addData(to, urlEncoded(value, stdin, to), '&');
      return;
    case 'url-query':
      // With "+" before it, it is not encoded.
      to.query.push(value.startsWith('+') ? value.slice(1) : urlEncoded(value, stdin, to));
      return;
    case 'oauth2-bearer':
      to.headers.push(['Authorization', `Bearer ${value}`]);
      return;
    case 'user':
      to.notes.push('The user name and password (-u) were left out: the platform does not send any.');
      return;
    case 'form':
    case 'form-string':
      to.form.push(written);
      return;
    case 'upload-file':
      if (to.method === undefined) setMethod(to, 'PUT', written);
      to.notes.push(
        `A file to upload was left out, which the platform does not send: ${citedAll([written])}.`,
      );
      return;
    default:
      // A password is not repeated on the screen.
      to.left.push(/pass|user/.test(name) ? written.split(/[= ]/, 1)[0]! : written);
  }
}

/** The last -X counts. */
function setMethod(to: Transfer, method: string, written: string): void {
  if (to.method !== undefined && to.methodFrom !== written) to.left.push(to.methodFrom);
  to.method = method;
  to.methodFrom = written;
}

function addData(to: Transfer, text: string, joint: '' | '&'): void {
  to.data = to.data === null ? text : to.data + joint + text;
}

/** `@name` is a file, everywhere but in --data-raw; `@-` is what the command reads. */
function textOf(value: string, stdin: string | null, to: Transfer): string {
  if (!value.startsWith('@')) return value;
  if (/^@(?:-|\/dev\/stdin)$/.test(value) && stdin !== null) return stdin;
  to.fileBody = true;
  return '';
}

function readHeader(line: string, written: string, { headers, left, notes }: Transfer): void {
  if (line.startsWith('@')) {
    notes.push(`Headers in a file were left out: ${citedAll([written])} is not in the command.`);
    return;
  }
  const colon = line.indexOf(':');
  const content = line.slice(colon + 1).trim();
  // `Name;` sends an empty header, `Name:` takes away one that curl would send.
  if (colon === -1 && line.endsWith(';')) headers.push([line.slice(0, -1).trim(), '']);
  else if (colon <= 0 || content === '') left.push(written);
  else headers.push([line.slice(0, colon).trim(), content]);
}

/** `content`, `=content`, `name=content`; `@file` and `name@file` are in a file. */
function urlEncoded(pair: string, stdin: string | null, to: Transfer): string {
  const at = pair.search(/[=@]/);
  const name = at <= 0 ? '' : `${pair.slice(0, at)}=`;
  if (at === -1) return percentEncode(pair);
  const given = pair.slice(at + 1);
  return name + percentEncode(pair[at] === '@' ? textOf(`@${given}`, stdin, to) : given);
}
