import type { IncomingMessage } from 'node:http';
import { bodyText } from '../../../shared/http/body-text.ts';
import { headerOf } from '../../../shared/http/headers.ts';
import { senderAddress } from '../../../shared/receiver/access/sender-address.ts';
import { type RequestField, requestFields } from '../../../shared/receiver/request-fields.ts';
import type { RuleRequest } from '../../../shared/receiver/rules/match.ts';
import { decodedBody } from '../decoded-body.ts';

/** A request for response rules: its headers, body and fields are only read once a rule asks for them. */
export class ReceivedRequest implements RuleRequest {
  readonly endpoint: string;
  readonly method: string;
  readonly target: string;
  readonly virtualAt: number;
  readonly delivery: RuleRequest['delivery'];
  readonly #remote: string;
  readonly #rawHeaders: readonly string[];
  readonly #body: Uint8Array;
  #headers: (readonly [string, string])[] | undefined;
  #text: string | undefined;
  #fields: RequestField[] | undefined;

  constructor(
    { method = '', rawHeaders }: Pick<IncomingMessage, 'method' | 'rawHeaders'>,
    {
      endpoint,
      target,
      body,
      virtualAt,
      delivery,
      remote,
    }: Pick<RuleRequest, 'endpoint' | 'target' | 'virtualAt' | 'delivery'> & {
      body: Uint8Array;
      /** Address of the connection. */
      remote: string;
    },
  ) {
    this.endpoint = endpoint;
    this.method = method;
    this.target = target;
    this.virtualAt = virtualAt;
    this.delivery = delivery;
    this.#rawHeaders = rawHeaders;
    this.#body = body;
    this.#remote = remote;
  }

  get headers(): readonly (readonly [string, string])[] {
    this.#headers ??= pairs(this.#rawHeaders);
    return this.#headers;
  }

  fields(): readonly RequestField[] {
    this.#fields ??= requestFields(this.target, this.headers, this.#bodyText());
    return this.#fields;
  }

  sender(): string {
    return senderAddress(this.#remote, this.headers);
  }

  text(): string {
    const lines = this.headers.map(([name, value]) => `${name}: ${value}`);
    return [this.target, ...lines, this.#bodyText()].join('\n').toLowerCase();
  }

  #bodyText(): string {
    this.#text ??= bodyText(
      decodedBody(this.headers, this.#body) ?? this.#body,
      headerOf(this.headers, 'content-type') ?? '',
    ).text;
    return this.#text;
  }
}

function pairs(raw: readonly string[]): [string, string][] {
  const list: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) list.push([raw[index]!, raw[index + 1]!]);
  return list;
}
