import type { TextEdit } from './lint/finding.ts';

/** The one replacement that makes the first text the second; it never splits a surrogate pair. */
export function difference(before: string, after: string): TextEdit {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  if (start > 0 && (isLow(before, start) || isLow(after, start))) start -= 1;
  let end = before.length;
  let last = after.length;
  while (end > start && last > start && before.charCodeAt(end - 1) === after.charCodeAt(last - 1)) {
    end -= 1;
    last -= 1;
  }
  if (isLow(before, end) || isLow(after, last)) {
    end += 1;
    last += 1;
  }
  return { start, end, text: after.slice(start, last) };
}

const isLow = (text: string, at: number) => /^[\udc00-\udfff]/.test(text.charAt(at));
