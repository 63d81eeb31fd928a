import { isTold } from '../delivery/firing.ts';
import type { World } from '../domain/program.ts';
import { SAMPLE_SEED, SAMPLE_TIME } from '../domain/samples.ts';
import type { Values } from '../domain/values.ts';
import { eventLabel, type WorldEvent } from '../domain/world-event.ts';
import { eventOf } from './play.ts';
import { previewScenario } from './preview.ts';
import type { Scenario } from './schema.ts';
import { stepText } from './steps.ts';

/** Things of a repetition that are offered as samples: the first few say what all are like. */
const MOST = 3;

/** The values of one scenario step that fires postbacks. */
export interface Sample {
  /** Which step of the scenario, from 0. */
  step: number;
  /** "Tracked", "Reversed", "Reversed 2". */
  label: string;
  /** What the step does, in a few words. */
  detail: string;
  event: WorldEvent;
  values: Values;
}

/**
 * The samples that a scenario gives for previews, approvals left out since they fire no postback. With the
 * scenario's own seed and start they are the values that a run of it sends.
 */
export function samplesOf(scenario: Scenario, world: World): Sample[] {
  const counts = new Map<WorldEvent, number>();
  const played = previewScenario(
    scenario,
    scenario.world ?? world,
    scenario.start ?? SAMPLE_TIME,
    scenario.seed ?? SAMPLE_SEED,
    { most: MOST },
  );
  return played.flatMap(({ index, step, happened }) =>
    happened.flatMap((happening) => {
      const told = eventOf(happening);
      if (told === undefined || !isTold(told.event, { approvalFires: false })) return [];
      const count = (counts.get(told.event) ?? 0) + 1;
      counts.set(told.event, count);
      const label = count === 1 ? eventLabel(told.event) : `${eventLabel(told.event)} ${count}`;
      return [{ step: index, label, detail: stepText(step).detail, ...told }];
    }),
  );
}
