import type { Place } from '../../../shared/errors.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import type { ParsedYaml } from './yaml-file.ts';

const places = new WeakMap<Scenario, readonly Place[]>();

/** Remembers where the steps of a scenario stand in its file, for errors that show only when they are played. */
export function rememberPlaces({ content, placeOf }: Extract<ParsedYaml<Scenario>, { ok: true }>): void {
  places.set(
    content,
    content.steps.map((_step, index) => placeOf(['steps', index])),
  );
}

/** Where a step stands, from 0; undefined for a scenario that came from no file. */
export function placeOfStep(scenario: Scenario, step: number): Place | undefined {
  return places.get(scenario)?.[step];
}
