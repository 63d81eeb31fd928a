import { amountOfError, type Money } from '../../../shared/domain/money.ts';
import type { Place } from '../../../shared/errors.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import type { ReadYaml } from './file-kinds.ts';
import { amountsIn } from './step-amounts.ts';

interface StepPlace {
  step: Place;
  /** Its amounts, each with its own place: the currency that an amount is in is only known when the step is played. */
  amounts: readonly (readonly [Money, Place])[];
}

const places = new WeakMap<Scenario, readonly StepPlace[]>();

/** Remembers where the steps of a scenario are in its file, for errors that only appear when they are played. */
export function rememberPlaces({ content, places: known }: Extract<ReadYaml<Scenario>, { ok: true }>): void {
  places.set(
    content,
    content.steps.map((step, index) => ({
      step: known[`steps.${index}`]!,
      amounts: [...amountsIn(step, ['steps', index])].map(
        ([amount, path]) => [amount, known[path.join('.')]!] as const,
      ),
    })),
  );
}

/**
 * The place of a step, counted from 0, or of the amount in it that an error is about; undefined for a scenario that did
 * not come from a file.
 */
export function placeOfStep(scenario: Scenario, step: number, error?: unknown): Place | undefined {
  const place = places.get(scenario)?.[step];
  const wrong = amountOfError(error);
  return place?.amounts.find(([amount]) => amount === wrong)?.[1] ?? place?.step;
}
