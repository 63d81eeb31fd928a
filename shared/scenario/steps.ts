import type { RunStep } from '../contract/activity.ts';
import { type Action, type ActionCommand, applyCommand, type LedgerEntry } from '../domain/action.ts';
import { formatMoney, parseMoney } from '../domain/money.ts';
import type { World } from '../domain/program.ts';
import type { Millis } from '../domain/time.ts';
import { type Purchase, trackPurchase } from '../domain/track.ts';
import { type Place, PostbenchError } from '../errors.ts';
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

/** One step of a preview. */
interface PreviewedStep {
  /** Its place among all steps, from 0. */
  index: number;
  step: ActionStep;
  action: Action;
  entry: LedgerEntry;
}

/**
 * The events of all steps of a scenario, for previews: nothing is sent or stored. Each happens at the earliest time
 * that it can, since how long deliveries take is not known. So what fails here fails in every run. Throws as stepError
 * says; `placeOf` tells where a step stands.
 */
export function previewScenario(
  scenario: Scenario,
  world: World,
  start: Millis,
  seed: number,
  placeOf?: (step: number) => Place | undefined,
): PreviewedStep[] {
  const state = newScenarioState();
  const played: PreviewedStep[] = [];
  let at = start;
  for (const [index, step] of scenario.steps.entries()) {
    at = Math.max(at, start + (step.at ?? 0));
    if ('maintenance' in step) continue;
    try {
      played.push({ index, step, ...playStep(state, step, world, at, seed) });
    } catch (error) {
      throw stepError(scenario, index, state, error, placeOf?.(index));
    }
  }
  return played;
}

/**
 * What a step threw, as PB_SCENARIO_INVALID: which step, of which action by its name in the file, where it stands,
 * and what to do. Anything but an error of ours is returned as it is.
 */
export function stepError(
  scenario: Scenario,
  index: number,
  state: ScenarioState,
  error: unknown,
  place: Place | undefined,
): unknown {
  if (!(error instanceof PostbenchError)) return error;
  const step = scenario.steps[index]!;
  const name = referenceOf(step)?.action;
  const id = name === undefined ? undefined : state.byStep.get(name)?.id;
  const why = id === undefined ? error.message : error.message.replace(id, `"${name}"`);
  return new PostbenchError('PB_SCENARIO_INVALID', `Step ${index + 1}, ${stepText(step).title}: ${why}`, {
    remedy: error.remedy,
    place,
  });
}
