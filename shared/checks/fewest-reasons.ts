import type { DiagnosisId } from './diagnosis.ts';

/**
 * One reason for each of several failures that may have many: the fewest reasons that explain them all, the one that
 * explains most of them first. A failure without any is left out.
 */
export function fewestReasons<T>(
  failures: readonly T[],
  reasonsOf: (failure: T) => readonly DiagnosisId[],
): Map<T, DiagnosisId> {
  const chosen = new Map<T, DiagnosisId>();
  let open = failures
    .map((failure) => ({ failure, reasons: reasonsOf(failure) }))
    .filter(({ reasons }) => reasons.length > 0);
  while (open.length > 0) {
    const counts = new Map<DiagnosisId, number>();
    // Of two that explain as many, the likelier one.
    for (const { reasons } of open)
      for (const [rank, id] of reasons.entries()) counts.set(id, (counts.get(id) ?? 0) + 1 - rank / 1000);
    const [best] = [...counts].toSorted((a, b) => b[1] - a[1])[0]!;
    for (const { failure, reasons } of open) if (reasons.includes(best)) chosen.set(failure, best);
    open = open.filter(({ failure }) => !chosen.has(failure));
  }
  return chosen;
}
