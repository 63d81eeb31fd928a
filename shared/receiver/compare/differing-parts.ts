import { diffIndices } from 'node-diff3';

/** Where two sequences differ: indexes in the first and in the second, ends not included. */
export interface Difference {
  left: [number, number];
  right: [number, number];
}

/** Above this many pairs of items, what stands between the equal ends is one difference. */
const MOST_PAIRS = 4_000_000;

/** The differences of two sequences of characters or bytes, in order; none where they are equal. */
export function differencesOf(
  left: ArrayLike<number | string>,
  right: ArrayLike<number | string>,
): Difference[] {
  const most = Math.min(left.length, right.length);
  let start = 0;
  while (start < most && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < most - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end += 1;
  const [leftEnd, rightEnd] = [left.length - end, right.length - end];
  if (start === leftEnd && start === rightEnd) return [];
  if ((leftEnd - start) * (rightEnd - start) > MOST_PAIRS)
    return [{ left: [start, leftEnd], right: [start, rightEnd] }];
  const part = (all: ArrayLike<number | string>, to: number) =>
    Array.from({ length: to - start }, (_, index) => all[start + index]!);
  return diffIndices(part(left, leftEnd), part(right, rightEnd)).map(({ buffer1, buffer2 }) => ({
    left: [start + buffer1[0], start + buffer1[0] + buffer1[1]],
    right: [start + buffer2[0], start + buffer2[0] + buffer2[1]],
  }));
}

/** A piece of a text; `differs`: the other text has not the same there. */
export interface TextPart {
  text: string;
  differs: boolean;
}

/** Two texts in pieces; joined, each is what it was. A character outside the basic plane is never split. */
export function differingParts(left: string, right: string): { left: TextPart[]; right: TextPart[] } {
  const [first, second] = [Array.from(left), Array.from(right)];
  const differences = differencesOf(first, second);
  return {
    left: cut(
      first,
      differences.map((one) => one.left),
    ),
    right: cut(
      second,
      differences.map((one) => one.right),
    ),
  };
}

function cut(characters: readonly string[], ranges: readonly [number, number][]): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  const push = (to: number, differs: boolean) => {
    if (to > at) parts.push({ text: characters.slice(at, to).join(''), differs });
    at = Math.max(at, to);
  };
  for (const [from, to] of ranges) {
    push(from, false);
    push(to, true);
  }
  push(characters.length, false);
  return parts;
}
