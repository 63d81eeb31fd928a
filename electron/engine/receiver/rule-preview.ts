import type { RulePreview } from '../../../shared/contract/receiver.ts';
import type { RuleRequest } from '../../../shared/receiver/rules/match.ts';
import { planResponse } from '../../../shared/receiver/rules/plan-response.ts';
import { isTlsFault } from '../../../shared/receiver/rules/reaction-schema.ts';
import type { ResponseRule } from '../../../shared/receiver/rules/rule-schema.ts';
import { ruleSentence } from '../../../shared/receiver/rules/sentence.ts';
import { faultyBytes } from './faulty-response.ts';
import { replyOf } from './reply.ts';

/** Bytes of a response that are shown. */
const SHOWN = 4096;

const REQUEST: RuleRequest = {
  method: 'GET',
  target: '/pb?id=1',
  headers: [],
  fields: () => [{ place: 'query', key: 'id', value: '1' }],
  text: () => '/pb?id=1',
  endpoint: 'default',
  sender: () => '127.0.0.1',
  delivery: () => null,
  virtualAt: 0,
};

/** What a client gets of a rule, from the functions that respond: to a GET of /pb?id=1, unless the rule asks for another path or method. */
export function previewRule(rule: ResponseRule, now: number): RulePreview {
  const { method: [method = 'GET'] = [], path: [path = '/pb'] = [] } = rule.when;
  const target = `${path.replace(/\*$/, '')}?id=1`;
  const plan = planResponse({ rule, index: 0, occurrence: 0 }, { ...REQUEST, method, target }, now);
  const full = replyOf(plan, method, plan.fault === null, now);
  const isCut = isTlsFault(rule.fault);
  const bytes = isCut ? null : plan.fault === null ? full.bytes : faultyBytes(plan.fault, full);
  return {
    sentence: ruleSentence(rule),
    bytes: bytes === null ? null : bytes.subarray(0, SHOWN).toString('base64'),
    size: full.bytes.length,
    status: full.status,
    body: full.body.subarray(0, SHOWN).toString('utf8'),
    delay: plan.delay,
  };
}
