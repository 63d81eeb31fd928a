import type { EndpointSettings } from './endpoint-settings.ts';

/** An endpoint as the fields of a form have it: texts as they are typed. */
export interface EndpointDraft extends Record<string, unknown> {
  name: string;
  /** What makes it an endpoint of its own; the default one has neither. */
  place: 'default' | 'path' | 'port';
  path: string;
  port: string;
  tls: boolean;
  bind: string;
  /** Ranges, separated by line ends, blanks or commas. */
  allow: string;
  headerName: string;
  headerValue: string;
  parameterName: string;
  parameterValue: string;
  user: string;
  password: string;
}

export const NEW_ENDPOINT: EndpointDraft = {
  name: '',
  place: 'path',
  path: '',
  port: '',
  tls: false,
  bind: '',
  allow: '',
  headerName: '',
  headerValue: '',
  parameterName: '',
  parameterValue: '',
  user: '',
  password: '',
};

export function endpointDraft({ name, path, port, tls, bind, access }: EndpointSettings): EndpointDraft {
  return {
    name,
    place: path !== undefined ? 'path' : port !== undefined ? 'port' : 'default',
    path: path ?? '',
    port: port === undefined ? '' : String(port),
    tls: tls ?? false,
    bind: bind ?? '',
    allow: access?.allow?.join('\n') ?? '',
    headerName: access?.header?.name ?? '',
    headerValue: access?.header?.value ?? '',
    parameterName: access?.parameter?.name ?? '',
    parameterValue: access?.parameter?.value ?? '',
    user: access?.basic?.user ?? '',
    password: access?.basic?.password ?? '',
  };
}

/** What `#` begins is a comment, as in lists that platforms publish. */
const COMMENT = /#.*$/gm;

/** The ranges of a pasted list: one a line, or separated by blanks, commas, semicolons or quotes; each once. */
export function rangesOf(text: string): string[] {
  const words = text
    .replace(COMMENT, '')
    .split(/[\s,;"'[\]]+/)
    .filter((word) => word !== '' && word !== '-');
  return [...new Set(words)];
}

/** What the fields say, as a file has it; fields that do not apply, or are empty, are left out. */
export function endpointOfDraft(draft: EndpointDraft): EndpointSettings {
  const { place, path, port, tls, bind } = draft;
  const isOwnPort = place !== 'path';
  const access = accessOf(draft);
  return {
    name: draft.name.trim(),
    ...(place === 'path' ? { path: path.trim() } : {}),
    // What is no number is told by the schema.
    ...(place === 'port' ? { port: port.trim() === '' ? Number.NaN : Number(port) } : {}),
    ...(isOwnPort && tls ? { tls } : {}),
    ...(isOwnPort && bind.trim() !== '' ? { bind: bind.trim() } : {}),
    ...(access === undefined ? {} : { access }),
  };
}

function accessOf(draft: EndpointDraft): EndpointSettings['access'] {
  const { headerName, headerValue, parameterName, parameterValue, user, password } = draft;
  const allow = rangesOf(draft.allow);
  const access = {
    ...(allow.length === 0 ? {} : { allow }),
    ...(headerName === '' && headerValue === ''
      ? {}
      : { header: { name: headerName.trim(), value: headerValue } }),
    ...(parameterName === '' && parameterValue === ''
      ? {}
      : { parameter: { name: parameterName.trim(), value: parameterValue } }),
    ...(user === '' && password === '' ? {} : { basic: { user, password } }),
  };
  return Object.keys(access).length === 0 ? undefined : access;
}
