import type { Values } from '../placeholders/placeholder-values.ts';
import type { CheckContext, Judgement, Seen } from './check.ts';
import { PASSED, statusText, unpreparedHint, unseen } from './judge-responses.ts';
import { decimal } from './records/decimal.ts';
import type { StoryExchange } from './story.ts';

/**
 * Whether ordinary postbacks get a status that the platform does not take for success. One check for each kind of
 * status, since each has a cause of its own.
 */
export function judgeStatus(
  isMeant: (status: number) => boolean,
  why: string,
): (played: readonly unknown[], context: CheckContext, seen: Seen) => Judgement {
  return (_played, context, { plain, all }) => {
    const answered = plain.filter(({ response }) => response.status !== null);
    const [first] = answered.filter(({ response, accepted }) => !accepted && isMeant(response.status!));
    if (answered.length === 0) return unseen();
    if (first === undefined) return { ...PASSED, saw: [...new Set(answered.map(statusText))].join(', ') };
    const value = NAMED.find((one) => isRefusedFor(one, all));
    if (value !== undefined)
      return {
        verdict: 'skip',
        saw: statusText(first),
        sentence: `Only ${value.words} is refused; “${value.check}” says so.`,
      };
    const { status } = first.response;
    const hint = status! >= 400 && status! < 500 ? unpreparedHint(context) : '';
    return {
      verdict: 'fail',
      saw: String(status),
      sentence: `The postback of a ${first.what} action got ${status}. ${why}${hint}`,
      diagnoses: ['refuses'],
    };
  };
}

/** A value of ordinary postbacks that has a check of its own. */
interface NamedValue {
  words: string;
  check: string;
  carries: (values: Values) => boolean;
}
const NAMED: readonly NamedValue[] = [
  {
    words: 'an empty CreationDate',
    check: 'An empty CreationDate is accepted',
    carries: (values) => values['CreationDate'] === '',
  },
  {
    words: 'a payout of 0.00',
    check: 'A payout of 0.00 is accepted',
    carries: (values) => decimal(values['Payout'] ?? '')?.eq(0) === true,
  },
];

/** Whether creations without a value were accepted, and all with it refused: then it is the cause. */
function isRefusedFor({ carries }: NamedValue, all: readonly StoryExchange[]): boolean {
  const creations = all.filter(({ what, response }) => what === 'tracked' && response.status !== null);
  const having = creations.filter(({ books }) => carries(books.values));
  return (
    having.length > 0 &&
    having.every(({ accepted }) => !accepted) &&
    creations.some((one) => one.accepted && !having.includes(one))
  );
}

/** A login page or an error in a body that was meant to say yes. */
export function failureInBody(body: string): string | undefined {
  const text = body.trim();
  if (/^(?:<!doctype html|<html)/i.test(text)) {
    const isLogin = /type=["']?password|log ?in|sign ?in/i.test(text);
    return isLogin ? 'an HTML login page' : undefined;
  }
  if (!text.startsWith('{')) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const fields = new Map(
    Object.entries(parsed).map(([name, value]) => [name.toLowerCase(), value as unknown]),
  );
  const is = (name: string, ...values: unknown[]) => values.some((value) => fields.get(name) === value);
  if (is('success', false, 'false', 0) || is('ok', false, 'false', 0)) return '"success": false';
  const status = fields.get('status');
  if (typeof status === 'string' && /^(?:error|failed|failure|fail)$/i.test(status))
    return `"status": "${status}"`;
  const error = fields.get('error') ?? fields.get('errors');
  const isEmpty =
    error === undefined ||
    error === null ||
    error === false ||
    error === '' ||
    error === 0 ||
    (Array.isArray(error) && error.length === 0) ||
    (typeof error === 'object' && Object.keys(error).length === 0);
  return isEmpty ? undefined : '"error"';
}

/** Traces of a program's insides in a response. */
const STACK_TRACE =
  /^\s+at [\w$.<> []+ ?\(?(?:file:|node:|\/|[A-Z]:\\)|Traceback \(most recent call last\)|\bin \/[\w./-]+\.php(?::| on line) ?\d+|^\s+at [\w.$]+\([\w]+\.(?:java|kt):\d+\)|goroutine \d+ \[running\]/m;

/** A secret or a stack trace that a response repeats; undefined where there is none. */
export function leakIn({ response }: StoryExchange, secrets: readonly string[]): string | undefined {
  const texts = [response.body, ...response.headers.map(([, value]) => value)];
  if (secrets.some((secret) => texts.some((text) => text.includes(secret)))) return 'a secret';
  return STACK_TRACE.test(response.body) ? 'a stack trace' : undefined;
}
