import { base64Of, type CopiedRequest, requireSendable, textOfBody, toldHeaders } from './copied-request.ts';

/** The methods that -Method takes; others are given to -CustomMethod, of PowerShell 6 and later. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'MERGE']);

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/**
 * A command for PowerShell that sends the same request. Headers that have the same name become one, which says the same.
 * PowerShell writes its own Host, Connection and Content-Length. Throws PB_ARGUMENT_INVALID for what it would change.
 */
export function invokeWebRequest(request: CopiedRequest): string {
  requireSendable({ ...request, method: 'GET' }, 'PowerShell');
  const { method, origin, target, body } = request;
  const headers = new Map<string, { name: string; values: string[] }>();
  for (const [name, value] of toldHeaders(request)) {
    const known = headers.get(name.toLowerCase());
    if (known === undefined) headers.set(name.toLowerCase(), { name, values: [value] });
    else known.values.push(value);
  }
  const take = (name: string) => {
    const found = headers.get(name);
    headers.delete(name);
    return found?.values.join(', ');
  };
  const [agent, type] = [take('user-agent'), take('content-type')];
  const others = [...headers.values()].map(
    ({ name, values }) => `    ${quoted(name)} = ${quoted(values.join(', '))}`,
  );
  return [
    `Invoke-WebRequest -UseBasicParsing -Uri ${quoted(origin + target)}`,
    `-${METHODS.has(method) ? 'Method' : 'CustomMethod'} ${quoted(method)}`,
    `-UserAgent ${quoted(agent ?? '')}`,
    ...(others.length === 0 ? [] : [`-Headers @{\n${others.join('\n')}\n  }`]),
    ...(type === undefined ? [] : [`-ContentType ${quoted(type)}`]),
    ...(body.length === 0 ? [] : [`-Body ${bodyOf(body)}`]),
  ].join(' `\n  ');
}

function bodyOf(body: Uint8Array): string {
  const text = textOfBody(body);
  if (text === undefined) return `([Convert]::FromBase64String('${base64Of(body)}'))`;
  // A text would be sent in an encoding that depends on the version.
  return /^[\x20-\x7e\n\t]*$/.test(text)
    ? quoted(text)
    : `([System.Text.Encoding]::UTF8.GetBytes(${quoted(text)}))`;
}
