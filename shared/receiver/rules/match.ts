import type { WorldEvent } from '../../domain/world-event.ts';
import { kindOfEvent } from '../../domain/world-event.ts';
import { headerOf } from '../../http/headers.ts';
import { splitTarget } from '../../template/url.ts';
import { type AddressRange, isInRange } from '../access/address-range.ts';
import type { RequestField } from '../request-fields.ts';
import type { Condition, Nth, ValueTest } from './condition-schema.ts';

/** A request as rules look at it. What is costly to find out is asked for by the rules that need it. */
export interface RuleRequest {
  /** The name of the endpoint where it arrived. */
  endpoint: string;
  method: string;
  /** As received. */
  target: string;
  headers: readonly (readonly [string, string])[];
  fields: () => readonly RequestField[];
  /** The address that it comes from. */
  sender: () => string;
  /** Target, headers and decoded body in one, in lower case. */
  text: () => string;
  /** Of the delivery that this engine has sent; null for other requests. */
  delivery: () => { attempt: number; event: WorldEvent } | null;
  /** Ms since the epoch, on the clock of the simulator. */
  virtualAt: number;
}

/** Whether a condition holds, and the fact that decided it: "path is /pb". */
export interface Tested {
  holds: boolean;
  why: string;
}

/** Tests what a request says for itself, one condition after the other; the last one is the first that does not hold. */
export function testRequest(condition: Condition, request: RuleRequest): Tested[] {
  const tested: Tested[] = [];
  for (const test of TESTS) {
    for (const one of test(condition, request)) {
      tested.push(one);
      if (!one.holds) return tested;
    }
  }
  return tested;
}

type Test = (condition: Condition, request: RuleRequest) => Generator<Tested>;

const TESTS: readonly Test[] = [
  function* ofEndpoint({ endpoint: wanted }, { endpoint }) {
    if (wanted !== undefined) yield { holds: wanted.includes(endpoint), why: `endpoint is ${endpoint}` };
  },
  function* ofMethod({ method: wanted }, { method }) {
    if (wanted !== undefined)
      yield { holds: wanted.includes(method.toUpperCase()), why: `method is ${method}` };
  },
  function* ofPath({ path: wanted }, { target }) {
    if (wanted === undefined) return;
    const { path } = splitTarget(target);
    yield { holds: wanted.some((one) => isPath(one, path)), why: `path is ${path}` };
  },
  function* ofHeaders({ headers: wanted = {} }, { headers }) {
    for (const [name, test] of Object.entries(wanted))
      yield testValue(`header ${name}`, test, [headerOf(headers, name)].filter(isGiven));
  },
  function* ofKind({ kind: wanted }, request) {
    if (wanted === undefined) return;
    const delivery = request.delivery();
    const kind = delivery === null ? undefined : kindOfEvent(delivery.event);
    yield kind === undefined
      ? { holds: false, why: 'it belongs to no delivery' }
      : { holds: wanted.includes(kind), why: `kind is ${kind}` };
  },
  function* ofEvent({ event: wanted }, request) {
    if (wanted === undefined) return;
    const delivery = request.delivery();
    yield delivery === null
      ? { holds: false, why: 'it belongs to no delivery' }
      : { holds: wanted.includes(delivery.event), why: `event is ${delivery.event}` };
  },
  function* ofAttempt({ attempt: wanted }, request) {
    if (wanted === undefined) return;
    const delivery = request.delivery();
    yield delivery === null
      ? { holds: false, why: 'it belongs to no delivery' }
      : { holds: isNth(wanted, delivery.attempt), why: `it is attempt ${delivery.attempt}` };
  },
  function* ofSender({ sender: wanted }, request) {
    if (wanted === undefined) return;
    const address = request.sender();
    const isIn = (ranges: readonly AddressRange[]) => ranges.some((range) => isInRange(address, range));
    const holds =
      (wanted.in === undefined || isIn(wanted.in)) && (wanted.notIn === undefined || !isIn(wanted.notIn));
    yield { holds, why: `sender is ${address}` };
  },
  function* ofTime({ from, to }, { virtualAt }) {
    if (from !== undefined && virtualAt < from) yield { holds: false, why: 'it came before the window' };
    if (to !== undefined && virtualAt >= to) yield { holds: false, why: 'it came after the window' };
    if (from !== undefined || to !== undefined) yield { holds: true, why: 'it came within the window' };
  },
  function* ofFields({ fields: wanted = {} }, request) {
    for (const [key, test] of Object.entries(wanted)) {
      const values = request.fields().flatMap((field) => (isKey(field.key, key) ? [field.value] : []));
      yield testValue(key, test, values);
    }
  },
  function* ofText({ text: wanted }, request) {
    if (wanted === undefined) return;
    const holds = request.text().includes(wanted.toLowerCase());
    yield { holds, why: `the request ${holds ? 'contains' : 'does not contain'} "${wanted}"` };
  },
];

const isGiven = (value: string | undefined): value is string => value !== undefined;
const isKey = (given: string, wanted: string) => given.toLowerCase() === wanted.toLowerCase();

function isPath(wanted: string, path: string): boolean {
  return wanted.endsWith('*') ? path.startsWith(wanted.slice(0, -1)) : path === wanted;
}

/** Whether a number, counted from 1, is the one that is wanted, or in the range. */
export function isNth(wanted: Nth, number: number): boolean {
  if (typeof wanted === 'number') return number === wanted;
  return number >= (wanted.from ?? 1) && number <= (wanted.to ?? Number.POSITIVE_INFINITY);
}

/** Longer values are cut where they are told. */
const SHOWN = 60;
const shown = (value: string) => `"${value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value}"`;

/** A key may come more than once: one of its values is enough. */
function testValue(what: string, test: ValueTest, values: readonly string[]): Tested {
  const [first] = values;
  if (typeof test === 'object' && test.present === false)
    return {
      holds: first === undefined,
      why: first === undefined ? `there is no ${what}` : `${what} is there`,
    };
  if (first === undefined) return { holds: false, why: `there is no ${what}` };
  const met = values.find((value) => isMet(test, value));
  return { holds: met !== undefined, why: `${what} is ${shown(met ?? first)}` };
}

function isMet(test: ValueTest, value: string): boolean {
  if (typeof test === 'string') return value === test;
  const { contains, startsWith, endsWith, not, above, below } = test;
  const number = value.trim() === '' ? Number.NaN : Number(value);
  return (
    (contains === undefined || value.includes(contains)) &&
    (startsWith === undefined || value.startsWith(startsWith)) &&
    (endsWith === undefined || value.endsWith(endsWith)) &&
    (not === undefined || value !== not) &&
    (above === undefined || number > above) &&
    (below === undefined || number < below)
  );
}
