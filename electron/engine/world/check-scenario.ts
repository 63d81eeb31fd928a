import type { World } from '../../../shared/domain/program.ts';
import type { Millis } from '../../../shared/domain/time.ts';
import { previewScenario } from '../../../shared/scenario/preview.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { placeOfStep } from '../workspace/step-places.ts';

/** Things of each repetition that are tried: what fails for some purchases fails among so many, and it takes no time. */
const MOST = 1000;

/**
 * Plays a scenario without sending, before a run does: a step that can never happen, such as a second reversal, is
 * found before anything has left. What depends on how long deliveries take shows only in the run. Throws
 * PB_SCENARIO_INVALID with the step's place.
 */
export function checkScenario(scenario: Scenario, world: World, start: Millis): void {
  // Which seed it is decides ids and spreads, not what is possible.
  previewScenario(scenario, scenario.world ?? world, start, 0, {
    placeOf: (step) => placeOfStep(scenario, step),
    most: MOST,
  });
}
