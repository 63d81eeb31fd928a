import { encodeHeader, escapeJson, escapeXml, percentEncode } from '../template/encode.ts';
import { secretText } from './name.ts';

/** A secret with its value. */
export interface Secret {
  name: string;
  value: string;
}

/** Shorter values would be found, and masked, in texts that have nothing to do with them. */
const SHORTEST = 4;

const lowerEscapes = (text: string) => text.replace(/%[0-9A-F]{2}/g, (found) => found.toLowerCase());
const asciiJson = (text: string) =>
  text.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
const markupOnly = (text: string) =>
  text.replace(/[&<>]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[char]!);
const otherQuotes = (text: string) => text.replaceAll('&#39;', '&apos;');

/** How a value may be written in a request, and in a response or message that repeats it. */
function formsOf(value: string): string[] {
  const percent = [percentEncode(value), encodeURIComponent(value.toWellFormed())];
  const spaced = percent.map((text) => text.replaceAll('%20', '+'));
  const urls = [...percent, ...spaced];
  const json = escapeJson(value);
  const xml = escapeXml(value);
  const section = value.replaceAll(']]>', ']]]]><![CDATA[>');
  return [
    value,
    value.toWellFormed(),
    ...urls,
    ...urls.map(lowerEscapes),
    ...percent.map(percentEncode),
    json,
    json.replaceAll('/', '\\/'),
    asciiJson(json),
    asciiJson(json.replaceAll('/', '\\/')),
    xml,
    otherQuotes(xml),
    markupOnly(value),
    section,
    value.replaceAll('-', '\u2010'),
    encodeHeader(value),
    ...base64FormsOf(value),
  ];
}

/** The bytes of a text in UTF-8, one character for each. */
function asUtf8(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}

/** The bytes of a text in UTF-16, one character for each. */
function asUtf16(text: string, order: 'LE' | 'BE'): string {
  let bytes = '';
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const [high, low] = [String.fromCharCode(unit >> 8), String.fromCharCode(unit & 0xff)];
    bytes += order === 'LE' ? low + high : high + low;
  }
  return bytes;
}

/**
 * A value in base64 and base64url: on its own, and as a part of a longer text such as "user:password" for Basic. There
 * the characters at both ends mix with the neighbors' bits and are not found; everything between them is.
 */
function base64FormsOf(value: string): string[] {
  const utf8 = asUtf8(value);
  const latin1 = /^[\0-\xff]*$/.test(value) ? [value] : [];
  const forms = [...new Set([utf8, ...latin1])].flatMap((bytes) => {
    const inner = [0, 1, 2].map((before) => {
      const text = btoa('\0'.repeat(before) + bytes).replace(/=+$/, '');
      const mixed = (before + bytes.length) % 3 === 0 ? 0 : 1;
      return text.slice(before === 0 ? 0 : before + 1, text.length - mixed);
    });
    const whole = btoa(bytes);
    return [whole, whole.replace(/=+$/, ''), ...inner];
  });
  const inUrls = forms.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'));
  const percent = forms.map((form) => percentEncode(form));
  return [...forms, ...inUrls, ...percent, ...percent.map(lowerEscapes)];
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Replaces values of secrets in all their forms. */
class Replacer {
  /** Each form, and what is put in its place. */
  readonly #masks: ReadonlyMap<string, string>;
  readonly #pattern: RegExp;

  constructor(masks: ReadonlyMap<string, string>) {
    this.#masks = masks;
    // The longest first: one value may begin with another.
    const texts = [...masks.keys()].toSorted((a, b) => b.length - a.length);
    this.#pattern = new RegExp(texts.map(escaped).join('|'), 'g');
  }

  replace(text: string): string {
    return text.replace(this.#pattern, (found) => this.#masks.get(found) ?? '');
  }

  /** The length of the longest start of a value at the end of a text that may have been cut; 0 if there is none. */
  begunAtEnd(text: string): number {
    let longest = 0;
    for (const value of this.#masks.keys())
      for (let n = Math.min(value.length - 1, text.length); n >= SHORTEST && n > longest; n -= 1)
        if (text.endsWith(value.slice(0, n))) longest = n;
    return longest;
  }
}

/**
 * The values of secrets that are known on this machine, to keep them out of what is stored, shown and logged. A value
 * is found as it is and as templates, JSON, XML, URLs and headers write it, in base64, and in bytes also in UTF-16; it
 * is replaced with `{secret:NAME}`. Values of fewer than four characters are left alone.
 */
export class KnownValues {
  /** Every way in which a value may be written. */
  readonly texts: readonly string[];
  readonly #texts: Replacer | undefined;
  readonly #bytes: Replacer | undefined;

  constructor(secrets: readonly Secret[]) {
    const texts = new Map<string, string>();
    const bytes = new Map<string, string>();
    for (const { name, value } of secrets) {
      for (const form of formsOf(value)) {
        if (form.length < SHORTEST) continue;
        const masked = secretText(name);
        if (!texts.has(form)) texts.set(form, masked);
        // Headers are Latin-1, bodies mostly UTF-8.
        for (const one of [form, asUtf8(form)]) if (!bytes.has(one)) bytes.set(one, masked);
        for (const order of ['LE', 'BE'] as const) {
          const wide = asUtf16(form, order);
          if (!bytes.has(wide)) bytes.set(wide, asUtf16(masked, order));
        }
      }
    }
    this.texts = [...texts.keys()];
    if (texts.size === 0) return;
    this.#texts = new Replacer(texts);
    this.#bytes = new Replacer(bytes);
  }

  /** Whether there is nothing to mask. */
  get isEmpty(): boolean {
    return this.#texts === undefined;
  }

  /** A text without the values. */
  mask(text: string): string {
    return this.#texts === undefined ? text : this.#texts.replace(text);
  }

  /**
   * Bytes without the values, as Latin-1 text: one character for each byte. `cut`: the bytes are only the begin of
   * something, so that a value may have been cut off at their end.
   */
  maskLatin1(latin1: string, cut = false): string {
    if (this.#bytes === undefined) return latin1;
    const masked = this.#bytes.replace(latin1);
    const begun = cut ? this.#bytes.begunAtEnd(masked) : 0;
    return begun === 0 ? masked : masked.slice(0, -begun);
  }
}

/** For use without secrets. */
export const NO_KNOWN_VALUES = new KnownValues([]);
