import type { Place } from '../../../shared/errors.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import type { ReadYaml } from './file-kinds.ts';

const places = new WeakMap<Scenario, readonly Place[]>();

/** Remembers where the steps of a scenario are in its file, for errors that only appear when they are played. */
export function rememberPlaces({ content, places: known }: Extract<ReadYaml<Scenario>, { ok: true }>): void {
  places.set(
    content,
    content.steps.flatMap((_step, index) => known[`steps.${index}`] ?? []),
  );
}

/** The place of a step, counted from 0; undefined for a scenario that did not come from a file. */
export function placeOfStep(scenario: Scenario, step: number): Place | undefined {
  return places.get(scenario)?.[step];
}
