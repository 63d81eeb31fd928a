import type { Postback } from '../../../shared/template/postback.ts';
import { editYaml, type YamlChange } from './edit-yaml.ts';
import { yamlText } from './written-scalars.ts';

/** What a postback's file omits, since it is the default. */
const DEFAULTS = { kind: 'action', level: 'global', changes: true, enabled: true, method: 'GET' } as const;

/** Optional settings of a file. */
const OPTIONAL = [
  'program',
  'eventType',
  'minimumDelay',
  'maximumRequestsPerSecond',
  'successResponse',
  'errorResponse',
] as const;

function headerChanges(before: Postback['headers'], after: Postback['headers']): YamlChange[] {
  const names = Object.keys(after);
  if (names.length === 0)
    return Object.keys(before).length === 0 ? [] : [{ path: ['headers'], value: undefined }];
  return [{ path: ['headers'], value: after }];
}

function bodyChanges(before: Postback['body'], after: Postback['body']): YamlChange[] {
  if (after === undefined) return before === undefined ? [] : [{ path: ['body'], value: undefined }];
  const escaping =
    after.escape === 'by-place' && before?.escape !== 'raw'
      ? []
      : [{ path: ['body', 'escape'], value: after.escape }];
  return [
    { path: ['body', 'format'], value: after.format },
    { path: ['body', 'template'], value: after.template },
    ...escaping,
  ];
}

/** The text of a postback's file with the user's changes, and no others. */
export function postbackText(text: string, before: Postback, after: Postback): string {
  const changes: YamlChange[] = [
    { path: ['name'], value: after.name },
    { path: ['url'], value: after.url },
    ...headerChanges(before.headers, after.headers),
    ...bodyChanges(before.body, after.body),
  ];
  for (const key of ['kind', 'level', 'changes', 'enabled', 'method'] as const) {
    if (after[key] !== before[key] || after[key] !== DEFAULTS[key])
      changes.push({ path: [key], value: after[key] });
  }
  for (const key of OPTIONAL)
    if (after[key] !== before[key]) changes.push({ path: [key], value: after[key] });
  return editYaml(text, changes);
}

/** The text of a new postback's file, without defaults. */
export function newPostbackText(postback: Postback): string {
  const { name, kind, level, program, eventType, changes, enabled, method, url, headers, body, ...rest } =
    postback;
  const content = {
    name,
    kind,
    ...(level === 'global' ? {} : { level, program, eventType, ...(changes ? {} : { changes }) }),
    ...(enabled ? {} : { enabled }),
    method,
    url,
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(body === undefined
      ? {}
      : { body: body.escape === 'raw' ? body : { format: body.format, template: body.template } }),
    ...rest,
  };
  return `# yaml-language-server: $schema=../.schemas/postback.json\n${yamlText(content)}`;
}
