import { bodyText, utf8OfLatin1 } from '../../../shared/http/body-text.ts';
import { headerOf } from '../../../shared/http/headers.ts';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import { captureValues, type QueriedCapture } from '../../../shared/receiver/query/capture-values.ts';
import { requestFields } from '../../../shared/receiver/request-fields.ts';
import { decodedBody } from '../decoded-body.ts';
import { bufferOf, type SummaryRow, summaryOf } from './capture-rows.ts';
import { readValues } from './stored-json.ts';
import { readHead } from './wire.ts';

/** A row as queries read it. */
export type RecordRow = SummaryRow & {
  http_version: string;
  note: string;
  /** Null where the request is not needed. */
  head: Uint8Array | null;
  body: Uint8Array | null;
  event_values: string | null;
};

/** Where a field's values come from: what every capture has, or the request and the event of its delivery. */
export type FieldSource = 'capture' | 'request';

/** One capture with the values of all fields of a query. Heads, bodies and values of events are read once, when asked for. */
export class CaptureRecord {
  readonly capture: QueriedCapture;
  readonly #row: RecordRow;
  #headers: readonly (readonly [string, string])[] | undefined;
  #text: string | undefined;
  #byKey: Map<string, string[]> | undefined;

  constructor(row: RecordRow) {
    this.#row = row;
    const headers = () => this.headers;
    const text = () => this.bodyText;
    this.capture = {
      ...summaryOf(row),
      note: row.note,
      httpVersion: row.http_version,
      get headers() {
        return headers();
      },
      get bodyText() {
        return text();
      },
    };
  }

  /** In wire order; text as Latin-1. */
  get headers(): readonly (readonly [string, string])[] {
    this.#headers ??= readHead(bufferOf(this.#row.head ?? new Uint8Array())).headers;
    return this.#headers;
  }

  /** The body as text, without its Content-Encoding. */
  get bodyText(): string {
    this.#text ??= this.#readBody();
    return this.#text;
  }

  /** The values of the request by their keys, as they are spelt. */
  requestFields(): readonly { key: string; value: string }[] {
    return requestFields(utf8OfLatin1(this.#row.target), this.headers, this.bodyText);
  }

  /** The values of placeholders at the event of the delivery; none for what others sent. */
  eventValues(): Values {
    const { event_values: text } = this.#row;
    return text === null ? {} : readValues(text);
  }

  /** The values of a field of every capture, by its name, or of the request and its event, by a key in lower case. */
  values(source: FieldSource, name: string): readonly (string | number)[] {
    if (source === 'capture') return captureValues(name, this.capture);
    this.#byKey ??= this.#readKeys();
    return this.#byKey.get(name) ?? [];
  }

  /** Adds the keys of the request and its event, as they are spelt. */
  addKeys(keys: Set<string>): void {
    for (const { key } of this.requestFields()) keys.add(key);
    for (const name of Object.keys(this.eventValues())) keys.add(name);
  }

  #readKeys(): Map<string, string[]> {
    const values = new Map<string, string[]>();
    const add = (key: string, value: string) => {
      const known = values.get(key.toLowerCase());
      if (known === undefined) values.set(key.toLowerCase(), [value]);
      else known.push(value);
    };
    for (const { key, value } of this.requestFields()) add(key, value);
    for (const [name, value] of Object.entries(this.eventValues())) add(name, value);
    return values;
  }

  #readBody(): string {
    const { body, body_length: length } = this.#row;
    if (body === null) return '';
    const decoded = decodedBody(this.headers, body, { cut: body.length < length }) ?? body;
    return bodyText(decoded, headerOf(this.headers, 'content-type') ?? '').text;
  }
}
