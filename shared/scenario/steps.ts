import type { RunStep } from '../contract/activity.ts';
import { type Action, type ActionCommand, applyCommand, type LedgerEntry } from '../domain/action.ts';
import { formatMoney, parseMoney } from '../domain/money.ts';
import type { World } from '../domain/program.ts';
import type { Millis } from '../domain/time.ts';
import { type Purchase, trackPurchase } from '../domain/track.ts';
import { PostbenchError } from '../errors.ts';
import { referenceOf, type Scenario, type Step } from './schema.ts';

/** What a step is called in a list, and what it does in a few words. */
export interface StepText {
  title: string;
  detail: string;
}

const money = (text: string | undefined) => (text === undefined ? undefined : formatMoney(parseMoney(text)));

const MAINTENANCE: Record<'announce' | 'start' | 'end', StepText> = {
  announce: { title: 'Announce maintenance', detail: 'partners are told' },
  start: { title: 'Maintenance starts', detail: 'postbacks pause' },
  end: { title: 'Maintenance ends', detail: 'the backlog is sent' },
};

/** Steps that do something to an action. */
export type ActionStep = Exclude<Step, { maintenance: unknown }>;

export function stepText(step: Step): StepText {
  if ('track' in step) {
    const payout = money(step.track.payout);
    const detail = `amount ${money(step.track.amount)}${payout === undefined ? '' : `, payout ${payout}`}`;
    return { title: `Track ${step.track.eventType ?? 'action'}`, detail: step.note ?? detail };
  }
  if ('modify' in step) {
    const { amount, payout, reason } = step.modify;
    const parts = [
      amount === undefined ? undefined : `amount ${money(amount)}`,
      payout === undefined ? undefined : `payout ${money(payout)}`,
    ].filter((part) => part !== undefined);
    return { title: 'Modify', detail: step.note ?? (parts.join(', ') || reason) };
  }
  if ('reverse' in step) return { title: 'Reverse', detail: step.note ?? step.reverse.reason };
  if ('restore' in step) return { title: 'Restore', detail: step.note ?? 'the last values come back' };
  if ('maintenance' in step) return MAINTENANCE[step.maintenance];
  return { title: 'Approve', detail: step.note ?? 'no more changes' };
}

/** The steps of a scenario before any has happened. */
export function plannedSteps(scenario: Scenario): RunStep[] {
  return scenario.steps.map((step) => ({
    ...stepText(step),
    state: 'planned',
    actionKey: null,
    ...(step.at === undefined ? {} : { at: step.at }),
  }));
}

/** The purchase that a track step describes. */
export function purchaseOf(track: Extract<Step, { track: unknown }>['track']): Purchase {
  const { amount, payout, ...rest } = track;
  return {
    ...rest,
    amount: parseMoney(amount),
    payout: payout === undefined ? undefined : parseMoney(payout),
  };
}

/** The command that any other step gives to its action. */
export function commandOf(step: Exclude<ActionStep, { track: unknown }>): ActionCommand {
  if ('modify' in step) {
    const { amount, payout, reason } = step.modify;
    return {
      type: 'modify',
      reason,
      ...(amount === undefined ? {} : { amount: parseMoney(amount) }),
      ...(payout === undefined ? {} : { payout: parseMoney(payout) }),
    };
  }
  if ('reverse' in step) return { type: 'reverse', reason: step.reverse.reason };
  if ('restore' in step) return { type: 'restore' };
  return { type: 'approve' };
}

/** Where a scenario has come to: its actions by step id, and how many purchases it has tracked. */
export interface ScenarioState {
  byStep: Map<string, Action>;
  tracked: number;
}

export function newScenarioState(): ScenarioState {
  return { byStep: new Map(), tracked: 0 };
}

/**
 * Plays one step at a time of the clock and moves `state` on. The same seed, times and steps give the same
 * actions, here, on the screen's previews and in the engine. Throws as applyCommand and trackPurchase do.
 */
export function playStep(
  state: ScenarioState,
  step: ActionStep,
  world: World,
  at: Millis,
  seed: number,
): { action: Action; entry: LedgerEntry } {
  if ('track' in step) {
    const result = trackPurchase(world, purchaseOf(step.track), at, seed, state.tracked);
    state.tracked += 1;
    if (step.id !== undefined) state.byStep.set(step.id, result.action);
    return result;
  }
  const reference = referenceOf(step)!;
  const before = state.byStep.get(reference.action);
  if (before === undefined) {
    throw new PostbenchError('PB_SCENARIO_INVALID', `No earlier step has the id "${reference.action}".`, {
      remedy: 'Give the track step that id, or name another one.',
    });
  }
  const result = applyCommand(before, commandOf(step), at);
  state.byStep.set(reference.action, result.action);
  return result;
}

/** The events of all steps of a scenario, for previews: nothing is sent or stored. */
export function previewScenario(scenario: Scenario, world: World, start: Millis, seed: number) {
  const state = newScenarioState();
  return scenario.steps
    .filter((step): step is ActionStep => !('maintenance' in step))
    .map((step) => ({ step, ...playStep(state, step, world, start + (step.at ?? 0), seed) }));
}
