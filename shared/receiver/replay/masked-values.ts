/** A value that a share file left out: whoever opens it fills it in before the request is sent. */
export interface MaskedValue {
  /** The same number is the same value, wherever it stands in the file. */
  number: number;
  /** What it was: "secret", "email", … */
  kind: string;
}

/** `{{masked:3:email}}`, also with its signs percent-encoded, as in a query. */
const MASKED = /(?:\{\{|%7B%7B)masked(?::|%3A)(\d{1,9})(?::|%3A)([A-Za-z][\w-]{0,39})(?:\}\}|%7D%7D)/gi;

/** The masked values in a text, each once, by their numbers. */
export function maskedValues(text: string): MaskedValue[] {
  const found = new Map<number, MaskedValue>();
  for (const [, number = '', kind = ''] of text.matchAll(MASKED))
    found.set(Number(number), { number: Number(number), kind: kind.toLowerCase() });
  return [...found.values()].sort((a, b) => a.number - b.number);
}

/** Where a value is put in, which decides how it is escaped. */
export type MaskedPlace = 'query' | 'json' | 'xml' | 'plain';

/** A text with its masked values filled in; one without a value stays. */
export function fillMasked(
  text: string,
  values: Readonly<Record<number, string>>,
  place: MaskedPlace,
): string {
  return text.replace(MASKED, (written, number: string) => {
    const value = values[Number(number)];
    return value === undefined ? written : escaped(value, place);
  });
}

function escaped(value: string, place: MaskedPlace): string {
  switch (place) {
    case 'query':
      return encodeURIComponent(value.toWellFormed());
    case 'json':
      return JSON.stringify(value).slice(1, -1);
    case 'xml':
      return value
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;');
    case 'plain':
      return value;
  }
}

/** How a value is escaped in a body of a Content-Type. */
export function bodyPlace(contentType: string): MaskedPlace {
  const type = contentType.split(';', 1)[0]!.trim().toLowerCase();
  if (type === 'application/x-www-form-urlencoded') return 'query';
  if (/[/+]json$/.test(type) || /ndjson|jsonl/.test(type)) return 'json';
  return /[/+]xml$/.test(type) ? 'xml' : 'plain';
}
