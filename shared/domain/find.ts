import { PostbenchError } from '../errors.ts';

/** One of several things by its id or name; the first one if no name is given. Throws PB_ARGUMENT_INVALID. */
export function findNamed<T extends { id: string; name: string }>(
  all: readonly T[],
  wanted: string | undefined,
  what: string,
): T {
  const found =
    wanted === undefined
      ? all[0]
      : all.find(({ id, name }) => id === wanted || name.trim() === wanted.trim());
  if (found !== undefined) return found;
  throw new PostbenchError('PB_ARGUMENT_INVALID', `There is no ${what} "${wanted ?? ''}".`, {
    remedy:
      all.length === 0
        ? `Add a ${what} to the world first.`
        : `Use one of: ${all.map(({ id, name }) => `${name.trim()} (${id})`).join(', ')}.`,
  });
}
