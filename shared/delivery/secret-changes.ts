import { secretText } from '../secrets/name.ts';
import type { SecretUse } from './attempt.ts';

/**
 * The secrets of an attempt that have another value than when they were sent first: `earlier` are those of the attempts
 * before it, oldest first.
 */
export function changedSecrets(
  now: readonly SecretUse[],
  earlier: readonly (readonly SecretUse[])[],
): string[] {
  const first = new Map<string, string>();
  for (const uses of earlier)
    for (const { name, fingerprint } of uses)
      if (fingerprint !== '' && !first.has(name)) first.set(name, fingerprint);
  const changed = now.filter(
    ({ name, fingerprint }) => fingerprint !== '' && (first.get(name) ?? fingerprint) !== fingerprint,
  );
  return [...new Set(changed.map(({ name }) => name))];
}

/** Says of an attempt that it was sent with other values than the first one; empty where it was not. */
export function changedSecretsSentence(names: readonly string[]): string {
  if (names.length === 0) return '';
  const what = names.map(secretText).join(', ');
  return `${what} ${names.length === 1 ? 'has' : 'have'} another value than at the first attempt.`;
}
