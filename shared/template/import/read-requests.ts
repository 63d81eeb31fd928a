import { isAccessLog, readAccessLog } from './access-log.ts';
import { readCmdShell } from './cmd-shell.ts';
import { readCurl } from './curl.ts';
import { isFetch, readFetch } from './fetch-call.ts';
import {
  entryOf,
  type FoundEntry,
  type FoundRequests,
  type ReadRequest,
  refuse,
  SCHEME_ADDED,
} from './found-request.ts';
import { readHar } from './har.ts';
import { readHttpie } from './httpie.ts';
import { parseJson } from './json-text.ts';
import { readPosixShell } from './posix-shell.ts';
import { readPowerShell } from './powershell.ts';
import { isRawHttp, readRawHttp } from './raw-http.ts';
import { dialectOf, INVOKE } from './shell-dialect.ts';
import type { ToolCommand } from './tool-command.ts';
import { readJsonRequests } from './webhook-bin.ts';
import { readWget } from './wget.ts';

/** A host with a port, or with a dot and a path or query, without spaces. */
const WITHOUT_SCHEME =
  /^(?:localhost(?::\d+)?|[\w-]+(?:\.[\w-]+)*:\d+|[\w-]+(?:\.[\w-]+)+(?=[/?])|\[[\da-f:]+\](?::\d+)?)(?:[/?#]\S*)?$/i;

/** A line that starts a command: behind a prompt, sudo or variables, with its folder. */
const COMMAND =
  /(?:^|[|&;(]|\b(?:do|then|else)\b)[^\S\n]*(?:(?:[\w.-]{1,64}@[\w.-]{1,64}[^\n$#]{0,200}[$#]|[$>❯➜%]|PS[^>\n]{0,200}>|[A-Za-z]:\\[^>\n]{0,200}>)[^\S\n]*)?(?:(?:sudo|env|time|exec|command|&|@)\s+|\w{1,64}=\S{0,500}[^\S\n]+|\$\w{1,64}\s*=\s*){0,20}["']?(?:\S{0,300}[/\\])?(?:curl|wget|https?|xhs?|Invoke-WebRequest|Invoke-RestMethod|iwr|irm)(?:\.exe)?["']?[^\S\n]+(?!is\b|and\b)\S/im;

const NO_FORM = 'This is not a URL or a request in a form that can be read.';
const FORMS =
  'Paste a URL, a command (curl, wget, HTTPie, Invoke-WebRequest), a fetch call, a raw HTTP request, a HAR, the JSON of a webhook bin, or lines of an access log.';

/**
 * Reads the requests in a text, whatever form they have: a URL, a command line, a fetch call, raw HTTP, a HAR, JSON of a
 * webhook bin, or an access log. Throws PB_ARGUMENT_INVALID for anything else, with the place where there is one.
 */
export function readRequests(text: string): FoundRequests {
  try {
    return readForm(text);
  } catch (error) {
    // Brackets in brackets, thousands of them.
    if (error instanceof RangeError) refuse('This text is nested too deeply to be read.', FORMS);
    throw error;
  }
}

function readForm(text: string): FoundRequests {
  const trimmed = text.replace(/^\ufeff/, '').trim();
  if (trimmed === '') refuse('There is nothing to read.', FORMS);
  if (/^[{[]/.test(trimmed) && !WITHOUT_SCHEME.test(trimmed)) return fromJson(trimmed);
  if (isRawHttp(trimmed))
    return {
      form: 'Raw HTTP',
      noun: 'request',
      entries: readRawHttp(text.replace(/^\ufeff/, '').trimStart()),
      notes: [],
    };
  if (isAccessLog(trimmed)) return { form: 'Access log', noun: 'line', ...readAccessLog(trimmed) };
  const isCommand = COMMAND.test(withoutComments(trimmed));
  const command = isCommand || INVOKE.test(trimmed) ? fromCommands(trimmed) : undefined;
  if (command !== undefined) return command;
  if (isFetch(trimmed)) return { form: 'fetch', noun: 'request', entries: readFetch(trimmed), notes: [] };
  const addresses = fromAddresses(trimmed);
  if (addresses !== undefined) return addresses;
  refuse(NO_FORM, FORMS);
}

/** The first request of a text; a note says how many others there are. Throws as `readRequests` does. */
export function readRequest(text: string): ReadRequest {
  const { entries, noun, notes } = readRequests(text);
  const { request, notes: own } = entries[0]!.read();
  const others =
    entries.length > 1
      ? [`Only the first of ${entries.length} ${noun === 'entry' ? 'entries' : `${noun}s`} was read.`]
      : [];
  return { request, notes: [...others, ...notes, ...own] };
}

const withoutComments = (text: string) => text.replace(/^\s*#[^\n]*\n/gm, '');

function fromJson(text: string): FoundRequests {
  const { value, isLines } = parseJson(text);
  const found = readHar(value) ?? readJsonRequests(value, isLines);
  if (found !== undefined) return found;
  refuse(
    'There is no request in this JSON.',
    'A request has a method and a URL: paste a HAR, or the JSON that a webhook bin shows or exports.',
  );
}

const READERS: Readonly<Record<string, [form: string, read: (command: ToolCommand) => FoundEntry[]]>> = {
  curl: ['cURL', readCurl],
  wget: ['Wget', readWget],
  http: ['HTTPie', readHttpie],
  https: ['HTTPie', readHttpie],
  xh: ['xh', readHttpie],
  xhs: ['xh', readHttpie],
};

function fromCommands(text: string): FoundRequests | undefined {
  const dialect = dialectOf(text);
  if (dialect === 'powershell') {
    const { commands, invoked } = readPowerShell(text);
    if (invoked.length === 0) return commands.length === 0 ? undefined : foundIn(commands, ' (PowerShell)');
    const entries = [...invoked, ...commands.flatMap(entriesOf)];
    return { form: 'PowerShell', noun: 'request', entries, notes: [] };
  }
  const commands = dialect === 'cmd' ? readCmdShell(text) : readPosixShell(text);
  return commands.length === 0 ? undefined : foundIn(commands, dialect === 'cmd' ? ' (cmd)' : '');
}

const entriesOf = (command: ToolCommand) => READERS[command.tool]![1](command);

function foundIn(commands: ToolCommand[], shell: string): FoundRequests {
  return {
    form: READERS[commands[0]!.tool]![0] + shell,
    noun: 'request',
    entries: commands.flatMap(entriesOf),
    notes: [],
  };
}

/** Addresses, one on each line; other lines are left out with a note. */
function fromAddresses(text: string): FoundRequests | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const read = lines.map(addressEntry);
  const entries = read.filter((entry) => entry !== undefined);
  if (read[0] === undefined) return undefined;
  const left = lines.length - entries.length;
  const notes =
    left === 0
      ? []
      : [
          `${left} ${left === 1 ? 'line is not a URL' : 'lines are not URLs'} and ${left === 1 ? 'was' : 'were'} left out.`,
        ];
  return { form: 'URL', noun: 'request', entries, notes };
}

function addressEntry(line: string): FoundEntry | undefined {
  const trimmed = line.trim();
  // As copied from texts: in quotes, in angle brackets, after its method.
  const address = trimmed
    .replace(/^(?:GET|POST)\s+(\S+)(?:\s+HTTP\/[\d.]+)?$/, '$1')
    .replace(/^(["'<`])(.*)[>"'`]$/, '$2')
    .trim();
  const isWhole = /^(?:https?:\/\/|\/)/i.test(address);
  if (!isWhole && !WITHOUT_SCHEME.test(address)) return undefined;
  return entryOf({
    method: trimmed.startsWith('POST ') ? 'POST' : 'GET',
    url: isWhole ? address : `http://${address}`,
    notes: isWhole ? [] : [SCHEME_ADDED],
  });
}
