import { type ConditionRow, conditionRows, whenOf } from './condition-draft.ts';
import { type FaultType, isAlone, isOfHandshake } from './reaction-schema.ts';
import { ruleInput } from './rule-input.ts';
import { type ResponseRule, type ResponseRuleInput, responseRuleSchema } from './rule-schema.ts';

export const DELAY_SHAPES = ['none', 'fixed', 'uniform', 'normal', 'long-tail'] as const;
export type DelayShape = (typeof DELAY_SHAPES)[number];

/** A rule in fields that people type into; what is typed need not be valid. */
export interface RuleDraft {
  name: string;
  conditions: ConditionRow[];
  /** A share of the requests, as in 33 %; '' for every time. */
  share: string;
  seed: string;
  reaction: 'respond' | FaultType;
  /** The server that requests are passed on to; '' for none. */
  forward: string;
  /** The time that it has; '' for the usual one. */
  forwardTimeout: string;
  status: string;
  /** A line each: "Name: value". */
  headers: string;
  bodyAs: 'status' | 'text' | 'base64';
  body: string;
  delayShape: DelayShape;
  /** The two lengths of a delay; the second one is of those shapes that have it. */
  delay: [string, string];
  retryAfter: string;
  retryAfterAs: 'seconds' | 'date';
  by: string;
  statuses: string;
  bytesPerSecond: string;
  times: string;
  during: string;
  /** What there is no field for. */
  rest: Record<string, unknown>;
  restOfWhen: Record<string, unknown>;
}

const BYTES_PER_SECOND: Partial<Record<FaultType, string>> = {
  drip: '10',
  bandwidth: '1024',
  'endless-body': '65536',
};

/** The fields of a rule. */
export function draftOf(input: ResponseRuleInput): RuleDraft {
  const rule = responseRuleSchema.parse(input);
  const {
    name = '',
    when = {},
    respond,
    fault: _fault,
    times,
    during,
    forward,
    enabled: _on,
    ...rest
  } = ruleInput(rule);
  const { probability, seed, ...conditions } = when as Record<string, unknown>;
  const { rows, rest: restOfWhen } = conditionRows(conditions);
  const told = rule.fault;
  const given = (respond ?? {}) as Record<string, unknown>;
  return {
    name,
    conditions: rows,
    share: probability === undefined ? '' : percentText(probability),
    seed: wordOf(seed),
    reaction: told?.type ?? 'respond',
    ...forwardFields(forward),
    status: wordOf(given.status ?? 200),
    headers: Object.entries(rule.respond?.headers ?? {})
      .map(([header, value]) => `${header}: ${value}`)
      .join('\n'),
    bodyAs: given.bodyBase64 !== undefined ? 'base64' : given.body === undefined ? 'status' : 'text',
    body: wordOf(given.bodyBase64 ?? given.body),
    ...delayFields(rule),
    retryAfter: wordOf(given.retryAfter),
    retryAfterAs: rule.respond?.retryAfterAs ?? 'seconds',
    by: told !== undefined && 'by' in told ? String(told.by) : '10',
    statuses: told !== undefined && 'statuses' in told ? told.statuses.join(', ') : '100',
    bytesPerSecond: told !== undefined && 'bytesPerSecond' in told ? String(told.bytesPerSecond) : '',
    times: wordOf(times),
    during: wordOf(during),
    rest,
    restOfWhen,
  };
}

/** What the fields say, as a file of rules has it; to be checked by the schema. */
export function inputOf(draft: RuleDraft): Record<string, unknown> {
  const { name, share, seed, reaction, times, during } = draft;
  const when = given({
    ...draft.restOfWhen,
    ...whenOf(draft.conditions),
    probability: share.trim() === '' ? undefined : share.trim(),
    seed: share.trim() === '' || seed.trim() === '' ? undefined : numberOr(seed),
  });
  const respond = respondOf(draft);
  const saysNothing = Object.keys(respond).length === 0;
  const isPlainFault = reaction !== 'respond' && (isAlone(reaction) || saysNothing);
  const forward = reaction !== 'respond' && isOfHandshake(reaction) ? undefined : forwardOf(draft);
  return given({
    ...draft.rest,
    name: name.trim() === '' ? undefined : name.trim(),
    when: Object.keys(when).length === 0 ? undefined : when,
    forward,
    respond: isPlainFault || forward !== undefined ? undefined : respond,
    fault: reaction === 'respond' ? undefined : faultOf(reaction, draft),
    times: times.trim() === '' ? undefined : numberOr(times),
    during: during.trim() === '' ? undefined : during.trim(),
  });
}

function forwardFields(forward: unknown): Pick<RuleDraft, 'forward' | 'forwardTimeout'> {
  if (typeof forward !== 'object' || forward === null)
    return { forward: wordOf(forward), forwardTimeout: '' };
  const { to, timeout } = forward as { to?: unknown; timeout?: unknown };
  return { forward: wordOf(to), forwardTimeout: wordOf(timeout) };
}

function forwardOf({ forward, forwardTimeout }: RuleDraft): unknown {
  const [to, timeout] = [forward.trim(), forwardTimeout.trim()];
  if (to === '') return undefined;
  return timeout === '' ? to : { to, timeout };
}

function respondOf(draft: RuleDraft): Record<string, unknown> {
  const { status, bodyAs, body, delayShape, retryAfter, retryAfterAs } = draft;
  const headers = headersOf(draft.headers);
  return given({
    status: status.trim() === '200' ? undefined : status.trim(),
    headers: Object.keys(headers).length === 0 ? undefined : headers,
    body: bodyAs === 'text' ? body : undefined,
    bodyBase64: bodyAs === 'base64' ? body.trim() : undefined,
    delay: delayShape === 'none' ? undefined : delayOf(draft),
    retryAfter: retryAfter.trim() === '' ? undefined : retryAfter.trim(),
    retryAfterAs: retryAfter.trim() === '' || retryAfterAs === 'seconds' ? undefined : retryAfterAs,
  });
}

/** Headers from lines; one without a colon is a header of that name, which the schema refuses. */
function headersOf(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(':');
      return at === -1 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    }),
  );
}

function delayOf({ delayShape, delay: [first, second] }: RuleDraft): unknown {
  switch (delayShape) {
    case 'none':
      return undefined;
    case 'fixed':
      return first;
    case 'uniform':
      return { between: first, and: second };
    case 'normal':
      return { mean: first, deviation: second };
    case 'long-tail':
      return { median: first, p99: second };
  }
}

function delayFields({ respond }: ResponseRule): Pick<RuleDraft, 'delayShape' | 'delay'> {
  const written = respond === undefined ? undefined : inputDelay(respond);
  const lengths: unknown[] =
    typeof written === 'object' && written !== null ? Object.values(written) : [written ?? ''];
  return {
    delayShape: respond?.delay?.shape ?? 'none',
    delay: [wordOf(lengths[0]), wordOf(lengths[1])],
  };
}

function inputDelay(respond: NonNullable<ResponseRule['respond']>): unknown {
  const { respond: written } = ruleInput({ enabled: true, when: {}, respond });
  return (written as { delay?: unknown } | undefined)?.delay;
}

function faultOf(type: FaultType, { by, statuses, bytesPerSecond }: RuleDraft): unknown {
  switch (type) {
    case 'wrong-length':
      return { type, by: numberOr(by) };
    case 'unasked-1xx':
      return {
        type,
        statuses: statuses
          .split(/[\s,]+/)
          .filter(Boolean)
          .map(numberOr),
      };
    case 'drip':
    case 'bandwidth':
    case 'endless-body':
      return bytesPerSecond.trim() === '' ? type : { type, bytesPerSecond: numberOr(bytesPerSecond) };
    default:
      return type;
  }
}

/** What a field of bytes per second means where it is empty. */
export function usualRate(type: FaultType): string {
  return BYTES_PER_SECOND[type] ?? '';
}

/** A text or a number as it stands in a field; '' for nothing. */
function wordOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** "33 %" of 0.33 */
function percentText(share: unknown): string {
  return typeof share === 'number' ? `${Number((share * 100).toFixed(4))} %` : wordOf(share);
}

/** A number that was typed, or the text, which the schema refuses. */
export function numberOr(text: string): number | string {
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

function given(all: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
