import type { Command } from '../state/commands.ts';

/** Words that people type for those of titles. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  add: ['new', 'create', 'track'],
  answer: ['response', 'respond'],
  chargeback: ['reverse'],
  conversion: ['action', 'track'],
  create: ['new', 'add', 'track'],
  dark: ['theme', 'appearance'],
  delete: ['remove', 'clear'],
  erase: ['remove', 'clear'],
  folder: ['workspace', 'data'],
  hotkeys: ['keyboard'],
  light: ['theme', 'appearance'],
  logs: ['captures', 'log'],
  make: ['new', 'add', 'create'],
  order: ['action', 'track'],
  purchase: ['track', 'action'],
  refund: ['reverse'],
  remove: ['delete', 'clear'],
  requests: ['captures'],
  return: ['reverse'],
  sale: ['track', 'action'],
  shortcuts: ['keyboard'],
  simulate: ['run', 'track'],
  speed: ['clock', 'scaled'],
  start: ['run'],
  stop: ['cancel', 'pause'],
  test: ['check', 'send'],
  time: ['clock'],
  webhook: ['postback'],
};

/** 0: every word begins a word of the title; 1: is in the title; 2: it or another word for it is anywhere; 3: is not there. */
function rank({ title, detail = '', section }: Command, words: readonly string[]): number {
  const low = title.toLowerCase();
  const all = `${low} ${detail.toLowerCase()} ${section.toLowerCase()}`;
  if (words.every((word) => low.split(/\s+/).some((part) => part.startsWith(word)))) return 0;
  if (words.every((word) => low.includes(word))) return 1;
  const means = (word: string) =>
    all.includes(word) || (ALSO[word]?.some((other) => all.includes(other)) ?? false);
  return words.every(means) ? 2 : 3;
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

/** Before anything is typed: what was run last, then the commands of the screen that is shown, then all others. */
export function offered(commands: readonly Command[], screen: string, recent: readonly string[]): Command[] {
  const last = recent.flatMap((id) => commands.find((command) => command.id === id) ?? []);
  const rest = commands.filter((command) => !last.includes(command));
  return [
    ...last.map((command) => ({ ...command, section: 'Recent' })),
    ...rest.filter(({ section }) => section === screen),
    ...rest.filter(({ section }) => section !== screen),
  ];
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
