/** A value of PowerShell, as far as it can be known without running anything. */
export type PsValue = string | number | boolean | null | PsValue[] | PsTable;
/** `@{ key = value }` */
export class PsTable extends Map<string, PsValue> {}

/** A word of a command: `-Name`, a bare word, or a value. */
export interface PsWord {
  value: PsValue;
  /** Written without quotes. */
  bare: boolean;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Reads values and words of PowerShell from a text, from left to right. Nothing is run. */
export class PsReader {
  readonly text: string;
  at = 0;
  /** Variables that the text itself sets, in lower case. */
  readonly set = new Map<string, PsValue>();
  /** What cannot be known without running it, as it is written. */
  unknown = new Set<string>();

  constructor(text: string) {
    this.text = text;
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  /** Takes what a pattern (sticky) matches here. */
  take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.at += found[0].length;
    return found[0];
  }

  /** Blanks, comments, continued lines; with `lines`, line ends too. */
  blanks(lines = false): void {
    while (
      this.take(lines ? /\s+|`\r?\n|#[^\n]*|<#[\s\S]*?#>/y : /[^\S\n]+|`\r?\n|#[^\n]*|<#[\s\S]*?#>/y) !== null
    );
  }

  /** The next word of a command; null at its end. */
  word(): PsWord | null {
    this.blanks();
    if (this.done || /[\n;|)}]/.test(this.text[this.at]!)) return null;
    const from = this.at;
    const parts: PsValue[] = [];
    let bare = true;
    while (!this.done && !/[\s;|)}]/.test(this.text[this.at]!)) {
      const quoted = this.#quoted();
      if (quoted !== null) {
        bare = false;
        parts.push(quoted);
        continue;
      }
      const value = this.text[this.at] === '@' && parts.length > 0 ? undefined : this.#special();
      if (value !== undefined) {
        bare = false;
        parts.push(value);
      } else if (this.take(/`\r?\n/y) !== null) break;
      else parts.push(this.take(/`[\s\S]/y)?.slice(1) ?? this.text[this.at++]!);
      // `-Uri:"x"`: a name and its value are two words.
      if (bare && /^-\w+:$/.test(this.text.slice(from, this.at)))
        return { value: this.text.slice(from, this.at - 1), bare };
    }
    const [only] = parts;
    return { value: parts.length === 1 ? only! : parts.map(psText).join(''), bare };
  }

  /** A value with what is added to it or made of it: `"a" + $b`, `@{…} | ConvertTo-Json`. */
  expression(): PsValue {
    this.blanks();
    let value = this.#operand();
    for (;;) {
      const back = this.at;
      this.blanks();
      if (this.take(/\+/y) !== null) {
        this.blanks(true);
        const next = this.#operand();
        value = psText(value) + psText(next);
      } else if (this.take(/\|\s*ConvertTo-Json\b(?:\s+-\w+(?:[ \t]+[\w$]+)?)*/iy) !== null)
        value = JSON.stringify(plainOf(value));
      else if (this.take(/,/y) !== null) {
        this.blanks(true);
        value = [...(Array.isArray(value) ? value : [value]), this.#operand()];
      } else {
        this.at = back;
        return value;
      }
    }
  }

  #operand(): PsValue {
    // A cast changes nothing of a text.
    this.take(/(?:\[[\w.[\]]+\]\s*)+(?!::)(?=["'@$\d(])/y);
    const quoted = this.#quoted();
    if (quoted !== null) return quoted;
    const value = this.#special();
    if (value !== undefined) return value;
    const call = this.take(/\[[\w.]+\](?:::\w+)+/y);
    if (call !== null && this.text[this.at] === '(') {
      // Texts as bytes are texts: [System.Text.Encoding]::UTF8.GetBytes("…").
      return this.#inBrackets();
    }
    if (call !== null) {
      const method = this.take(/\.\w+/y);
      if (method !== null && this.text[this.at] === '(') return this.#inBrackets();
      return this.#unknown(call + (method ?? ''));
    }
    const word = this.take(/[^\s;|)},]+/y) ?? '';
    return /^-?\d+(?:\.\d+)?$/.test(word) ? Number(word) : word;
  }

  /** `(…)` without its brackets. */
  #inBrackets(): PsValue {
    this.take(/\(/y);
    this.blanks(true);
    const value = this.expression();
    this.blanks(true);
    if (this.take(/\)/y) === null) {
      const rest = this.balanced();
      this.take(/\)/y);
      this.unknown.add(rest.trim());
    }
    return value;
  }

  /** The text up to the bracket that closes what is open. */
  balanced(): string {
    const from = this.at;
    let depth = 0;
    while (!this.done) {
      const sign = this.text[this.at]!;
      if (this.#quoted() !== null) continue;
      if (/[)}]/.test(sign) && depth === 0) break;
      if (/[({]/.test(sign)) depth += 1;
      if (/[)}]/.test(sign)) depth -= 1;
      this.at += 1;
    }
    return this.text.slice(from, this.at);
  }

  /** The rest of a statement, up to its line end or ";". */
  rest(): string {
    const from = this.at;
    let depth = 0;
    while (!this.done) {
      const sign = this.text[this.at]!;
      if (this.#quoted() !== null || this.take(/`[\s\S]/y) !== null) continue;
      if (depth === 0 && /[\n;]/.test(sign)) break;
      if (/[({]/.test(sign)) depth += 1;
      if (/[)}]/.test(sign)) depth -= 1;
      this.at += 1;
    }
    return this.text.slice(from, this.at).trim();
  }

  /** A variable, a table, a list or brackets. */
  #special(): PsValue | undefined {
    const sign = this.text[this.at];
    if (sign === '(') return this.#inBrackets();
    if (sign === '$') return this.#variable();
    if (this.take(/(?:\[ordered\]\s*)?@\{/iy) !== null) return this.#table();
    if (this.take(/@\(/y) !== null) return this.#list();
    return undefined;
  }

  #table(): PsTable {
    const table = new PsTable();
    for (;;) {
      while (this.take(/[\s;]+/y) !== null || this.take(/`\r?\n|#[^\n]*/y) !== null);
      if (this.done || this.take(/\}/y) !== null) return table;
      const key = this.#quoted() ?? this.take(/[\w.-]+/y);
      this.blanks();
      if (key === null || this.take(/=/y) === null) {
        this.unknown.add(this.balanced().trim());
        // A bracket that closes nothing here must not hold the reader up.
        if (this.text[this.at] === ')') this.at += 1;
        continue;
      }
      this.blanks(true);
      table.set(key, this.expression());
    }
  }

  #list(): PsValue[] {
    const list: PsValue[] = [];
    for (;;) {
      while (this.take(/[\s;,]+/y) !== null);
      if (this.done || this.take(/\)/y) !== null) return list;
      const from = this.at;
      const value = this.expression();
      if (this.at === from) this.at += 1;
      else if (Array.isArray(value)) list.push(...value);
      else list.push(value);
    }
  }

  /** `$name`, `${name}`, `$env:NAME`, `$(…)`, and what is asked of it. */
  #variable(): PsValue | undefined {
    const constant = this.take(/\$(?:true|false|null)\b/iy)
      ?.slice(1)
      .toLowerCase();
    if (constant !== undefined) return constant === 'null' ? null : constant === 'true';
    const char = this.take(/\$\(\s*\[char\]\s*(?:0x[\da-f]+|\d+)\s*\)/iy);
    if (char !== null) return String.fromCharCode(Number(/(0x[\da-f]+|\d+)\s*\)$/i.exec(char)![1]));
    if (this.take(/\$\(/y) !== null) {
      const inside = this.balanced();
      this.take(/\)/y);
      return this.#unknown(`$(${inside})`);
    }
    const name = this.take(/\$(?:\{[^}\n]+\}|[A-Za-z_][\w:]*)/y);
    if (name === null) return undefined;
    const value = this.set.get(nameOf(name));
    return value === undefined ? this.#unknown(name) : value;
  }

  #unknown(text: string): string {
    this.unknown.add(text);
    return text;
  }

  /** A quoted text, if one starts here. */
  #quoted(): string | null {
    const here = this.take(/@'[^\S\n]*\r?\n[\s\S]*?\r?\n'@/y);
    if (here !== null) return here.replace(/^@'[^\n]*\n/, '').replace(/\r?\n'@$/, '');
    const open = this.take(/@"[^\S\n]*\r?\n/y);
    if (open !== null) return this.#double(/\r?\n"@/y, true);
    const single = this.take(/'(?:[^']|'')*'?/y);
    if (single !== null) return single.replace(/^'|'$/g, '').replaceAll("''", "'");
    return this.take(/"/y) === null ? null : this.#double(/"/y, false);
  }

  #double(end: RegExp, document: boolean): string {
    let text = '';
    while (!this.done) {
      if (!document && this.take(/""/y) !== null) text += '"';
      else if (this.take(end) !== null) break;
      else if (this.text[this.at] === '`') {
        const wide = this.take(/`u\{[\da-f]+\}/iy);
        if (wide === null) {
          const sign = this.text[this.at + 1] ?? '';
          text += ESCAPES[sign] ?? sign;
          this.at += 2;
        } else text += String.fromCodePoint(Math.min(Number.parseInt(wide.slice(3, -1), 16), 0x10ffff));
      } else {
        const value = this.text[this.at] === '$' ? this.#variable() : undefined;
        text += value === undefined ? this.text[this.at++]! : psText(value);
      }
    }
    return text;
  }
}

/** The name of a variable, as `set` knows it. */
export function nameOf(variable: string): string {
  return variable.replace(/^[$@]\{?|\}$/g, '').toLowerCase();
}

/** What PowerShell writes of a value. */
export function psText(value: PsValue): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  return Array.isArray(value) ? value.map(psText).join(' ') : JSON.stringify(plainOf(value));
}

/** The value as JSON holds it. */
function plainOf(value: PsValue): unknown {
  if (value instanceof PsTable)
    return Object.fromEntries([...value].map(([key, one]) => [key, plainOf(one)]));
  return Array.isArray(value) ? value.map(plainOf) : value;
}
