import { parseTemplate } from '../../parse.ts';
import type { Finding, LintText } from '../finding.ts';
import type { Names } from '../names.ts';
import { doubled, enclosed, nested, unclosed, unopened } from './brace-findings.ts';

/** A brace that is open while the text is read from its begin. */
interface Open {
  at: number;
  /** What it encloses so far holds a placeholder, or other braces. */
  holds: boolean;
  /** What it encloses so far, besides blanks, is one placeholder in however many braces: its name. */
  only: string | null | undefined;
}

/** What no pair of braces reaches across: the next parameter, the next tag. */
const MARKS: Record<Exclude<LintText['format'], 'json'>, RegExp> = {
  url: /[{}&?#]/g,
  form: /[{}&]/g,
  header: /[{}]/g,
  xml: /<!\[CDATA\[|\]\]>|<!--|-->|[{}<>]/g,
};
/** Code and data in braces, such as JSON in a section: its braces are meant as they are. */
const STRUCTURE = /["':;,=]/;

/** Everything about the braces of a text besides JSON that do not enclose a name exactly; it is read once. */
export function lintBraces(text: LintText, names: Names): Finding[] {
  return new Braces(text, names).lint();
}

class Braces {
  readonly #text: LintText;
  readonly #names: Names;
  readonly #found: Finding[] = [];
  #open: Open[] = [];
  /** Where a section or comment of XML ends, in which "<" and ">" are letters. */
  #until: string | undefined;

  constructor(text: LintText, names: Names) {
    this.#text = text;
    this.#names = names;
  }

  lint(): Finding[] {
    const { text, format } = this.#text;
    if (format === 'json') return [];
    let from = 0;
    for (const segment of parseTemplate(text)) {
      if (segment.type === 'placeholder') {
        this.#between(from, segment.start);
        this.#holds(segment.name);
        from = segment.end;
        continue;
      }
      from = segment.start;
      for (const { 0: mark, index } of segment.text.matchAll(MARKS[format])) {
        const at = segment.start + index;
        this.#between(from, at);
        from = at + mark.length;
        if (mark === '{') this.#open.push({ at, holds: false, only: undefined });
        else if (mark === '}') this.#close(at);
        else this.#fence(mark);
      }
      this.#between(from, segment.end);
      from = segment.end;
    }
    this.#flush();
    return this.#found;
  }

  /** Text between two marks: more than blanks, and a pair holds not only a placeholder. */
  #between(from: number, to: number) {
    const open = this.#open.at(-1);
    if (open !== undefined && open.only !== null && from < to && /\S/.test(this.#text.text.slice(from, to)))
      open.only = null;
  }

  #holds(name: string | null) {
    const open = this.#open.at(-1);
    if (open === undefined) return;
    open.only = open.only === undefined ? name : null;
    open.holds = true;
  }

  #fence(mark: string) {
    if (this.#until !== undefined) {
      if (mark !== this.#until) return;
      this.#until = undefined;
    } else if (mark === '<![CDATA[') this.#until = ']]>';
    else if (mark === '<!--') this.#until = '-->';
    this.#flush();
  }

  /** Braces that are still open where nothing can close them any more. */
  #flush() {
    for (const { at } of this.#open) this.#found.push(unclosed(this.#text, at, this.#names));
    this.#open = [];
  }

  #close(at: number) {
    const open = this.#open.pop();
    if (open === undefined) {
      this.#found.push(unopened(this.#text, at, this.#names));
      return;
    }
    const range = [open.at, at + 1] as const;
    const { text } = this.#text;
    if (!open.holds) {
      const name = /^\{\s*([A-Za-z][A-Za-z0-9_]*)\s*\}$/.exec(text.slice(...range))?.[1];
      // `{ Name }` in further braces is `{{Name}}` with blanks.
      this.#holds(name ?? null);
      const one = enclosed(this.#text, range, this.#names);
      if (one !== undefined) this.#found.push(one);
      return;
    }
    const { only } = open;
    this.#holds(only ?? null);
    if (typeof only === 'string') {
      // Of several around each other the outermost, found last, covers the others.
      this.#found.push(doubled(this.#text, range, only, this.#names));
    } else if (!STRUCTURE.test(text.slice(...range).replace(/\{[A-Za-z][A-Za-z0-9_]*\}/g, ''))) {
      this.#found.push(...nested(this.#text, range));
    }
  }
}
