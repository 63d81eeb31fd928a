/** The options of a command, as its manual names them. */
export interface OptionTable {
  /** Long names of short options that matter. */
  short: Readonly<Record<string, string>>;
  shortWithValue: ReadonlySet<string>;
  /** Long names that take a value. */
  withValue: ReadonlySet<string>;
  /** Long names that take none. */
  flags: ReadonlySet<string>;
}

interface Taker {
  /** `name` is the long name, or the letter; `written` what stands in the command for it. */
  option: (name: string, value: string, written: string) => void;
  argument: (word: string) => void;
  unknown: (written: string) => void;
}

/**
 * Reads words as options and arguments in their order, as getopt does. The libraries for it (yargs-parser, minimist,
 * parseArgs) know options by type, lose their order among the arguments, which --next needs, and change numbers.
 */
export function readOptions(words: readonly string[], table: OptionTable, take: Taker): void {
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    if (word === '--') {
      words.slice(at + 1).forEach(take.argument);
      return;
    }
    if (word.startsWith('--')) {
      const [, typed = '', attached] = /^--([^=]+)(?:=([\s\S]*))?$/.exec(word) ?? [];
      const name = wholeName(typed, table);
      if (name === undefined) take.unknown(word);
      else if (!table.withValue.has(name)) take.option(name, attached ?? '', word);
      else if (attached !== undefined) take.option(name, attached, word);
      else {
        at += 1;
        take.option(name, words[at] ?? '', `${word} ${words[at] ?? ''}`);
      }
    } else if (word.startsWith('-') && word.length > 1)
      at += readShort(word.slice(1), words[at + 1], table, take);
    else take.argument(word);
  }
}

/** The long name that is typed; a unique beginning of it counts, and so does "no-" before a flag. */
function wholeName(typed: string, { withValue, flags }: OptionTable): string | undefined {
  if (withValue.has(typed) || flags.has(typed)) return typed;
  if (flags.has(typed.replace(/^no-/, ''))) return typed;
  const begun = [...withValue, ...flags].filter((name) => name.startsWith(typed));
  return begun.length === 1 ? begun[0] : undefined;
}

/** `-sSd a=1`: several short options at once, of which the last may take a value. Returns the words taken after it. */
function readShort(letters: string, next: string | undefined, table: OptionTable, take: Taker): number {
  const { short, shortWithValue } = table;
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters[at]!;
    const name = Object.hasOwn(short, letter) ? short[letter]! : letter;
    if (!shortWithValue.has(letter)) {
      take.option(name, '', `-${letter}`);
      continue;
    }
    const rest = letters.slice(at + 1);
    take.option(name, rest === '' ? (next ?? '') : rest, `-${letter} ${rest === '' ? (next ?? '') : rest}`);
    return rest === '' ? 1 : 0;
  }
  return 0;
}
