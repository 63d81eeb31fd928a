import { dirname, resolve } from 'node:path';
import { watch } from 'chokidar';
import { PostbenchError } from '../../../shared/errors.ts';
import type { ResponseRule } from '../../../shared/receiver/rules/rule-schema.ts';
import { readText, throwProblem } from '../workspace/files.ts';
import { prepareFile } from '../workspace/workspace.ts';
import { yamlReader } from '../workspace/yaml-reader.ts';

/** Ms of quiet before a change is read: an editor writes a file in several steps. */
const QUIET_MS = 60;

/** Reads a file of response rules. Throws PB_FILE_UNREADABLE, or PB_RULES_INVALID with line and column. */
export async function readRules(path: string): Promise<ResponseRule[]> {
  await prepareFile('rules', path);
  const read = yamlReader.now('rules', path, readText(path));
  return read.ok ? read.content : throwProblem('PB_RULES_INVALID', read.problems);
}

/**
 * Reads a file of response rules again whenever it changes; what is wrong with it then is told, and the rules that were
 * read before stay. Returns a function that stops it.
 */
export function watchRules(
  path: string,
  {
    onRules,
    onProblem,
  }: { onRules: (rules: ResponseRule[]) => void; onProblem: (error: PostbenchError) => void },
): () => Promise<void> {
  const file = resolve(path);
  let timer: NodeJS.Timeout | undefined;
  let last = '';
  const read = () =>
    readRules(path).then(
      (rules) => {
        const text = JSON.stringify(rules);
        if (text !== last) onRules(rules);
        last = text;
      },
      (error: unknown) => {
        last = '';
        if (error instanceof PostbenchError) onProblem(error);
        else throw error;
      },
    );
  // The folder, since many editors replace the file.
  const watcher = watch(dirname(file), {
    depth: 0,
    ignoreInitial: true,
    ignored: (one) => resolve(one) !== file && resolve(one) !== dirname(file),
  });
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void read(), QUIET_MS);
  });
  // A folder that cannot be watched: the rules stay as they were read.
  watcher.on('error', () => {});
  return async () => {
    clearTimeout(timer);
    await watcher.close();
  };
}
