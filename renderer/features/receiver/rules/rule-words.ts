import type { ConditionType, TestName } from '../../../../shared/receiver/rules/condition-draft.ts';
import type { FaultType } from '../../../../shared/receiver/rules/reaction-schema.ts';
import type { DelayShape } from '../../../../shared/receiver/rules/rule-draft.ts';

interface ConditionWords {
  label: string;
  /** What the field begins with. */
  begin: string;
  /** What may stand in it. */
  example: string;
}

const CONDITIONS: Record<ConditionType, ConditionWords> = {
  path: { label: 'Path', begin: '/pb', example: '/pb or /pb*' },
  endpoint: { label: 'Endpoint', begin: 'default', example: 'default' },
  method: { label: 'Method', begin: 'POST', example: 'POST, PUT' },
  field: { label: 'Field', begin: '', example: 'REVERSED' },
  header: { label: 'Header', begin: '', example: 'Bearer' },
  text: { label: 'Text', begin: '', example: 'anywhere in the request' },
  attempt: { label: 'Attempt', begin: '1', example: '1, 1-3, or 2+' },
  request: { label: 'Request number', begin: '1', example: '1, 1-3, or 2+' },
  kind: { label: 'Kind', begin: 'action', example: 'action, inquiry' },
  event: { label: 'Event', begin: 'reversed', example: 'tracked, reversed' },
  from: { label: 'Not before', begin: '', example: '2026-11-27T14:00:00-08:00' },
  to: { label: 'Not after', begin: '', example: '2026-11-27T15:00:00-08:00' },
};

export const conditionWords = (type: ConditionType): ConditionWords => CONDITIONS[type];

export const TEST_WORDS: Record<TestName, string> = {
  is: 'is',
  contains: 'contains',
  startsWith: 'starts with',
  endsWith: 'ends with',
  not: 'is not',
  above: 'is above',
  below: 'is below',
  present: 'is present',
  missing: 'is missing',
};

export const FAULT_WORDS: Record<FaultType, string> = {
  close: 'Close the connection',
  reset: 'Reset the connection',
  hang: 'Never respond',
  malformed: 'Bytes that are not HTTP',
  'redirect-loop': 'Redirect loop',
  'endless-body': 'Endless body',
  'close-in-head': 'Close within the head',
  'half-body': 'Half the body',
  'wrong-length': 'Wrong Content-Length',
  'unasked-1xx': 'Unasked 1xx',
  drip: 'Slow drip',
  bandwidth: 'Limited bandwidth',
  'expired-certificate': 'Expired certificate',
  'foreign-certificate': 'Foreign certificate',
  'tls-cut': 'Cut the TLS handshake',
};

export const DELAY_WORDS: Record<DelayShape, string> = {
  none: 'None',
  fixed: 'Fixed',
  uniform: 'Uniform',
  normal: 'Normal',
  'long-tail': 'Long tail',
};

/** What the lengths of a delay mean. */
export const DELAY_LENGTHS: Record<DelayShape, readonly string[]> = {
  none: [],
  fixed: ['Wait'],
  uniform: ['From', 'To'],
  normal: ['Mean', 'Deviation'],
  'long-tail': ['Median', '99th percentile'],
};
