import { formatDuration } from '../../domain/duration.ts';
import { responsesText } from '../response-list.ts';
import type { Condition, ConditionInput } from './condition-schema.ts';
import { type Forward, forwardSchema } from './forward-schema.ts';
import { type Delay, type Fault, faultSchema, type Respond, type TlsFault } from './reaction-schema.ts';
import type { ResponseRule, ResponseRuleInput } from './rule-schema.ts';

/** A rule as a file of rules has it, without what is the default: read again, it is the same rule. */
export function ruleInput({
  when,
  respond,
  fault,
  during,
  forward,
  enabled,
  ...rest
}: ResponseRule): ResponseRuleInput {
  const condition = conditionInput(when);
  return given({
    ...rest,
    enabled: enabled ? undefined : false,
    when: Object.keys(condition).length === 0 ? undefined : condition,
    respond: respond && respondInput(respond),
    fault: fault && faultInput(fault),
    forward: forward && forwardInput(forward),
    during: during === undefined ? undefined : formatDuration(during),
  }) as ResponseRuleInput;
}

function conditionInput({
  endpoint,
  method,
  path,
  kind,
  event,
  from,
  to,
  ...rest
}: Condition): ConditionInput {
  return given({
    endpoint: oneOrAll(endpoint),
    method: oneOrAll(method),
    path: oneOrAll(path),
    kind: oneOrAll(kind),
    event: oneOrAll(event),
    ...rest,
    from: isoOf(from),
    to: isoOf(to),
  }) as ConditionInput;
}

function respondInput({ status, headers, retryAfter, retryAfterAs, delay, ...rest }: Respond) {
  const [first = 200] = status;
  return given({
    status: status.length === 1 ? first : responsesText(status),
    headers: Object.keys(headers).length === 0 ? undefined : headers,
    ...rest,
    retryAfter: retryAfter === undefined ? undefined : formatDuration(retryAfter),
    retryAfterAs: retryAfterAs === 'seconds' ? undefined : retryAfterAs,
    delay: delay && delayInput(delay),
  });
}

function delayInput(delay: Delay) {
  switch (delay.shape) {
    case 'fixed':
      return formatDuration(delay.ms);
    case 'uniform':
      return { between: formatDuration(delay.from), and: formatDuration(delay.to) };
    case 'normal':
      return { mean: formatDuration(delay.mean), deviation: formatDuration(delay.deviation) };
    case 'long-tail':
      return { median: formatDuration(delay.median), p99: formatDuration(delay.p99) };
  }
}

function faultInput(fault: Fault | TlsFault) {
  const isDefault = JSON.stringify(faultSchema.parse(fault.type)) === JSON.stringify(fault);
  return isDefault ? fault.type : fault;
}

function forwardInput({ to, timeout }: Forward) {
  const isDefault = JSON.stringify(forwardSchema.parse(to)) === JSON.stringify({ to, timeout });
  return isDefault ? to : { to, timeout: formatDuration(timeout) };
}

const oneOrAll = <T>(list: readonly T[] | undefined) => (list?.length === 1 ? list[0] : list);
const isoOf = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());

function given<T extends object>(all: T): Partial<T> {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Partial<T>;
}
