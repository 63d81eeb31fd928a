import { type Money, parseMoney, whyNotMoney } from '../../../shared/domain/money.ts';

type Path = readonly (string | number)[];

/** The amounts of a step, with the path of each. */
export function* amountsIn(value: unknown, path: Path): Generator<[Money, Path]> {
  if (typeof value === 'string' && whyNotMoney(value) === undefined) yield [parseMoney(value), path];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value))
    yield* amountsIn(part, [...path, Array.isArray(value) ? Number(key) : key]);
}
