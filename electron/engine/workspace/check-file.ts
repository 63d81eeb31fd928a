import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { CHECK_FILE, type CheckConfig, checkConfigSchema } from '../../../shared/checks/config.ts';
import { formatDuration } from '../../../shared/domain/duration.ts';
import { PostbenchError } from '../../../shared/errors.ts';
import type { WorkspaceView } from '../../../shared/workspace/view.ts';
import { editYaml } from './edit-yaml.ts';
import { readText, replaceText, throwProblem, versionOf, writeNew } from './files.ts';
import { parseYaml } from './yaml-file.ts';

/** The check.yaml of a folder that is no workspace; its problems where it cannot be read, null where there is none. */
export function readCheckFile(folder: string): Pick<WorkspaceView, 'check' | 'problems'> {
  const path = join(folder, CHECK_FILE);
  if (!existsSync(path)) return { check: null, problems: [] };
  const text = readText(path);
  const parsed = parseYaml(CHECK_FILE, text, checkConfigSchema);
  const content = parsed.ok ? parsed.content : null;
  return {
    check: { file: CHECK_FILE, version: versionOf(text), content },
    problems: parsed.ok ? [] : parsed.problems,
  };
}

/**
 * Writes check.yaml; comments of an existing one stay. A command in it can be neither added nor changed this way: that
 * takes the file itself, and a confirmation in a terminal. Throws PB_ARGUMENT_INVALID, PB_FILE_UNWRITABLE, and
 * PB_WORKSPACE_INVALID while the file is invalid, so that its content is not lost.
 */
export function saveCheckConfig({ folder, check, problems }: WorkspaceView, config: CheckConfig): void {
  if (check !== null && check.content === null)
    throwProblem(
      'PB_WORKSPACE_INVALID',
      problems.filter(({ file }) => file === CHECK_FILE),
    );
  const known = commandsOf(check?.content ?? null);
  const added = commandsOf(config).find((command) => !known.includes(command));
  if (added !== undefined) {
    throw new PostbenchError('PB_ARGUMENT_INVALID', 'A command cannot be set from the page.', {
      remedy: `Write it into ${CHECK_FILE} yourself, and confirm it with postbench check in a terminal.`,
    });
  }
  const path = join(folder, CHECK_FILE);
  const wanted = plainConfig(config);
  if (!existsSync(path)) {
    writeNew(path, stringify(wanted));
    return;
  }
  const before = plainConfig(check!.content!);
  const keys = new Set([...Object.keys(before), ...Object.keys(wanted)]);
  const changes = [...keys].map((key) => ({ path: [key], value: wanted[key] }));
  replaceText(path, editYaml(readText(path), changes));
}

function commandsOf(config: CheckConfig | null): string[] {
  return [config?.state, config?.before].flatMap((one) =>
    one !== undefined && 'command' in one ? [one.command] : [],
  );
}

/** A configuration as the file says it: durations with their unit, nothing that is a default. */
function plainConfig(config: CheckConfig): Record<string, unknown> {
  const { settle, timeout, set, skip, only, ...rest } = config;
  const plain = {
    ...rest,
    ...(settle !== undefined && { settle: formatDuration(settle) }),
    ...(timeout !== undefined && { timeout: formatDuration(timeout) }),
    ...(Object.keys(set).length > 0 && { set }),
    ...(skip.length > 0 && { skip }),
    ...(only.length > 0 && { only }),
  };
  // Without the keys whose value is undefined.
  return JSON.parse(JSON.stringify(plain)) as Record<string, unknown>;
}
