import type { Command } from '../state/commands.ts';

/** 0: every word begins a word of the title; 1: is in the title; 2: is anywhere; 3: is not there. */
function rank({ title, detail = '', section }: Command, words: readonly string[]): number {
  const low = title.toLowerCase();
  const all = `${low} ${detail.toLowerCase()} ${section.toLowerCase()}`;
  if (words.every((word) => low.split(/\s+/).some((part) => part.startsWith(word)))) return 0;
  if (words.every((word) => low.includes(word))) return 1;
  return words.every((word) => all.includes(word)) ? 2 : 3;
}

/** The commands that have every word of the query, the closest first. */
export function found(commands: readonly Command[], query: string): Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const ranked = commands.map((command) => ({ command, at: rank(command, words) }));
  return ranked
    .filter(({ at }) => at < 3)
    .toSorted((a, b) => a.at - b.at)
    .map(({ command }) => command);
}

/** Commands under their headings, headings in the order of their first command. */
export function grouped(commands: readonly Command[]): [string, Command[]][] {
  const groups = new Map<string, Command[]>();
  for (const command of commands) {
    const group = groups.get(command.section);
    if (group === undefined) groups.set(command.section, [command]);
    else group.push(command);
  }
  return [...groups];
}
