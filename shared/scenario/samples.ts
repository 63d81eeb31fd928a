import type { ActionEventKind } from '../domain/action.ts';
import type { World } from '../domain/program.ts';
import { SAMPLE_SEED, SAMPLE_TIME } from '../domain/samples.ts';
import { actionValues, type Values } from '../domain/values.ts';
import type { Scenario } from './schema.ts';
import { previewScenario, stepText } from './steps.ts';

/** The values of one scenario step that fires postbacks. */
export interface Sample {
  /** Which step of the scenario, from 0. */
  step: number;
  /** "Tracked", "Reversed", "Reversed 2". */
  label: string;
  /** What the step does, in a few words. */
  detail: string;
  values: Values;
}

const LABELS: Record<ActionEventKind, string> = {
  tracked: 'Tracked',
  modified: 'Modified',
  reversed: 'Reversed',
  restored: 'Restored',
  approved: 'Approved',
};

/** What a person calls an event. */
export function eventLabel(kind: ActionEventKind): string {
  return LABELS[kind];
}

/**
 * The samples that a scenario gives for previews, approvals left out since they fire no postback. With the
 * scenario's own seed and start they are the values that a run of it sends.
 */
export function samplesOf(scenario: Scenario, world: World): Sample[] {
  const counts = new Map<ActionEventKind, number>();
  const played = previewScenario(
    scenario,
    scenario.world ?? world,
    scenario.start ?? SAMPLE_TIME,
    scenario.seed ?? SAMPLE_SEED,
  );
  return played.flatMap(({ index, step, action, entry }) => {
    if (entry.kind === 'approved') return [];
    const count = (counts.get(entry.kind) ?? 0) + 1;
    counts.set(entry.kind, count);
    const label = count === 1 ? eventLabel(entry.kind) : `${eventLabel(entry.kind)} ${count}`;
    return [{ step: index, label, detail: stepText(step).detail, values: actionValues(action, entry) }];
  });
}
