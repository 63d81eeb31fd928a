import { readText, writeText } from '../lib/local-storage.ts';

const KEY = 'palette.recent';
const MOST = 5;

/** Ids of the commands that were run from the palette last, the latest first. */
export function recentCommands(): string[] {
  return (readText(KEY) ?? '').split(' ').filter((id) => id !== '');
}

export function rememberCommand(id: string): void {
  const others = recentCommands().filter((other) => other !== id);
  writeText(KEY, [id, ...others].slice(0, MOST).join(' '));
}
