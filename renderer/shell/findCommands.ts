import type { Command } from '../state/commands.ts';

/** The commands that have every word of the query; those with the words in their title come first. */
export function found(commands: readonly Command[], query: string): Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  const inTitle = commands.filter(({ title }) => has(title));
  const elsewhere = commands.filter(
    (command) =>
      !inTitle.includes(command) && has(`${command.title} ${command.detail ?? ''} ${command.section}`),
  );
  return [...inTitle, ...elsewhere];
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
