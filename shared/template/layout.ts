/** Stretches of a text in UTF-16 units, end not included. */
interface Span {
  start: number;
  end: number;
}

const BLANKS = /[ \t\r\n]+/g;
const LINE_BREAK = /[\r\n]/;

/** Blanks and line breaks of a form body or of a URL's query: what only lays the text out, and what is sent. */
interface Layout {
  /** Beside "&" (in a URL, beside its "?" too) and at either end: not sent. */
  dropped: Span[];
  /** Runs with a line break that nothing separates from the line before: sent inside a value. */
  joined: Span[];
}

const NONE: Layout = { dropped: [], joined: [] };

/** Where the parameters of a text stand; undefined where it has none. */
function parametersOf(text: string, format: string): Span | undefined {
  if (format === 'form') return { start: 0, end: text.length };
  if (format !== 'url') return undefined;
  const sign = text.indexOf('#');
  const end = sign === -1 ? text.length : sign;
  const mark = text.slice(0, end).indexOf('?');
  return mark === -1 ? undefined : { start: mark, end };
}

/**
 * The layout of a template. A form body may be written over several lines, "&" at the end of one or the begin of the
 * next, as in a block of YAML (`|` keeps its line breaks, `>` makes blanks of them). No placeholder holds a blank, so
 * what is found is always in the text around them. Bodies of other formats, paths and fragments have no layout.
 */
export function layoutOf(text: string, format: string): Layout {
  const range = parametersOf(text, format);
  if (range === undefined) return NONE;
  const layout: Layout = { dropped: [], joined: [] };
  const separates = (at: number) =>
    at < range.start || at >= range.end || text[at] === '&' || (text[at] === '?' && at === range.start);
  BLANKS.lastIndex = range.start;
  for (let match = BLANKS.exec(text); match !== null; match = BLANKS.exec(text)) {
    const [start, end] = [match.index, match.index + match[0].length];
    if (start >= range.end) break;
    if (separates(start - 1) || separates(end)) layout.dropped.push({ start, end });
    else if (LINE_BREAK.test(match[0])) layout.joined.push({ start, end });
  }
  BLANKS.lastIndex = 0;
  return layout;
}

/** Whether a postback's URL or form body has blanks or line breaks that are not sent. */
export function hasLayout(url: string, body: { format: string; template: string } | undefined): boolean {
  return (
    layoutOf(url, 'url').dropped.length > 0 ||
    (body !== undefined && layoutOf(body.template, body.format).dropped.length > 0)
  );
}
