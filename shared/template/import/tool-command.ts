/** A command that sends requests, as its shell would start it. */
export interface ToolCommand {
  /** In lower case, without folder and ".exe": "curl". */
  tool: string;
  words: string[];
  /** What it reads from its standard input, where the text says it. */
  stdin: string | null;
  notes: string[];
}

const TOOLS = new Set(['curl', 'wget', 'http', 'https', 'xh', 'xhs']);
/** Words before a command that change nothing about what it sends. */
const BEFORE = new Set(['sudo', 'env', 'time', 'nohup', 'exec', 'command', 'call', 'start', '&']);

function toolOf(word: string): string {
  return word
    .replace(/^.*[/\\]/, '')
    .replace(/\.exe$/i, '')
    .toLowerCase();
}

/** Where in the words of a command its tool stands; -1 if it sends no request. */
export function toolIndex(words: readonly string[]): number {
  let at = 0;
  while (at < words.length && (BEFORE.has(words[at]!) || /^\w+=/.test(words[at]!))) at += 1;
  return at < words.length && TOOLS.has(toolOf(words[at]!)) ? at : -1;
}

/** The command of words that have a tool at `at`. */
export function toolCommand(words: readonly string[], at: number, stdin: string | null): ToolCommand {
  return { tool: toolOf(words[at]!), words: words.slice(at + 1), stdin, notes: [] };
}
