import { amountOfError, type Money, parseMoney, whyNotMoney } from '../../../shared/domain/money.ts';
import type { Place } from '../../../shared/errors.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import type { ParsedYaml } from './yaml-file.ts';

interface StepPlace {
  step: Place;
  /** Its amounts, each with its own place: the currency that an amount is in is only known when the step is played. */
  amounts: readonly (readonly [Money, Place])[];
}

const places = new WeakMap<Scenario, readonly StepPlace[]>();

type Path = readonly (string | number)[];

/** The amounts of a step, with the path of each. */
function* amountsIn(value: unknown, path: Path): Generator<[Money, Path]> {
  if (typeof value === 'string' && whyNotMoney(value) === undefined) yield [parseMoney(value), path];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value))
    yield* amountsIn(part, [...path, Array.isArray(value) ? Number(key) : key]);
}

/** Remembers where the steps of a scenario are in its file, for errors that only appear when they are played. */
export function rememberPlaces({ content, placeOf }: Extract<ParsedYaml<Scenario>, { ok: true }>): void {
  places.set(
    content,
    content.steps.map((step, index) => ({
      step: placeOf(['steps', index]),
      amounts: [...amountsIn(step, ['steps', index])].map(
        ([amount, path]) => [amount, placeOf(path)] as const,
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
