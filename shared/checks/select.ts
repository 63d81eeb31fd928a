import { closest, distance } from 'fastest-levenshtein';
import { PostbenchError } from '../errors.ts';
import { CATEGORIES, type Check } from './check.ts';
import { CHECKS } from './list/all.ts';

const EXPLORATION = 'exploration';

/** What can be named: ids and categories. */
function names(): string[] {
  return [...CATEGORIES, ...CHECKS.map(({ id }) => id)];
}

/** Throws PB_ARGUMENT_INVALID for a name that is neither a check nor a category, with the nearest one. */
export function requireKnown(wanted: readonly string[], option: string): void {
  for (const name of wanted) {
    if (names().includes(name)) continue;
    const nearest = closest(name, names());
    const isNear = distance(name, nearest) <= Math.max(2, name.length / 3);
    throw new PostbenchError('PB_ARGUMENT_INVALID', `${option}: there is no check or category "${name}".`, {
      remedy: isNear
        ? `Did you mean ${nearest}?`
        : `Categories: ${CATEGORIES.join(', ')}. For all ids, run postbench check --list.`,
    });
  }
}

/** The checks of a run, by ids or categories; all of them where none are named. */
export function selectChecks({ only, skip }: { only: readonly string[]; skip: readonly string[] }): Check[] {
  requireKnown(only, '--only');
  requireKnown(skip, '--skip');
  const named = ({ id, category }: Check, list: readonly string[]) =>
    list.includes(id) || list.includes(category);
  return CHECKS.filter((check) => (only.length === 0 || named(check, only)) && !named(check, skip));
}

/** Whether random lives are explored: unless other checks were named, or it is skipped. */
export function explores({ only, skip }: { only: readonly string[]; skip: readonly string[] }): boolean {
  return (only.length === 0 || only.includes(EXPLORATION)) && !skip.includes(EXPLORATION);
}
