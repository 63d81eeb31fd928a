import type { Place } from '../../../shared/errors.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import type { ParsedYaml } from './yaml-file.ts';

const places = new WeakMap<Scenario, readonly Place[]>();

/** Remembers where the steps of a scenario are in its file, for errors that only appear when they are played. */
export function rememberPlaces({ content, placeOf }: Extract<ParsedYaml<Scenario>, { ok: true }>): void {
  places.set(
    content,
    content.steps.map((_step, index) => placeOf(['steps', index])),
  );
}

/** The place of a step, counted from 0; undefined for a scenario that did not come from a file. */
export function placeOfStep(scenario: Scenario, step: number): Place | undefined {
  return places.get(scenario)?.[step];
}
