import type { World } from '../domain/program.ts';
import { kindOfEvent, type WorldEvent } from '../domain/world-event.ts';
import type { Postback } from '../template/postback.ts';

/** What decides whether an event fires a postback. */
export interface PostbackTrigger {
  event: WorldEvent;
  programId: string;
  /** Only events of actions have one. */
  eventTypeId?: string | undefined;
}

export interface TriggerSwitches {
  /** Whether a manual approval fires the life-cycle postback (assumed: no). */
  approvalFires: boolean;
}

/**
 * Whether an event of its kind is reported to partners. Tracked, modified and reversed: documented. A restore and
 * a reset fire as a modification (assumed). Locking, approval by date and payout fire nothing (documented).
 */
export function isReported(event: WorldEvent, switches: TriggerSwitches): boolean {
  if (event === 'locked') return false;
  return event === 'approved' ? switches.approvalFires : true;
}

/**
 * Whether an event fires a postback. A global one takes every event of its kind; an event-level one those of its event
 * type, modification and reversal only by its switch, since the platform's documents disagree about them.
 */
export function fires(
  { event, programId, eventTypeId }: PostbackTrigger,
  postback: Postback,
  switches: TriggerSwitches,
): boolean {
  const { kind, enabled, level, program, eventType, changes } = postback;
  if (!enabled || kind !== kindOfEvent(event) || !isReported(event, switches)) return false;
  if (level === 'global') return true;
  return program === programId && eventType === eventTypeId && (event === 'tracked' || changes);
}

/** An event type whose events arrive more than once, and through which postbacks. */
export interface Repeated<T> {
  program: { id: string; name: string };
  eventType: { id: string; name: string };
  postbacks: T[];
}

/** Where a tracked action would arrive twice or more: global and event level both enabled, or several of one level. */
export function repeatedEvents<T extends { postback: Postback }>(
  world: World,
  sources: readonly T[],
): Repeated<T>[] {
  return world.programs.flatMap((program) =>
    program.eventTypes.flatMap((eventType) => {
      const event = { event: 'tracked' as const, programId: program.id, eventTypeId: eventType.id };
      const postbacks = sources.filter(({ postback }) => fires(event, postback, { approvalFires: false }));
      return postbacks.length < 2 ? [] : [{ program, eventType, postbacks }];
    }),
  );
}

/** Whether it is the account's enabled life-cycle postback: the one that people usually mean. */
export function isLifeCycle({ kind, level, enabled }: Pick<Postback, 'kind' | 'level' | 'enabled'>): boolean {
  return kind === 'action' && level === 'global' && enabled;
}
