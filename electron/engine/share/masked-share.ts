import type { Capture } from '../../../shared/contract/captures.ts';
import { bodyText, utf8OfLatin1 } from '../../../shared/http/body-text.ts';
import { headerOf } from '../../../shared/http/headers.ts';
import { requestFields } from '../../../shared/receiver/request-fields.ts';
import { foundValues, type MaskChoice } from '../../../shared/receiver/share/found-values.ts';
import { SECRETS_RULE, SELECTED_RULE } from '../../../shared/receiver/share/mask-rules.ts';
import { Placeholders } from '../../../shared/receiver/share/placeholders.ts';
import { KnownValues } from '../../../shared/secrets/known-values.ts';
import { splitTarget } from '../../../shared/template/url.ts';
import { maskedCapture } from '../masked-captures.ts';

/** Where a masked value was found. */
export interface MaskedValue {
  placeholder: string;
  rule: string;
  value: string;
  places: number;
  where: Set<string>;
}

/** How masked values are named until all are. */
const SECRET = /\{secret:([^{}]*)\}/g;
const OWN = 'masked.';

/** Masks captures for a share file, one after the other: the same value gets the same placeholder in all of them. */
export class MaskedShare {
  readonly #choice: MaskChoice;
  readonly #secrets: KnownValues;
  readonly #placeholders = new Placeholders();
  readonly #found = new Map<string, MaskedValue>();

  /** @param secrets the secrets of this machine, which are masked by value whatever the rules say */
  constructor(choice: MaskChoice, secrets: KnownValues) {
    this.#choice = choice;
    this.#secrets = secrets;
  }

  /** What was masked so far. */
  get values(): readonly MaskedValue[] {
    return [...this.#found.values()];
  }

  /** The capture without what is masked; a compressed body in which something is masked comes decoded. */
  mask(given: Capture): Capture {
    const capture = maskedCapture(given, this.#secrets);
    const names = new Map<string, string>();
    const values: { name: string; value: string }[] = [];
    const add = (rule: string, value: string, where: string) => {
      const placeholder = this.#note(rule, value, where);
      const name = `${OWN}${names.size}`;
      if ([...names.values()].includes(placeholder)) return;
      names.set(name, placeholder);
      values.push({ name, value });
    };
    for (const { rule, value, where } of foundValues(textsOf(capture), this.#choice)) add(rule, value, where);
    for (const value of this.#choice.also)
      if (mentions(capture, value)) add(SELECTED_RULE, value, 'selected');
    const known = new KnownValues(values);
    const short = values.filter(({ value }) => value.length < 4);
    const masked = known.isEmpty ? capture : maskedCapture(decodedFor(capture, known), known);
    const named = (text: string) =>
      text.replace(
        SECRET,
        (_, name: string) => names.get(name) ?? this.#note(SECRETS_RULE, `{secret:${name}}`, 'secret'),
      );
    return eachText(masked, (text) => named(short.reduce((shown, one) => withoutShort(shown, one), text)));
  }

  #note(rule: string, value: string, where: string): string {
    const placeholder = this.#placeholders.of(value, rule);
    const known = this.#found.get(placeholder) ?? {
      placeholder,
      rule,
      value,
      places: 0,
      where: new Set<string>(),
    };
    known.places += 1;
    if (known.where.size < 5) known.where.add(where);
    this.#found.set(placeholder, known);
    return placeholder;
  }
}

/** A value too short to be looked for anywhere, in the places where a field has it as a whole. */
function withoutShort(text: string, { name, value }: { name: string; value: string }): string {
  const escaped = value.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  const whole = new RegExp(
    `((?:^|[?&])[^=&\\s]*=)${escaped}(?=[&#\\s]|$)|(":\\s*"?)${escaped}(?=["\\s,}\\]])|(>)${escaped}(?=<)`,
    'g',
  );
  return text.replace(
    whole,
    (_, ...groups: (string | undefined)[]) => `${groups.slice(0, 3).join('')}{secret:${name}}`,
  );
}

const latin1Of = (base64: string) => Buffer.from(base64, 'base64').toString('latin1');
const base64Of = (latin1: string) => Buffer.from(latin1, 'latin1').toString('base64');

function eachText(capture: Capture, change: (latin1: string) => string): Capture {
  const pairs = (list: readonly [string, string][]) =>
    list.map(([name, value]): [string, string] => [name, change(value)]);
  const bytes = (base64: string) => {
    const before = latin1Of(base64);
    const after = change(before);
    return after === before ? base64 : base64Of(after);
  };
  const { response, mark } = capture;
  const body = bytes(capture.body);
  return {
    ...capture,
    target: change(capture.target),
    userAgent: change(capture.userAgent),
    remote: change(capture.remote),
    note: change(capture.note),
    headers: pairs(capture.headers),
    head: bytes(capture.head),
    body,
    decodedBody: capture.decodedBody && bytes(capture.decodedBody),
    mark: mark && { ...mark, note: change(mark.note), labels: mark.labels.map(change) },
    response: response && { ...response, headers: pairs(response.headers), body: bytes(response.body) },
  };
}

function mentions({ head, body, decodedBody, response, target }: Capture, value: string): boolean {
  const wanted = new KnownValues([{ name: 'x', value }]);
  return [
    target,
    latin1Of(head),
    latin1Of(decodedBody ?? body),
    latin1Of(response?.body ?? ''),
    ...(response?.headers ?? []).map(([, text]) => text),
  ].some((text) => wanted.maskLatin1(text) !== text);
}

/** Where something in a compressed body is masked, the body is shared as it reads, without its Content-Encoding. */
function decodedFor(capture: Capture, known: KnownValues): Capture {
  const { decodedBody, headers } = capture;
  if (decodedBody === null) return capture;
  const text = latin1Of(decodedBody);
  if (known.maskLatin1(text) === text) return capture;
  const kept = headers.filter(([name]) => name.toLowerCase() !== 'content-encoding');
  const head = latin1Of(capture.head).replace(/^content-encoding:[^\n]*\n/gim, '');
  return { ...capture, headers: kept, head: base64Of(head), body: decodedBody, decodedBody: null };
}

function textsOf(capture: Capture) {
  const { target, headers, body, decodedBody, response, remote, mark } = capture;
  const readable = utf8OfLatin1(target);
  const type = headerOf(headers, 'content-type') ?? '';
  const text = bodyText(Buffer.from(decodedBody ?? body, 'base64'), type).text;
  const { path } = splitTarget(readable);
  const texts = [
    { where: 'path', text: percentDecoded(path) },
    { where: 'body', text },
    { where: 'sender', text: remote.replace(/:\d+$/, '') },
    { where: 'note', text: mark?.note ?? '' },
  ];
  const fields = requestFields(readable, headers, text).map(({ key, value }) => ({ key, value }));
  if (response !== null) {
    const own = headerOf(response.headers, 'content-type') ?? '';
    const responded = bodyText(Buffer.from(response.body, 'base64'), own).text;
    texts.push({ where: 'response body', text: responded });
    fields.push(...requestFields('/', response.headers, responded));
  }
  const all = [...headers, ...(response?.headers ?? [])].map(([name, value]): [string, string] => [
    name,
    utf8OfLatin1(value),
  ]);
  return { fields, headers: all, texts };
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
