import type { CheckConfig } from '../../../shared/checks/config.ts';
import type { World } from '../../../shared/domain/program.ts';
import { endpointNames } from '../../../shared/receiver/endpoints/endpoint-schema.ts';
import { endpointOfUrl } from '../../../shared/receiver/endpoints/local-url.ts';
import type { Postback } from '../../../shared/template/postback.ts';
import { meantWord } from '../../../shared/workspace/issue-message.ts';
import type { WorkspaceSettings } from '../../../shared/workspace/schema.ts';
import type { Problem } from '../../../shared/workspace/view.ts';
import type { ReadYaml } from './file-kinds.ts';

type Read<T> = Extract<ReadYaml<T>, { ok: true }>;

/** An event-level postback whose program or event type the world does not have would never fire. */
export function unknownProgram({ content, places }: Read<Postback>, { programs }: World): Problem[] {
  const { program: programId, eventType: eventTypeId } = content;
  if (programId === undefined || eventTypeId === undefined) return [];
  const problem = (
    key: 'program' | 'eventType',
    message: string,
    there: readonly { id: string; name: string }[],
  ) => {
    const { file, line = null, column = null } = places[key]!;
    const known = there.map(({ id, name }) => `"${id}" (${name.trim()})`).join(', ');
    return { file, line, column, message: `${key}: ${message}.`, remedy: `Use one of ${known}.` };
  };
  const program = programs.find(({ id }) => id === programId);
  if (program === undefined) return [problem('program', `the world has no program "${programId}"`, programs)];
  if (program.eventTypes.some(({ id }) => id === eventTypeId)) return [];
  const message = `${program.name.trim()} has no event type "${eventTypeId}"`;
  return [problem('eventType', message, program.eventTypes)];
}

/** The URLs of a file that may name an endpoint, by their paths in it. */
export function urlsOf(content: Postback | CheckConfig): [path: string, url: string][] {
  if ('url' in content) return [['url', content.url]];
  const { to, state, before } = content;
  const found: [string, string | undefined][] = [
    ['to', to],
    ['state', state !== undefined && 'url' in state ? state.url : undefined],
    ['before', before !== undefined && 'url' in before ? before.url : undefined],
  ];
  return found.flatMap(([path, url]): [string, string][] => (url === undefined ? [] : [[path, url]]));
}

/** A URL that names an endpoint which the workspace does not have leads nowhere. */
export function unknownEndpoints(
  { content, places }: Read<Postback> | Read<CheckConfig>,
  { endpoints }: Pick<WorkspaceSettings, 'endpoints'>,
): Problem[] {
  const names = endpointNames(endpoints);
  return urlsOf(content).flatMap(([path, url]) => {
    const name = endpointOfUrl(url);
    const place = places[path];
    if (name === undefined || names.includes(name) || place === undefined) return [];
    const { file, line = null, column = null } = place;
    const near = meantWord(name, names);
    return [
      {
        file,
        line,
        column,
        message: `${path}: the workspace has no endpoint "${name}", only ${names.join(', ')}.`,
        remedy: `${near === undefined ? 'Use one of these' : `Did you mean ${near}? Use it`}, or add "${name}" to endpoints in postbench.yaml.`,
      },
    ];
  });
}
