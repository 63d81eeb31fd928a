import { judgeResponse } from '../../delivery/judge.ts';
import { nextAttemptFrom } from '../../delivery/next-attempt.ts';
import { type AttemptOutcome, isFailure, outcomeSentence } from '../../delivery/outcome.ts';
import type { DeliveryKey, DeliveryRules, WaitPart } from '../../delivery/rules.ts';
import { isSwitchedOff, switchOffSentence } from '../../delivery/switch-off.ts';
import { statusText } from '../../http/status-text.ts';
import { DEFAULT_ENDPOINT } from '../endpoints/endpoint-name.ts';
import type { RuleRequest } from './match.ts';
import { planResponse, type ResponsePlan } from './plan-response.ts';
import { type Fault, isTlsFault, type TlsFault } from './reaction-schema.ts';
import { RuleBook } from './rule-book.ts';
import type { ResponseRule } from './rule-schema.ts';

/** One attempt of a delivery that a rule is about, as the sender would see it end. */
export interface RuleAttempt {
  number: number;
  /** Ms on the clock in force. */
  at: number;
  /** Parts that add up to the time since the previous attempt. */
  parts: WaitPart[];
  /** Whether the rule responds to it; else it gets a plain 200. */
  hit: boolean;
  outcome: AttemptOutcome;
  status: number | null;
  sentence: string;
}

export interface RuleForecast {
  attempts: RuleAttempt[];
  /** How the delivery ends; `open` if it goes on beyond what is listed. */
  end: 'delivered' | 'given-up' | 'switched-off' | 'open';
  /** Why nothing more is sent; '' for an end that its last attempt tells. */
  sentence: string;
}

/** Most attempts that are told. */
const LISTED = 200;
/** Bytes of a response that the sender reads at most. */
const SENDER_READS = 16 * 1024 * 1024;

/**
 * What the sender does with one delivery whose requests a rule is about, alone, predicted by the functions that match
 * requests and that decide about retries. Of its conditions those count that change from attempt to attempt.
 * @param size bytes of the whole response, for faults that send it slowly
 * @param at ms on the clock in force: when the first attempt is sent, and the rule was turned on
 */
export function whatIfRule(
  rules: DeliveryRules,
  rule: ResponseRule,
  { at, size, key }: { at: number; size: number; key: DeliveryKey },
): RuleForecast {
  const { attempt, request, probability, seed, from, to } = rule.when;
  const when = { attempt, request, probability, seed, from, to };
  const book = new RuleBook([{ ...rule, when, enabled: true }], at);
  const attempts: RuleAttempt[] = [];
  const failedAt: number[] = [];
  let [sentAt, parts]: [number, WaitPart[]] = [at, []];
  for (let number = 1; number <= LISTED; number += 1) {
    const sent = requestOf(number, sentAt);
    const { endpoint } = sent;
    const chosen = isTlsFault(rule.fault)
      ? book.chooseHandshake({ endpoint, virtualAt: sentAt }, sentAt)
      : book.choose(sent);
    const plan = chosen === undefined ? PLAIN : planResponse(chosen, sent, sentAt);
    const cut = chosen !== undefined && isTlsFault(rule.fault) ? rule.fault : undefined;
    const { outcome, status, sentence } =
      cut !== undefined ? noResponse(OF_HANDSHAKE[cut.type]) : seenBySender(plan, rules, size);
    attempts.push({ number, at: sentAt, parts, hit: chosen !== undefined, outcome, status, sentence });
    const endedAt = sentAt + (outcome === 'timeout' ? rules.profile.responseTimeout : 0);
    if (isFailure(outcome)) failedAt.push(endedAt);
    const retryAfterMs = chosen === undefined ? null : (rule.respond?.retryAfter ?? null);
    const last = { outcome, status, endedAt, retryAfterMs };
    const decision = nextAttemptFrom(rules, { failures: failedAt.length, last }, key);
    if (decision.type === 'delivered') return { attempts, end: 'delivered', sentence: '' };
    if (isSwitchedOff(rules.profile.switchOff, failedAt, endedAt))
      return { attempts, end: 'switched-off', sentence: switchOffSentence(rules) };
    if (decision.type === 'give-up') return { attempts, end: 'given-up', sentence: decision.sentence };
    [sentAt, parts] = [decision.at, decision.parts];
  }
  return { attempts, end: 'open', sentence: `The first ${LISTED} attempts are listed.` };
}

const PLAIN: ResponsePlan = { status: 200, headers: [], body: null, delay: 0, fault: null, forward: null };

function requestOf(attempt: number, virtualAt: number): RuleRequest {
  return {
    method: 'GET',
    target: '/',
    headers: [],
    fields: () => [],
    text: () => '',
    endpoint: DEFAULT_ENDPOINT,
    sender: () => '127.0.0.1',
    delivery: () => ({ attempt, event: 'tracked' }),
    virtualAt,
  };
}

type Seen = Pick<RuleAttempt, 'outcome' | 'status' | 'sentence'>;

const noResponse = (outcome: AttemptOutcome): Seen => ({
  outcome,
  status: null,
  sentence: outcomeSentence(outcome, null),
});

/** What comes of a fault of the TLS handshake; over plain HTTP it has no effect. */
const OF_HANDSHAKE: Record<TlsFault['type'], AttemptOutcome> = {
  'expired-certificate': 'tls-error',
  'foreign-certificate': 'tls-error',
  'tls-cut': 'reset',
};

/** What comes of a fault at the sender, whatever the response says; undefined where the response decides. */
const OF_FAULT: Record<Fault['type'], AttemptOutcome | undefined> = {
  close: 'reset',
  reset: 'reset',
  hang: 'timeout',
  malformed: 'bad-answer',
  'close-in-head': 'bad-answer',
  'half-body': 'bad-answer',
  'endless-body': 'endless-answer',
  'redirect-loop': undefined,
  'wrong-length': undefined,
  'unasked-1xx': undefined,
  drip: undefined,
  bandwidth: undefined,
};

function seenBySender(plan: ResponsePlan, rules: DeliveryRules, size: number): Seen {
  const { fault, delay, status, body } = plan;
  const { responseTimeout } = rules.profile;
  if (delay >= responseTimeout) return noResponse('timeout');
  if (fault !== null) {
    const takes = 'bytesPerSecond' in fault ? bytesOf(fault.type, size) / fault.bytesPerSecond : 0;
    if (delay + takes * 1000 >= responseTimeout) return noResponse('timeout');
    if (fault.type === 'wrong-length' && fault.by > 0) return noResponse('bad-answer');
    const outcome = OF_FAULT[fault.type];
    if (outcome !== undefined) return noResponse(outcome);
  }
  const text = body === null ? statusText(status) : 'text' in body ? body.text : '';
  const { accepted, sentence } = judgeResponse({ status, body: text }, rules);
  return { outcome: accepted ? 'delivered' : 'not-accepted', status, sentence };
}

const bytesOf = (type: Fault['type'], size: number) => (type === 'endless-body' ? SENDER_READS : size);
