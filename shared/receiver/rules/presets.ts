import type { ResponseRuleInput } from './rule-schema.ts';

/** A fault in the words of a partner, ready to be turned on and to be changed. */
export interface RulePreset {
  id: string;
  name: string;
  /** What happens, in a few words. */
  summary: string;
  /** What a postback then shows: what the sender does, and what it tests. */
  tests: string;
  rule: ResponseRuleInput;
}

const ERROR_PAGE =
  '<!doctype html><html><head><title>500</title></head><body><h1>Internal Server Error</h1><p>SQLSTATE[HY000] [2002] Connection refused</p></body></html>';
const LOGIN_PAGE =
  '<!doctype html><html><head><title>Sign in</title></head><body><form method="post" action="/login"><input name="user"><input name="password" type="password"><button>Sign in</button></form></body></html>';
const HTML = { 'Content-Type': 'text/html; charset=utf-8' };
const JSON_TYPE = { 'Content-Type': 'application/json' };

/** The situations that partners meet, most frequent first. */
export const RULE_PRESETS: readonly RulePreset[] = [
  {
    id: 'deploy',
    name: 'Deploy in progress',
    summary: '503 with Retry-After, for 2 min',
    tests: 'The platform tries again by its own schedule. Nothing may be missing afterwards.',
    rule: { respond: { status: 503, retryAfter: '30 s', body: 'Service Unavailable' }, during: '2 min' },
  },
  {
    id: 'database-down',
    name: 'Database down',
    summary: '500 with an error page',
    tests: 'Whether the request is sent again, and for how long, before the platform gives up.',
    rule: { respond: { status: 500, headers: HTML, body: ERROR_PAGE } },
  },
  {
    id: 'slow',
    name: 'Slow response',
    summary: '200 after 45 s',
    tests: 'The platform stops waiting before the response comes, and sends the same action again.',
    rule: { respond: { delay: '45 s' } },
  },
  {
    id: 'response-lost',
    name: 'Booked, response lost',
    summary: 'reads the request, then resets the connection',
    tests: 'The same action arrives twice. A receiver that books by {ActionId} books it once.',
    rule: { when: { attempt: 1 }, fault: 'reset' },
  },
  {
    id: 'stores-nothing',
    name: 'Returns 200, stores nothing',
    summary: '200 with an empty body',
    tests: 'The platform counts it as delivered and never sends it again: only the books show the gap.',
    rule: { respond: { status: 200, body: '' } },
  },
  {
    id: 'error-text',
    name: '200 with an error text',
    summary: '200, and the error in the body',
    tests: 'Whether the success response or error response of the postback catches it.',
    rule: {
      respond: { status: 200, headers: JSON_TYPE, body: '{"success":false,"error":"duplicate entry"}' },
    },
  },
  {
    id: 'login-page',
    name: 'Login page',
    summary: '302 to /login, as behind a session',
    tests:
      'Redirects are not followed and do not count as success: the postback never reaches the code behind the login.',
    rule: { respond: { status: 302, headers: { ...HTML, Location: '/login' }, body: LOGIN_PAGE } },
  },
  {
    id: 'partial-firewall',
    name: 'Firewall allows only part of the range',
    summary: '403 to a third of the requests',
    tests: 'Deliveries succeed or fail by the address that they come from, so some arrive only on a retry.',
    rule: { when: { probability: '33 %' }, respond: { status: 403, body: 'Forbidden' } },
  },
];
