import { formatDuration } from '../../domain/duration.ts';
import { eventLabel } from '../../domain/world-event.ts';
import { headerOf } from '../../http/headers.ts';
import { statusText } from '../../http/status-text.ts';
import { rangesText } from '../access/address-range.ts';
import { shortResponses } from '../response-list.ts';
import type { Condition, Nth, ValueTest } from './condition-schema.ts';
import {
  type Delay,
  type Fault,
  isAlone,
  isTlsFault,
  type Respond,
  type TlsFault,
} from './reaction-schema.ts';
import type { ResponseRule } from './rule-schema.ts';

/** What a rule does, to which requests and for how long, in one sentence: "Respond 503 to POST /pb for 2 min." */
export function ruleSentence({ when, respond, fault, forward, times, during }: ResponseRule): string {
  const parts = [
    ...(forward === undefined
      ? [reaction(respond, fault), aboutRequests(when, fault)]
      : [`Forward ${requests(when, 'requests')} ${forwardedTo(forward.to, fault)}`]),
    ...(times === undefined ? [] : [times === 1 ? 'once' : `${times} times`]),
    ...(during === undefined ? [] : [`for ${formatDuration(during)}`]),
  ];
  return `${parts.filter((part) => part !== '').join(' ')}.`;
}

/** A rule in a few words: its name, or else what it does. */
export function ruleTitle({ name, respond, fault, forward }: ResponseRule): string {
  return (
    name ?? (forward === undefined ? reaction(respond, fault) : `Forward ${forwardedTo(forward.to, fault)}`)
  );
}

function aboutRequests(when: Condition, fault: Fault | TlsFault | undefined): string {
  return isTlsFault(fault) ? `on ${requests(when, 'connections')}` : `to ${requests(when, 'requests')}`;
}

function forwardedTo(to: string, fault: Fault | TlsFault | undefined): string {
  if (fault === undefined) return `to ${to}`;
  const then = isAlone(fault.type)
    ? failing(fault, undefined)
    : failing(fault, undefined).replace('the response', 'its response');
  return `to ${to}, then ${then[0]!.toLowerCase()}${then.slice(1)}`;
}

function reaction(respond: Respond | undefined, fault: Fault | TlsFault | undefined): string {
  const wait = respond?.delay === undefined ? '' : `Wait ${delayText(respond.delay)}, then `;
  const text = fault === undefined ? responding(respond!) : failing(fault, respond);
  return wait === '' ? text : wait + text[0]!.toLowerCase() + text.slice(1);
}

function responding({ status, headers, body, bodyBase64, retryAfter }: Respond): string {
  const type = headerOf(Object.entries(headers), 'location');
  const [first = 200] = status;
  const text = status.length === 1 ? `${first}` : shortResponses(status) || `${first}`;
  const extras = [
    ...(type === undefined ? [] : [`a redirect to ${type}`]),
    ...(retryAfter === undefined ? [] : [`Retry-After ${formatDuration(retryAfter)}`]),
    ...(body === undefined || body === '' ? [] : [`the body ${shortened(body)}`]),
    ...(bodyBase64 === undefined ? [] : ['a binary body']),
  ];
  return `Respond ${text}${extras.length === 0 ? '' : ` with ${listed(extras, 'and')}`}`;
}

function failing(fault: Fault | TlsFault, respond: Respond | undefined): string {
  const what = respond === undefined ? 'the response' : `the response ${respond.status[0]}`;
  switch (fault.type) {
    case 'close':
      return 'Close the connection without a response';
    case 'reset':
      return 'Read the request, then reset the connection without a response';
    case 'hang':
      return 'Read the request, then never respond';
    case 'expired-certificate':
      return 'Present an expired certificate';
    case 'foreign-certificate':
      return 'Present a certificate of another host, from an unknown authority,';
    case 'tls-cut':
      return 'Cut the TLS handshake';
    case 'malformed':
      return 'Respond with bytes that are not HTTP';
    case 'redirect-loop':
      return 'Redirect back to the same address';
    case 'endless-body':
      return `Respond with a body that never ends, at ${rate(fault.bytesPerSecond)}`;
    case 'close-in-head':
      return `Close the connection in the middle of the head of ${what}`;
    case 'half-body':
      return `Send half of the body of ${what}, then close the connection`;
    case 'wrong-length':
      return `Send ${what} with a Content-Length that is ${Math.abs(fault.by)} ${Math.abs(fault.by) === 1 ? 'byte' : 'bytes'} too ${fault.by < 0 ? 'small' : 'large'}`;
    case 'unasked-1xx':
      return `Send ${listed(
        fault.statuses.map((status) => `${status} ${statusText(status)}`),
        'and',
      )} before ${what}`;
    case 'drip':
    case 'bandwidth':
      return `Send ${what} at ${rate(fault.bytesPerSecond)}`;
  }
}

const rate = (bytes: number) => `${bytes} ${bytes === 1 ? 'byte' : 'bytes'} per second`;

function delayText(delay: Delay): string {
  switch (delay.shape) {
    case 'fixed':
      return formatDuration(delay.ms);
    case 'uniform':
      return `${formatDuration(delay.from)} to ${formatDuration(delay.to)}`;
    case 'normal':
      return `${formatDuration(delay.mean)} \u00b1 ${formatDuration(delay.deviation)}`;
    case 'long-tail':
      return `${formatDuration(delay.median)} mostly, ${formatDuration(delay.p99)} once in a hundred`;
  }
}

/** Which requests a rule is about: "POST /pb where Status is REVERSED". */
function requests(when: Condition, noun: 'requests' | 'connections'): string {
  const { endpoint, method, path, request, attempt, kind, event, probability } = when;
  const which = [
    ...(probability === undefined ? [] : [`${percent(probability)} of`]),
    ...(attempt === undefined ? [] : [`${nthText(attempt, 'attempt', 'attempts')} of each delivery in`]),
    ...(request === undefined ? ['all'] : [`${nthText(request, 'request', 'requests')} of`]),
  ].join(' ');
  const named = [
    ...(method === undefined ? [] : [listed(method, 'or')]),
    ...(path === undefined ? [] : [listed(path, 'or')]),
  ].join(' ');
  const about = [
    ...(event === undefined
      ? []
      : [
          `of ${listed(
            event.map((one) => eventLabel(one).toLowerCase()),
            'or',
          )} events`,
        ]),
    ...(kind === undefined ? [] : [`of ${listed(kind, 'or')} postbacks`]),
  ].join(' ');
  const facts = [
    ...Object.entries(when.fields ?? {}).map(([key, test]) => testText(key, test)),
    ...Object.entries(when.headers ?? {}).map(([key, test]) => testText(`header ${key}`, test)),
    ...(when.sender?.in === undefined ? [] : [`the sender is in ${rangesText(when.sender.in)}`]),
    ...(when.sender?.notIn === undefined ? [] : [`the sender is not in ${rangesText(when.sender.notIn)}`]),
    ...(when.text === undefined ? [] : [`the request contains ${shortened(when.text)}`]),
  ];
  const window = [
    ...(when.from === undefined ? [] : [`from ${new Date(when.from).toISOString()}`]),
    ...(when.to === undefined ? [] : [`until ${new Date(when.to).toISOString()}`]),
  ].join(' ');
  const what = named === '' ? `${which} ${noun}` : which === 'all' ? named : `${which} requests to ${named}`;
  const place =
    endpoint === undefined
      ? ''
      : `at the ${endpoint.length === 1 ? 'endpoint' : 'endpoints'} ${listed(endpoint, 'or')}`;
  return [what, place, about, facts.length === 0 ? '' : `where ${listed(facts, 'and')}`, window]
    .filter((part) => part !== '')
    .join(' ');
}

function testText(what: string, test: ValueTest): string {
  if (typeof test === 'string') return `${what} is ${test === '' ? 'empty' : test}`;
  const { contains, startsWith, endsWith, not, above, below, present } = test;
  const facts = [
    ...(present === undefined ? [] : [present ? 'is there' : 'is missing']),
    ...(contains === undefined ? [] : [`contains ${shortened(contains)}`]),
    ...(startsWith === undefined ? [] : [`starts with ${shortened(startsWith)}`]),
    ...(endsWith === undefined ? [] : [`ends with ${shortened(endsWith)}`]),
    ...(not === undefined ? [] : [`is not ${not === '' ? 'empty' : not}`]),
    ...(above === undefined ? [] : [`is above ${above}`]),
    ...(below === undefined ? [] : [`is below ${below}`]),
  ];
  return `${what} ${listed(facts, 'and')}`;
}

function nthText(nth: Nth, one: string, many: string): string {
  if (typeof nth === 'number') return nth === 1 ? `the first ${one}` : `${one} ${nth}`;
  const { from = 1, to } = nth;
  if (to === undefined) return from === 1 ? `all ${many}` : `${many} from number ${from} on`;
  if (from === 1) return to === 1 ? `the first ${one}` : `the first ${to} ${many}`;
  return from === to ? `${one} ${from}` : `${many} ${from} to ${to}`;
}

const percent = (share: number) => `${Number((share * 100).toFixed(4))} %`;
const LONGEST = 40;
const shortened = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}\u2026` : text);

function listed(words: readonly string[], joint: 'and' | 'or'): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1)}`;
}
