import {
  base64Of,
  type CopiedRequest,
  notSendable,
  requireSendable,
  textOfBody,
  toldHeaders,
} from './copied-request.ts';

/** The longest command line of cmd, in characters. */
const LONGEST = 8_191;
/** Where a body is written that no command line can hold as it is. */
const BODY_FILE = '%TEMP%\\postbench-body';

/**
 * Quotes a printable text for curl.exe in cmd: for the C runtime, which reads the arguments, and around that for cmd itself,
 * which must see no quote and no percent sign. A line end is a caret before an empty line.
 */
function quoted(text: string): string {
  const argument = text.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, '$&$&');
  return `^"${argument
    .replace(/[^a-zA-Z0-9\s_\-:=+~'/.',?;()*`\\]/g, '^$&')
    .replace(/%(?=[a-zA-Z0-9_])/g, '%^')
    .replaceAll('\n', '^\n\n')}^"`;
}

/**
 * A command for cmd on Windows that sends the same request with curl.exe. A body beyond printable ASCII is written to a file
 * first. Throws PB_ARGUMENT_INVALID for what cmd cannot hold.
 */
export function curlForCmd(request: CopiedRequest): string {
  requireSendable({ ...request, method: 'GET' }, 'curl in cmd');
  const { method, origin, target, body } = request;
  const told = toldHeaders(request);
  const names = new Set(told.map(([name]) => name.toLowerCase()));
  const unwanted = ['User-Agent', 'Accept', ...(body.length > 0 ? ['Content-Type'] : [])];
  const headers = [
    ...told.map(([name, value]) => (value === '' ? `${name};` : `${name}: ${value}`)),
    ...unwanted.filter((name) => !names.has(name.toLowerCase())).map((name) => `${name}:`),
  ];
  const text = textOfBody(body);
  const isPlain = text !== undefined && /^[\x20-\x7e\n]*$/.test(text);
  const words = [
    `curl ${/[[\]{}]/.test(target) ? '--globoff ' : ''}${quoted(origin + target)}`,
    ...(method === 'HEAD' && body.length === 0
      ? ['--head']
      : method === (body.length > 0 ? 'POST' : 'GET')
        ? []
        : [`-X ${quoted(method)}`]),
    ...headers.map((line) => `-H ${quoted(line)}`),
    ...(body.length === 0
      ? []
      : isPlain
        ? [`--data-raw ${quoted(text)}`]
        : [`--data-binary "@${BODY_FILE}"`]),
  ];
  const first =
    body.length === 0 || isPlain
      ? ''
      : `powershell -NoProfile -Command "[IO.File]::WriteAllBytes('${BODY_FILE}', [Convert]::FromBase64String('${base64Of(body)}'))" && `;
  const command = first + words.join(' ^\n  ');
  if (command.length > LONGEST)
    throw notSendable(`The command has ${command.length} characters; cmd takes at most ${LONGEST}.`);
  return command;
}
