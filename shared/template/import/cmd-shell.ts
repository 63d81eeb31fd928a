import { citedAll, variableNotes } from './found-request.ts';
import { type ToolCommand, toolCommand, toolIndex } from './tool-command.ts';

const PROMPT = /^\s*[A-Za-z]:\\[^>\n]*>/;
const PROMPTS = /^[A-Za-z]:\\[^>\n]*>[^\S\n]*/gm;
/** "^" before a sign within plain quotes, where cmd itself would keep it. */
const ESCAPED_IN_QUOTES = /"[^"\r\n]*\^[^\w\s]/;
/** The way in which browsers quote for cmd: every sign escaped, the quotes too. */
const BROWSER = /\^\\?\^?"/;
/** Not escaped, and not the end of one percent-encoded character and the start of another. */
const VARIABLE = /(?<!\^)%(?![\da-f]{2})[A-Za-z_]\w*%/gi;

/**
 * The commands of a text for cmd.exe that send requests. cmd takes away its escapes first; the rest is split the way a
 * program of Microsoft's C runtime splits it, where "" within quotes is one quote.
 */
export function readCmdShell(text: string): ToolCommand[] {
  const plain = PROMPT.test(text) ? text.replace(PROMPTS, '') : text;
  const inQuotes = BROWSER.test(plain) || ESCAPED_IN_QUOTES.test(plain);
  const commands: ToolCommand[] = [];
  const left: string[] = [];
  const set = new Map<string, string>();
  for (const { line, operator } of linesOf(plain, inQuotes)) {
    if (line.trim() === '') continue;
    const setting = /^\s*@?set\s+"?(\w+)=([^"]*)"?\s*$/i.exec(line);
    if (setting !== null) {
      set.set(setting[1]!.toLowerCase(), setting[2]!.trimEnd());
      continue;
    }
    const words = argumentsOf(withVariables(line, set).replace(/^\s*@/, ''), BROWSER.test(plain));
    const at = operator === '>' || operator === '<' ? -1 : toolIndex(words);
    if (at === -1) {
      left.push(`${operator.trim()} ${line}`);
      continue;
    }
    left.push(...words.slice(0, at));
    const command = toolCommand(words, at, null);
    commands.push(command);
  }
  const [first] = commands;
  if (first !== undefined) {
    first.notes.push(
      ...variableNotes(
        (plain.match(VARIABLE) ?? []).filter((name) => !set.has(name.slice(1, -1).toLowerCase())),
      ),
    );
    if (left.length > 0) first.notes.push(`Not part of the request, left out: ${citedAll(left)}.`);
    if (inQuotes && !BROWSER.test(plain))
      first.notes.push('“^” within quotes was read as an escape, as browsers write it.');
  }
  return commands;
}

/** A line with the variables that the text itself sets. */
function withVariables(line: string, set: ReadonlyMap<string, string>): string {
  return line.replace(/%(\w+)%/g, (whole, name: string) => set.get(name.toLowerCase()) ?? whole);
}

/** The lines of a text without their escapes, and the operator before each; quotes stay. */
function linesOf(text: string, inQuotes: boolean): { line: string; operator: string }[] {
  const lines: { line: string; operator: string }[] = [];
  let line = '';
  let operator = '';
  let quoted = false;
  const end = (next: string) => {
    lines.push({ line, operator });
    line = '';
    operator = next;
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]!;
    if (sign === '^' && (!quoted || inQuotes)) {
      at += 1;
      // A line that is continued; the line end after it, if there is another, belongs to the argument.
      if (text.startsWith('\r\n', at)) at += 1;
      if (text[at] !== '\n') line += text[at] ?? '';
      else {
        const next = /^(?:\r?\n)/.exec(text.slice(at + 1, at + 3))?.[0];
        if (next !== undefined) {
          line += '\n';
          at += next.length;
        }
      }
    } else if (sign === '"') {
      quoted = !quoted;
      line += sign;
    } else if (!quoted && sign === '\n') end('');
    else if (!quoted && /[&|<>]/.test(sign)) {
      const double = text[at + 1] === sign ? sign : '';
      at += double.length;
      end(sign + double);
    } else if (sign !== '\r' || quoted) line += sign;
  }
  end('');
  return lines;
}

/**
 * Splits a command line as Microsoft's C runtime does. Browsers double each backslash, though only those before a quote
 * are one there: with `isBrowser`, two are one everywhere.
 */
function argumentsOf(line: string, isBrowser: boolean): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at]!;
    if (sign === '\\') {
      let count = 1;
      while (line[at + count] === '\\') count += 1;
      const beforeQuote = line[at + count] === '"';
      word =
        (word ?? '') +
        '\\'.repeat(beforeQuote ? Math.floor(count / 2) : isBrowser ? Math.ceil(count / 2) : count);
      at += count - 1;
      if (beforeQuote && count % 2 === 1) {
        word += '"';
        at += 1;
      }
    } else if (sign === '"') {
      word ??= '';
      if (quoted && line[at + 1] === '"') {
        word += '"';
        at += 1;
      } else quoted = !quoted;
    } else if (!quoted && /[ \t]/.test(sign)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + sign;
  }
  if (word !== null) words.push(word);
  return words;
}
