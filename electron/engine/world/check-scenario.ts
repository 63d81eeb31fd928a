import type { World } from '../../../shared/domain/program.ts';
import type { Millis } from '../../../shared/domain/time.ts';
import { previewScenario } from '../../../shared/scenario/preview.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { placeOfStep } from '../workspace/step-places.ts';

/** Purchases of each repetition that are tried: enough to find what fails for some of them, and it takes no time. */
const MOST = 1000;

/**
 * Plays a scenario without sending, before a run does: a step that can never happen, such as a second reversal, is
 * found before anything is sent. What depends on how long deliveries take only shows in the run. Throws
 * PB_SCENARIO_INVALID with the step's place.
 */
export function checkScenario(scenario: Scenario, world: World, start: Millis): void {
  // The seed only affects ids and spreads, not what is possible.
  previewScenario(scenario, { ...(scenario.world ?? world), moneyDigits: world.moneyDigits }, start, 0, {
    placeOf: (step, error) => placeOfStep(scenario, step, error),
    most: MOST,
  });
}
