import type { z } from 'zod';

/**
 * A check for a field of a file that has been renamed, and whose older name is read forever: not both of them, and,
 * where it is needed, one of them. What is read is then moved to the name of today by a transform.
 */
export function oneName(today: string, older: string, { needed = false } = {}) {
  return (fields: Record<string, unknown>, context: z.RefinementCtx): void => {
    const given = [today, older].filter((name) => fields[name] !== undefined);
    if (given.length === 2) {
      const message = `is an older name of "${today}"; keep one of them`;
      context.addIssue({ code: 'custom', path: [older], message });
    }
    if (needed && given.length === 0)
      context.addIssue({ code: 'custom', path: [today], message: 'is missing' });
  };
}
