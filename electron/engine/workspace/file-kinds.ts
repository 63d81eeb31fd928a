import type { z } from 'zod';
import { type CheckConfig, checkConfigSchema } from '../../../shared/checks/config.ts';
import { profileSchema, type SenderProfile } from '../../../shared/delivery/profile.ts';
import type { Place } from '../../../shared/errors.ts';
import { type ResponseRule, responseRulesSchema } from '../../../shared/receiver/rules/rule-schema.ts';
import { type Scenario, scenarioSchema } from '../../../shared/scenario/schema.ts';
import { type Postback, postbackSchema } from '../../../shared/template/postback.ts';
import { workspaceSchema } from '../../../shared/workspace/schema.ts';
import type { Problem } from '../../../shared/workspace/view.ts';
import { amountsIn } from './step-amounts.ts';
import { parseYaml } from './yaml-file.ts';

/** What a YAML file of each kind holds. */
export interface Contents {
  workspace: z.output<typeof workspaceSchema>;
  postback: Postback;
  scenario: Scenario;
  profile: SenderProfile;
  check: CheckConfig;
  rules: ResponseRule[];
}
export type FileKind = keyof Contents;

const SCHEMAS: { [Kind in FileKind]: z.ZodType<Contents[Kind]> } = {
  workspace: workspaceSchema,
  postback: postbackSchema,
  scenario: scenarioSchema,
  profile: profileSchema,
  check: checkConfigSchema,
  rules: responseRulesSchema,
};

/** A YAML file as it was read, in a form that can cross threads. */
export type ReadYaml<T> =
  | {
      ok: true;
      content: T;
      /** Places that later messages need, by path: "steps.0", "program". */
      places: Readonly<Record<string, Place>>;
    }
  | { ok: false; problems: Problem[] };

/** The paths whose places are kept: of what is only found to be wrong together with other files, or in a run. */
function placedPaths(kind: FileKind, content: Contents[FileKind]): (string | number)[][] {
  if (kind === 'postback') return [['program'], ['eventType'], ['url']];
  if (kind === 'check') return [['to'], ['state'], ['before']];
  if ('endpoints' in content)
    return content.endpoints.flatMap(({ responses }, at) =>
      responses.map((_rule, index) => ['endpoints', at, 'responses', index]),
    );
  if (!('steps' in content)) return [];
  return content.steps.flatMap((step, index) => {
    const path = ['steps', index];
    return [path, ...[...amountsIn(step, path)].map(([, amount]) => [...amount])];
  });
}

/** Reads a text as a file of a kind; `file` is only used to name the place. Takes as long as the text asks for. */
export function readYamlHere<Kind extends FileKind>(
  kind: Kind,
  file: string,
  text: string,
): ReadYaml<Contents[Kind]> {
  const parsed = parseYaml<Contents[Kind]>(file, text, SCHEMAS[kind]);
  if (!parsed.ok) return parsed;
  const { content, placeOf } = parsed;
  const places = placedPaths(kind, content).map((path) => [path.join('.'), placeOf(path)] as const);
  return { ok: true, content, places: Object.fromEntries(places) };
}
