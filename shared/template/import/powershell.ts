import { headerOf } from '../../http/headers.ts';
import { percentEncode } from '../encode.ts';
import {
  cited,
  citedAll,
  entryOf,
  type FoundEntry,
  SCHEME_ADDED,
  variableNotes,
  withQuery,
} from './found-request.ts';
import { nameOf, PsReader, PsTable, type PsValue, type PsWord, psText } from './powershell-syntax.ts';
import { type ToolCommand, toolCommand, toolIndex } from './tool-command.ts';

const INVOKE = /^(?:invoke-webrequest|invoke-restmethod|iwr|irm)$/i;
/** Windows PowerShell calls Invoke-WebRequest curl and wget too. */
const ALIASED = /^(?:curl|wget)$/i;
const PARAMETERS =
  'Uri Method CustomMethod Headers Body ContentType UserAgent InFile OutFile WebSession SessionVariable Credential TimeoutSec ConnectionTimeoutSeconds OperationTimeoutSeconds Proxy ProxyCredential Certificate CertificateThumbprint MaximumRedirection MaximumRetryCount RetryIntervalSec TransferEncoding Form Authentication Token HttpVersion SslProtocol ErrorAction ErrorVariable OutVariable StatusCodeVariable ResponseHeadersVariable'.split(
    ' ',
  );
const SWITCHES =
  'UseBasicParsing UseDefaultCredentials DisableKeepAlive SkipCertificateCheck SkipHeaderValidation SkipHttpErrorCheck PassThru Resume AllowUnencryptedAuthentication AllowInsecureRedirect PreserveAuthorizationOnRedirect NoProxy FollowRelLink ProxyUseDefaultCredentials Verbose Debug'.split(
    ' ',
  );

/** The requests of a PowerShell text: Invoke-WebRequest and Invoke-RestMethod, and the native commands in it. */
export function readPowerShell(text: string): { commands: ToolCommand[]; invoked: FoundEntry[] } {
  const hasPrompt = /^\s*PS(?: [^>\n]*)?>/.test(text);
  const plain = hasPrompt ? text.replace(/^PS(?: [^>\n]*)?>[ \t]*|^>>[ \t]?/gm, '') : text;
  const reader = new PsReader(plain.replace(/\r\n/g, '\n'));
  const commands: ToolCommand[] = [];
  const invoked: { words: PsWord[]; notes: string[]; stdin: PsValue | null }[] = [];
  const left: string[] = [];
  while (!reader.done) {
    if (reader.take(/[\s;]+/y) !== null || reader.take(/#[^\n]*/y) !== null) continue;
    const from = reader.at;
    reader.unknown = new Set();
    const target = reader.take(/(?:\[[\w.]+\]\s*)?\$(?:\w|:)+\s*=(?!=)\s*/y);
    const isCommand = () =>
      /^(?:&\s*)?["']?(?:\S*[/\\])?(?:Invoke-(?:WebRequest|RestMethod)|iwr|irm|curl|wget|https?|xh)(?:\.exe)?["']?\s/i.test(
        reader.text.slice(reader.at, reader.at + 300),
      );
    let stdin: PsValue | null = null;
    if (target !== null && !isCommand()) {
      const isNew = /^New-Object\b/i.test(reader.text.slice(reader.at, reader.at + 12));
      const name = nameOf(/\$[\w:]+/.exec(target)![0]);
      if (
        isNew &&
        /^New-Object\s+\S*["']?[\w.]*(?:Dictionary|Hashtable)/i.test(
          reader.text.slice(reader.at, reader.at + 200),
        )
      ) {
        reader.set.set(name, new PsTable());
        reader.rest();
        continue;
      }
      if (!isNew) reader.set.set(name, reader.expression());
      const rest = reader.rest();
      if (isNew) left.push(reader.text.slice(from, reader.at));
      else if (rest !== '') left.push(rest);
      continue;
    }
    if (takeAdded(reader)) continue;
    if (/["'$@]/.test(reader.text[reader.at] ?? '') && !isCommand()) {
      const isProperty = /^\$\w+\./.test(reader.text.slice(reader.at, reader.at + 80));
      if (!isProperty) stdin = reader.expression();
      if (isProperty || reader.take(/\s*\|\s*/y) === null || !isCommand()) {
        reader.rest();
        left.push(reader.text.slice(from, reader.at));
        if (reader.at === from) reader.at += 1;
        continue;
      }
    }
    const words: PsWord[] = [];
    for (let word = reader.word(); word !== null; word = reader.word()) words.push(word);
    const texts = words.map(({ value }) => psText(value));
    const notes = variableNotes(reader.unknown);
    const at = texts[0] === '&' ? 1 : 0;
    if (INVOKE.test(texts[at] ?? '') || (ALIASED.test(texts[at] ?? '') && isAliased(words)))
      invoked.push({ words: words.slice(at + 1), notes, stdin });
    else if (toolIndex(texts) === -1) left.push(texts.join(' '));
    else {
      const index = toolIndex(texts);
      left.push(...texts.slice(0, index).filter((word) => word !== '&'));
      const command = toolCommand(texts.map(asPassed), index, stdin === null ? null : psText(stdin));
      command.notes.push(...notes);
      commands.push(command);
    }
    const rest = reader.rest();
    if (rest !== '') left.push(rest);
    if (reader.at === from) reader.at += 1;
  }
  const around = left.length === 0 ? [] : [`Not part of the request, left out: ${citedAll(left)}.`];
  const entries = invoked.map(({ words, notes, stdin }, index) =>
    invokedEntry(words, reader.set, [...(index === 0 ? around : []), ...notes], stdin),
  );
  if (entries.length === 0) commands[0]?.notes.push(...around);
  return { commands, invoked: entries };
}

/** Takes `$table.Add("name", "value")`, if it stands here and the text sets the table. */
function takeAdded(reader: PsReader): boolean {
  const from = reader.at;
  const variable = reader.take(/\$\w+(?=\.Add\()/iy);
  const table = variable === null ? undefined : reader.set.get(nameOf(variable));
  if (table instanceof PsTable) {
    reader.take(/\.Add\(/iy);
    const pair = reader.expression();
    if (Array.isArray(pair) && pair.length === 2 && reader.take(/\s*\)/y) !== null) {
      table.set(psText(pair[0]!), pair[1]!);
      return true;
    }
  }
  reader.at = from;
  return false;
}

function isAliased(words: readonly PsWord[]): boolean {
  return words.some(
    ({ value, bare }) =>
      value instanceof PsTable ||
      (bare && /^-(?:uri|method|body|headers|contenttype|usebasicparsing)$/i.test(psText(value))),
  );
}

/** Before version 7.3 a quote needs a backslash to reach a program: `'{\"a\":1}'`. */
function asPassed(word: string): string {
  return /(?<!\\)(?:\\\\)*"/.test(word) ? word : word.replaceAll('\\"', '"');
}

/** The parameter of a name as it is typed: any unique beginning of it counts. */
function parameterOf(name: string): string | undefined {
  const lower = name.toLowerCase();
  const all = [...PARAMETERS, ...SWITCHES];
  return (
    all.find((one) => one.toLowerCase() === lower) ?? all.find((one) => one.toLowerCase().startsWith(lower))
  );
}

function invokedEntry(
  words: readonly PsWord[],
  set: ReadonlyMap<string, PsValue>,
  notes: string[],
  stdin: PsValue | null,
): FoundEntry {
  const given = new Map<string, PsValue>();
  const left: string[] = [];
  if (stdin !== null) given.set('Body', stdin);
  for (let at = 0; at < words.length; at += 1) {
    const { value, bare } = words[at]!;
    const text = psText(value);
    const splatted = bare && text.startsWith('@') ? set.get(nameOf(text)) : undefined;
    if (splatted instanceof PsTable) {
      for (const [key, one] of splatted) take(given, left, parameterOf(key), key, one);
    } else if (bare && text.startsWith('@')) left.push(text);
    else if (bare && /^-[A-Za-z]/.test(text)) {
      const parameter = parameterOf(text.slice(1));
      const next = words[at + 1];
      const isValue = next !== undefined && !(next.bare && /^-[A-Za-z]/.test(psText(next.value)));
      if (parameter === undefined ? !isValue : SWITCHES.includes(parameter)) left.push(text);
      else {
        at += 1;
        take(given, left, parameter, text.slice(1), isValue ? next.value : '');
      }
    } else if (given.has('Uri')) left.push(text);
    else given.set('Uri', value);
  }
  return requestOf(given, left, notes);
}

const USED = new Set(['Uri', 'Method', 'CustomMethod', 'Headers', 'Body', 'ContentType', 'UserAgent']);

function take(
  given: Map<string, PsValue>,
  left: string[],
  parameter: string | undefined,
  name: string,
  value: PsValue,
): void {
  if (parameter !== undefined && USED.has(parameter)) given.set(parameter, value);
  else left.push(`-${name} ${psText(value)}`);
}

/** What a browser writes among the headers for HTTP/2. */
const PSEUDO = new Set(['authority', 'method', 'path', 'scheme']);

function requestOf(given: ReadonlyMap<string, PsValue>, left: string[], notes: string[]): FoundEntry {
  const textOf = (name: string) => (given.has(name) ? psText(given.get(name)!) : undefined);
  let url = textOf('Uri') ?? '';
  if (url !== '' && !/^(?:[a-z][a-z\d+.-]*:\/\/|\/)/i.test(url)) {
    url = `http://${url}`;
    notes.push(SCHEME_ADDED);
  }
  const table = given.get('Headers');
  const isBrowser = table instanceof PsTable && table.has('authority') && table.has('scheme');
  const headers: [string, string][] = [];
  if (table instanceof PsTable)
    for (const [name, value] of table)
      if (!isBrowser || !PSEUDO.has(name)) headers.push([name, psText(value)]);
      else left.push(`${name}=${psText(value)}`);
  else if (table !== undefined) left.push(`-Headers ${psText(table)}`);
  const type = textOf('ContentType');
  if (type !== undefined) headers.push(['Content-Type', type]);
  const agent = textOf('UserAgent');
  if (agent !== undefined) headers.push(['User-Agent', agent]);
  const method = textOf('CustomMethod') ?? textOf('Method') ?? 'GET';
  let body = given.get('Body') ?? null;
  if (body instanceof PsTable) {
    // As PowerShell does: a table is the query of a GET, else a form.
    const form = [...body]
      .map(([key, value]) => `${percentEncode(key)}=${percentEncode(psText(value))}`)
      .join('&');
    body = /^get$/i.test(method) ? null : form;
    if (body === null) url = withQuery(url, form);
    else if (headerOf(headers, 'content-type') === undefined)
      headers.push(['Content-Type', 'application/x-www-form-urlencoded']);
  }
  if (left.length > 0) notes.push(`Not part of a postback, left out: ${left.map(cited).join(', ')}.`);
  return entryOf({ method, url, headers, body: body === null ? null : psText(body), notes });
}
