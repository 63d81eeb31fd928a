import { relative } from 'node:path';
import { watch } from 'chokidar';

/** Ms of quiet before a change is told: an editor writes a file in several steps. */
const QUIET_MS = 60;

const WATCHED = /^(?:(?:postbacks|scenarios|profiles)(?:[\\/][^\\/]+\.ya?ml)?|[^\\/]+\.ya?ml)?$/i;

/** Tells when a YAML file of a workspace changes on disk. Returns what ends the watching. */
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
  // What changed between reading the folder and watching it would never be told.
  watcher.on('ready', soon);
  // Too many watched files, or a folder that went away: the workspace still works, it only no longer notices.
  watcher.on('error', () => {});
  return async () => {
    clearTimeout(timer);
    await watcher.close();
  };
}
