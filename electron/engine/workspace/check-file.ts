import { join } from 'node:path';
import { CHECK_FILE, type CheckConfig, writtenConfig } from '../../../shared/checks/config.ts';
import { PostbenchError } from '../../../shared/errors.ts';
import type { WorkspaceView } from '../../../shared/workspace/view.ts';
import { isThere, readRegularFile, unreadable } from '../read-file.ts';
import { editYaml } from './edit-yaml.ts';
import { LARGEST_FILE, readText, replaceText, throwProblem, versionOf, writeNew } from './files.ts';
import { requireInside } from './inside-workspace.ts';
import { yamlText } from './written-scalars.ts';
import { yamlReader } from './yaml-reader.ts';

/** The check.yaml of a folder that is no workspace; its problems where it cannot be read, null where there is none. */
export function readCheckFile(folder: string): Pick<WorkspaceView, 'check' | 'problems'> {
  const path = join(folder, CHECK_FILE);
  // A link that leads nowhere is there, and is said.
  if (!isThere(path)) return { check: null, problems: [] };
  let text: string;
  try {
    text = readRegularFile(path, LARGEST_FILE).toString('utf8');
  } catch (error) {
    const problem = { file: CHECK_FILE, line: null, column: null, ...unreadable(error) };
    return { check: { file: CHECK_FILE, version: '', content: null }, problems: [problem] };
  }
  const parsed = yamlReader.now('check', CHECK_FILE, text);
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
  const wanted: Record<string, unknown> = writtenConfig(config);
  requireInside(folder, path);
  if (!isThere(path)) {
    writeNew(path, yamlText(wanted));
    return;
  }
  const before: Record<string, unknown> = writtenConfig(check!.content!);
  const keys = new Set([...Object.keys(before), ...Object.keys(wanted)]);
  const changes = [...keys].map((key) => ({ path: [key], value: wanted[key] }));
  replaceText(path, editYaml(readText(path), changes));
}

function commandsOf(config: CheckConfig | null): string[] {
  return [config?.state, config?.before].flatMap((one) =>
    one !== undefined && 'command' in one ? [one.command] : [],
  );
}
