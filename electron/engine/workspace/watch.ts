import { relative } from 'node:path';
import { watch } from 'chokidar';

/** Ms of quiet before a change is reported: an editor writes a file in several steps. */
const QUIET_MS = 60;

const WATCHED = /^(?:(?:postbacks|scenarios|profiles)(?:[\\/][^\\/]+\.ya?ml)?|[^\\/]+\.ya?ml)?$/i;

/** Calls back when a YAML file of a workspace changes on disk. Returns a function that stops it. */
export function watchWorkspace(folder: string, onChange: () => void): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, {
    depth: 1,
    ignoreInitial: true,
    ignored: (path) => !WATCHED.test(relative(folder, path)),
  });
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, QUIET_MS);
  };
  watcher.on('all', soon);
  // Otherwise a change between reading the folder and watching it would go unnoticed.
  watcher.on('ready', soon);
  // Too many watched files, or a removed folder: the workspace still works but no longer notices changes.
  watcher.on('error', () => {});
  return async () => {
    clearTimeout(timer);
    await watcher.close();
  };
}
