import { citedAll, entryOf, type FoundEntry, refuse, SCHEME_ADDED } from './found-request.ts';
import { type OptionTable, readOptions } from './options.ts';
import type { ToolCommand } from './tool-command.ts';

/** Options of GNU Wget with a value; the others have none (its manual). */
const WITH_VALUE = `header post-data post-file method body-data body-file user-agent referer user password http-user
  http-password proxy-user proxy-password output-file append-output output-document tries timeout dns-timeout
  connect-timeout read-timeout wait waitretry limit-rate quota bind-address ca-certificate ca-directory certificate
  certificate-type private-key private-key-type load-cookies save-cookies max-redirect compression directory-prefix
  input-file base level accept reject domains exclude-domains config execute progress retry-on-http-error
  local-encoding remote-encoding secure-protocol restrict-file-names prefer-family default-page report-speed`;
const FLAGS = `quiet verbose no-verbose debug no-check-certificate content-on-error server-response spider continue
  timestamping no-clobber no-cookies keep-session-cookies no-cache no-proxy no-http-keep-alive background recursive
  page-requisites convert-links mirror no-parent force-directories no-directories https-only trust-server-names
  content-disposition no-hsts auth-no-challenge show-progress inet4-only inet6-only retry-connrefused`;
const OPTIONS: OptionTable = {
  short: { U: 'user-agent' },
  shortWithValue: new Set('oaeiBtOTwQPUlADIRX'),
  withValue: new Set(WITH_VALUE.split(/\s+/)),
  flags: new Set(FLAGS.split(/\s+/)),
};

/** The requests of a Wget command, one for each URL. */
export function readWget({ words, stdin, notes: given }: ToolCommand): FoundEntry[] {
  const urls: string[] = [];
  const headers: [string, string][] = [];
  const left: string[] = [];
  const unknown: string[] = [];
  const notes = [...given];
  let method: string | undefined;
  let body: string | null = null;
  let isFile = false;
  const readFile = (name: string) => {
    body = name === '-' ? stdin : null;
    isFile = body === null;
  };
  readOptions(words, OPTIONS, {
    argument: (word) => word.trim() !== '' && urls.push(word),
    unknown: (written) => unknown.push(written),
    option: (name, value, written) => {
      const colon = value.indexOf(':');
      if (name === 'header' && colon > 0)
        headers.push([value.slice(0, colon).trim(), value.slice(colon + 1).trim()]);
      else if (name === 'user-agent') headers.push(['User-Agent', value]);
      else if (name === 'referer') headers.push(['Referer', value]);
      else if (name === 'method') method = value;
      else if (name === 'post-data' || name === 'body-data') {
        // The last one counts.
        if (body !== null) left.push(`${written.split(/[= ]/)[0]}=${body}`);
        body = value;
      } else if (name === 'post-file' || name === 'body-file') readFile(value);
      else if (/^(?:http-)?(?:user|password)$/.test(name))
        notes.push(`A user name or password (--${name}) was left out: the platform does not send any.`);
      else left.push(written);
      if (name.startsWith('post-')) method ??= 'POST';
    },
  });
  if (urls.length === 0) refuse('The command has no URL.', 'Paste the whole command.');
  if (left.length > 0) notes.push(`Not part of a postback, left out: ${citedAll(left)}.`);
  if (unknown.length > 0) notes.push(`Options that are not known were left out: ${citedAll(unknown)}.`);
  return urls.map((url) => {
    const isWhole = /^[a-z][a-z\d+.-]*:\/\//i.test(url);
    const entry = entryOf({
      method: method ?? 'GET',
      url: isWhole ? url : `http://${url}`,
      headers,
      body,
      notes: isWhole ? notes : [...notes, SCHEME_ADDED],
    });
    if (!isFile) return entry;
    const read = () =>
      refuse('The body is in a file that is not in the command.', 'Paste its text as the body instead.');
    return { ...entry, hasBody: true, read };
  });
}
