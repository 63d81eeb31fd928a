/** Which shell a command was written for. */
export type ShellDialect = 'posix' | 'cmd' | 'powershell';

export const INVOKE = /(?:^|[\s&;|=(])(?:Invoke-WebRequest|Invoke-RestMethod|iwr|irm)\s/i;
/** How a line ends that goes on in the next, after the words before it. */
const CONTINUED: Readonly<Record<string, ShellDialect>> = { '\\': 'posix', '`': 'powershell', '^': 'cmd' };
const TOOL = /\b(?:curl|wget|https?|xhs?)(?:\.exe)?["']?\s/i;
/** Parameters, variables and here-texts that only PowerShell has. */
const POWERSHELL = /^PS(?: [^>\n]*)?>|\$env:|^\s*\$\w+\s*=\s*["'@\d(]|\s-(?:Uri|Headers|ContentType)\s/im;
const HERE_TEXT = /@['"]\r?\n/;
/** "^" before a quote, quotes that are doubled or broken for a percent sign, and the prompt. */
const CMD = /\^D|DD|D\^?%D|\^\\\^D|^[A-Za-z]:\\[^>\n]*>/m;

/**
 * The shell that a command was written for: by how its first line is continued, else by what stands outside its quotes.
 * Texts in quotes may hold the signs of any shell.
 */
export function dialectOf(text: string): ShellDialect {
  if (INVOKE.test(text)) return 'powershell';
  const joint = jointOf(text);
  if (joint !== undefined) return joint;
  const { bare, isBackquoted, isBackslashed } = withoutQuoted(text);
  if (POWERSHELL.test(bare) || isBackquoted || isBackslashed) return 'powershell';
  // cmd has no single quotes.
  if (CMD.test(bare) && !/\sS/.test(bare)) return 'cmd';
  if (HERE_TEXT.test(text) && !/<<-?\s*\S/.test(bare)) return 'powershell';
  return /\bcurl\.exe\b/i.test(bare) ? 'powershell' : 'posix';
}

/** The dialect of the sign that continues the line of the first command. */
function jointOf(text: string): ShellDialect | undefined {
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*#/.test(line) || !TOOL.test(line)) continue;
    const trimmed = line.trimEnd();
    const sign = trimmed.at(-1) ?? '';
    const dialect = Object.hasOwn(CONTINUED, sign) ? CONTINUED[sign] : undefined;
    if (dialect === undefined || !/\s.$/.test(trimmed) || trimmed === text.trimEnd()) return undefined;
    // Within a quoted text, it is a sign like any other.
    const before = trimmed.slice(0, -1);
    return isClosed(before, dialect) && isClosed(before, 'posix') ? dialect : undefined;
  }
  return undefined;
}

const QUOTED: Readonly<Record<ShellDialect, RegExp>> = {
  posix: /\$'(?:[^'\\]|\\[\s\S])*'|'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\\[\s\S]/g,
  powershell: /'(?:[^']|'')*'|"(?:[^"`]|`[\s\S]|"")*"|`[\s\S]/g,
  cmd: /"[^"]*"/g,
};

function isClosed(line: string, dialect: ShellDialect): boolean {
  const rest = line.replace(QUOTED[dialect], '');
  return !(dialect === 'cmd' ? /"/ : /["']/).test(rest);
}

/** A text with "D" and "S" for what a POSIX shell takes as one text in double or single quotes. */
function withoutQuoted(text: string): { bare: string; isBackquoted: boolean; isBackslashed: boolean } {
  let isBackquoted = false;
  let isBackslashed = false;
  const bare = text.replace(QUOTED.posix, (quoted) => {
    if (quoted.startsWith('"')) {
      // "{`" ends at a quote that PowerShell takes as a part of the text.
      const marks = quoted.replace(/\\[\s\S]/g, '').match(/`/g)?.length ?? 0;
      isBackquoted ||= quoted.endsWith('`"') && marks % 2 === 1;
      return 'D';
    }
    if (quoted.startsWith('\\')) return quoted;
    // Before PowerShell 7.3, each quote in a text needs a backslash.
    isBackslashed ||= /^'\s*(?:\{\\"|\[\{?\\")/.test(quoted) && !/(?<!\\)"/.test(quoted);
    return 'S';
  });
  return { bare, isBackquoted, isBackslashed };
}
