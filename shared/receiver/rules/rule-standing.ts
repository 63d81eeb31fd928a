import { untilDefault } from '../response-list.ts';
import type { LiveRule } from './live-rule.ts';

/** `later`: its window has not begun. `over`: its time, its times or its requests are used up. */
export type RuleStanding = 'in-force' | 'off' | 'later' | 'over';

/** Where a rule stands at a moment on the clock of the simulator (ms since the epoch). */
export function standingOf(live: LiveRule, now: number): RuleStanding {
  if (!live.on) return 'off';
  const { from, to, request } = live.rule.when;
  if (whyOver(live, now) !== undefined || (to !== undefined && now >= to)) return 'over';
  const last = typeof request === 'number' ? request : request?.to;
  if (last !== undefined && live.met >= last) return 'over';
  return from !== undefined && now < from ? 'later' : 'in-force';
}

/** Why a rule that is on responds to nothing any more; undefined if it does. */
export function whyOver(
  { rule, since, hits }: Pick<LiveRule, 'rule' | 'since' | 'hits'>,
  now: number,
): string | undefined {
  if (rule.times !== undefined && hits >= rule.times)
    return rule.times === 1
      ? 'it has responded once already'
      : `it has responded ${rule.times} times already`;
  if (rule.during !== undefined && now >= since + rule.during) return 'its time is over';
  return undefined;
}

/** The next moment at which time alone changes where a rule stands; undefined if none does. */
export function nextChangeOf({ on, rule, since }: LiveRule, now: number): number | undefined {
  if (!on) return undefined;
  const { from, to } = rule.when;
  const ends = rule.during === undefined ? undefined : since + rule.during;
  const coming = [from, to, ends].filter((at) => at !== undefined).filter((at) => at > now);
  return coming.length === 0 ? undefined : Math.min(...coming);
}

/** Whether a rule can still respond with anything other than what comes without any rule: a plain 200. */
export function deviates(live: LiveRule, now: number): boolean {
  return standingOf(live, now) === 'in-force' && !isDefaultFrom(live);
}

/** Whether a rule that has responded so often gives only what comes without any rule from now on. */
export function isDefaultFrom({ rule, hits }: Pick<LiveRule, 'rule' | 'hits'>): boolean {
  const { respond, fault } = rule;
  if (respond === undefined || fault !== undefined) return false;
  const { status, headers, body, bodyBase64, delay, retryAfter } = respond;
  const isPlain = [body, bodyBase64, delay, retryAfter].every((part) => part === undefined);
  return isPlain && Object.keys(headers).length === 0 && untilDefault(status) <= hits;
}
