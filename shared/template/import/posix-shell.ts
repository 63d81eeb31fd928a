import {
  type Command,
  type CommandArgument,
  forEachChild,
  type HereDoc,
  parse,
  type Redirection,
  type SyntaxNode,
  type Word,
  type WordPart,
} from 'unbash';
import { citedAll, variableNotes } from './found-request.ts';
import { type ToolCommand, toolCommand, toolIndex } from './tool-command.ts';

/** Prompts as terminals and documents show them, and the one of continued lines. */
const PROMPT = /^(?:[\w.-]{1,64}@[\w.-]{1,64}[^\n$#]{0,200}[$#]|[$❯➜%>])[ \t]+(?=\S)/;
const CONTINUED = /^>[ \t]/;

/** The commands of a text for a POSIX shell that send requests; what else it says is in their notes. */
export function readPosixShell(text: string): ToolCommand[] {
  return new Reader(withoutPrompts(text.replace(/\r\n/g, '\n'))).read();
}

/** Without the prompts, if the first line that is no comment has one. */
function withoutPrompts(text: string): string {
  const lines = text.split('\n');
  const first = lines.find((line) => line.trim() !== '' && !/^\s*#/.test(line)) ?? '';
  if (!PROMPT.test(first)) return text;
  return lines.map((line) => line.replace(PROMPT.test(line) ? PROMPT : CONTINUED, '')).join('\n');
}

class Reader {
  readonly #source: string;
  /** Variables that the text itself sets. */
  readonly #set = new Map<string, string>();
  readonly #commands: ToolCommand[] = [];
  readonly #left: string[] = [];
  #unknown = new Set<string>();
  #background = false;
  /** Commands of a pipeline that write what the next one reads. */
  #writers: string[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  read(): ToolCommand[] {
    const script = parse(this.#source);
    this.#visit(script, null);
    const [first] = this.#commands;
    if (first === undefined) return [];
    if (this.#left.length > 0)
      first.notes.push(
        `${this.#background ? 'The command ends at an unquoted "&", as it does in a shell. Left out' : 'Not part of the request, left out'}: ${citedAll(this.#left)}.`,
      );
    for (const { message } of script.errors ?? [])
      first.notes.push(`The command is not complete: ${message}.`);
    return this.#commands;
  }

  /** Returns what the node writes for the next in a pipeline; null if that is not known. */
  #visit(node: SyntaxNode, stdin: string | null): string | null {
    switch (node.type) {
      case 'Command':
        return this.#command(node, stdin);
      case 'Statement':
        this.#background ||= node.background === true;
        if (node.command.type !== 'Command') return this.#visit(node.command, stdin);
        if (this.#visit(node.command, stdin) !== null) this.#left.push(this.#textOf(node.command));
        return null;
      case 'Pipeline': {
        let written = stdin;
        for (const [index, command] of node.commands.entries()) {
          const found = this.#commands.length;
          const next = this.#visit(command, written);
          // What writes for a request is part of it; what writes for anything else is not.
          const isUsed = this.#commands.length > found && readsInput(this.#commands.at(-1)!);
          if (next !== null) this.#writers.push(this.#textOf(command));
          else if (!isUsed) this.#left.push(...this.#writers);
          if (next === null || index === node.commands.length - 1) {
            if (next !== null) this.#left.push(...this.#writers);
            this.#writers = [];
          }
          written = next;
        }
        return null;
      }
      case 'Redirected':
        for (const redirect of node.redirects) this.#left.push(this.#textOf(redirect));
        return this.#visit(node.command, stdin);
      default:
        // Lists, conditions and loops: their commands count as if they stood alone.
        forEachChild(node, (child) => {
          if (child.type !== 'Word' && this.#visit(child, null) !== null)
            this.#left.push(this.#textOf(child));
        });
        return null;
    }
  }

  #command(command: Command, stdin: string | null): string | null {
    const { name, prefix, suffix } = command;
    this.#unknown = new Set();
    let input = stdin;
    const around: string[] = [];
    const documents: string[] = [];
    const words: string[] = name === undefined ? [] : [this.#valueOf(name)];
    for (const part of [...prefix, ...suffix]) {
      if (part.type === 'Word') words.push(this.#valueOf(part));
      else if (part.type === 'Assignment') this.#assign(part, name === undefined, around);
      else {
        input = this.#redirected(part, input, around);
        if (part.type !== 'Redirect') documents.push(input ?? '');
      }
    }
    const at = toolIndex(words);
    if (at === -1) {
      const written = writtenBy(words, input);
      // What sets a variable or writes for a pipe is taken up where it is used.
      if (written === null && words.length > 0) this.#left.push(this.#textOf(command));
      else this.#left.push(...around);
      return written;
    }
    this.#left.push(...words.slice(0, at), ...around);
    const tool = toolCommand(words, at, input);
    if (documents.length > 0 && !readsInput(tool)) this.#left.push(...documents);
    tool.notes.push(...variableNotes(this.#unknown));
    this.#commands.push(tool);
    return null;
  }

  #assign(part: Extract<CommandArgument, { type: 'Assignment' }>, alone: boolean, around: string[]): void {
    if (!alone || this.#background || part.value.type !== 'Word') around.push(part.text);
    else this.#set.set(part.name, this.#valueOf(part.value));
  }

  #redirected(part: Redirection, input: string | null, around: string[]): string | null {
    if (part.type === 'HereDoc') return this.#document(part);
    if (part.type === 'HereString') return part.target === undefined ? '' : `${this.#valueOf(part.target)}\n`;
    around.push(this.#textOf(part));
    return input;
  }

  #document({ operator, delimiter, body }: HereDoc): string {
    const text =
      delimiter?.quoted === true || body.parts === undefined ? body.text : this.#joined(body.parts);
    return operator === '<<-' ? text.replace(/^\t+/gm, '') : text;
  }

  #valueOf(word: Word): string {
    return word.parts === undefined ? word.value : this.#joined(word.parts);
  }

  #joined(parts: readonly WordPart[]): string {
    return parts.map((part) => this.#partOf(part)).join('');
  }

  #partOf(part: WordPart): string {
    switch (part.type) {
      case 'Literal':
      case 'SingleQuoted':
      case 'AnsiCQuoted':
        return part.value;
      case 'DoubleQuoted':
      case 'LocaleString':
        return this.#joined(part.parts);
      case 'SimpleExpansion':
      case 'ParameterExpansion': {
        const set = this.#set.get(part.text.replace(/^\$\{?|\}$/g, ''));
        if (set === undefined) this.#unknown.add(part.text);
        return set ?? part.text;
      }
      case 'CommandExpansion':
      case 'ArithmeticExpansion':
      case 'ProcessSubstitution':
        this.#unknown.add(part.text);
        return part.text;
      default:
        return part.text;
    }
  }

  #textOf({ pos, end }: { pos: number; end: number }): string {
    return this.#source.slice(pos, end);
  }
}

/** Whether a request takes its body from what it reads. */
function readsInput({ tool, words }: ToolCommand): boolean {
  return /^(?:https?|xhs?)$/.test(tool) || words.some((word) => /(?:^|[=@])@?(?:-|\/dev\/stdin)$/.test(word));
}

/** What a command of a pipeline writes, as far as that is known from its words; null for others. */
function writtenBy([name, ...words]: readonly string[], stdin: string | null): string | null {
  if (name === 'echo') {
    const bare = words[0] === '-n';
    return words.slice(bare ? 1 : 0).join(' ') + (bare ? '' : '\n');
  }
  if (name === 'printf' && /^%s(?:\\n)?$/.test(words[0] ?? '') && words.length === 2)
    return words[1]! + (words[0] === '%s' ? '' : '\n');
  if (name === 'cat' && words.length === 0) return stdin;
  if (name === 'base64' && stdin !== null && /^(?:-d|-D|--decode)$/.test(words.join(' '))) {
    try {
      const bytes = Uint8Array.from(atob(stdin.trim()), (char) => char.charCodeAt(0));
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      return null;
    }
  }
  return null;
}
