import { create } from 'zustand';
import type { RulesView, RuleView } from '../../shared/contract/receiver.ts';
import type { ResponseOwner } from '../../shared/timeline/receiver-history.ts';
import { counted } from '../lib/format.ts';
import { follow } from './change-stream.ts';
import { client } from './connection.ts';
import { attempt, notify } from './notify.ts';
import { offerUndo } from './undo.ts';

/** The receiver's response rules; null until the engine first told. */
export const useRules = create<{ view: RulesView | null }>()(() => ({ view: null }));

/** What of the rules in force is other than a plain 200; null while the receiver is healthy. */
export const useDeviation = () => useRules(({ view }) => view?.deviation ?? null);

/** Follows the rules until the signal ends it. */
export function followRules(signal: AbortSignal): Promise<void> {
  return follow(
    {
      open: (ended) => client.receiver.rules(undefined, { signal: ended }),
      take: (view) => useRules.setState({ view }),
    },
    signal,
  );
}

/** Who set a rule, in a word or two. */
export function ownerText(owner: ResponseOwner): string {
  return owner === 'user' ? 'you' : owner;
}

/** Turns off everything that makes the receiver respond other than with a plain 200, says what that was, and offers to take it back. */
export async function backToHealthy(): Promise<void> {
  const healed = await attempt(() => client.receiver.heal());
  if (healed === undefined) return;
  const { turnedOff } = healed;
  const [first] = turnedOff;
  if (first === undefined) {
    notify.say('The receiver is healthy already: it responds 200.');
    return;
  }
  const more = turnedOff.length - 1;
  const others = turnedOff.some(({ owner }) => owner !== 'user')
    ? ' Rules of the workspace and of runs stay off until you turn them on.'
    : '';
  offerUndo({
    id: 'rules.heal',
    text: `Back to healthy. Turned off ${first.title}${more === 0 ? '' : ` and ${counted(more, 'more rule')}`}.${others}`,
    undo: () => void attempt(() => client.receiver.resumeRules({ ids: turnedOff.map(({ id }) => id) })),
  });
}

export async function turnRule(id: number, on: boolean): Promise<void> {
  await attempt(() => client.receiver.turnRule({ id, on }));
}

export async function turnPreset(preset: string, on: boolean): Promise<void> {
  await attempt(() => client.receiver.turnPreset({ preset, on }));
}

/** Moves a rule of the user to a place among the user's. */
export async function moveRule(id: number, to: number): Promise<void> {
  await attempt(() => client.receiver.moveRule({ id, to }));
}

/** Removes a rule of the user, and offers to take it back. */
export async function removeRule({ id, title }: Pick<RuleView, 'id' | 'title'>): Promise<void> {
  const removed = await attempt(() => client.receiver.removeRule({ id }));
  if (removed === undefined) return;
  offerUndo({
    id: `rules.remove.${id}`,
    text: `Removed ${title}.`,
    undo: () => void attempt(() => client.receiver.restoreRule(removed)),
  });
}
