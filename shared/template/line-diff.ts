/** One line of a comparison: in both, only in the first, or only in the second. */
export interface DiffLine {
  type: 'same' | 'removed' | 'added';
  text: string;
}

/** Above this many pairs of lines, the longest common part is not searched. */
const MOST_PAIRS = 1_000_000;

/** Compares two texts by line: without added lines the result is `before`, without removed lines `after`. */
export function diffLines(before: string, after: string): DiffLine[] {
  const a = before.split('\n');
  const b = after.split('\n');
  if (a.length * b.length > MOST_PAIRS) {
    return [
      ...a.map((text): DiffLine => ({ type: 'removed', text })),
      ...b.map((text): DiffLine => ({ type: 'added', text })),
    ];
  }
  const common = lengths(a, b);
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ type: 'same', text: a[i]! });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && common[i + 1]![j]! >= common[i]![j + 1]!)) {
      lines.push({ type: 'removed', text: a[i]! });
      i += 1;
    } else {
      lines.push({ type: 'added', text: b[j]! });
      j += 1;
    }
  }
  return lines;
}

/** How many equal lines are shown around a different one. */
const AROUND = 2;

/** A comparison without its long stretches of equal lines, with their numbers. */
export function folded(lines: readonly DiffLine[]): (DiffLine | { skipped: number })[] {
  const out: (DiffLine | { skipped: number })[] = [];
  for (const [at, line] of lines.entries()) {
    const near = lines.slice(Math.max(at - AROUND, 0), at + AROUND + 1).some(({ type }) => type !== 'same');
    const last = out.at(-1);
    if (near) out.push(line);
    else if (last !== undefined && 'skipped' in last) last.skipped += 1;
    else out.push({ skipped: 1 });
  }
  return out;
}

/** `[i][j]`: the length of the longest common sequence of lines from lines i and j. */
function lengths(a: readonly string[], b: readonly string[]): number[][] {
  const table = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      table[i]![j] =
        a[i] === b[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
    }
  }
  return table;
}
