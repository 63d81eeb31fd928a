/** The first list with the items that only the second has, each after its predecessor there. */
export function interleave(list: readonly string[], other: readonly string[]): string[] {
  const there = new Set(list);
  const first: string[] = [];
  const behind = new Map<string, string[]>();
  let place = first;
  for (const key of new Set(other)) {
    if (!there.has(key)) place.push(key);
    else {
      place = [];
      behind.set(key, place);
    }
  }
  return [...first, ...list.flatMap((key) => [key, ...(behind.get(key) ?? [])])];
}

/** Items by name, ignoring case; the second one of a name is "name 2". */
export function byTurn<T>(things: readonly T[], nameOf: (thing: T) => string): Map<string, T> {
  const named = new Map<string, T>();
  const turns = new Map<string, number>();
  for (const thing of things) {
    const name = nameOf(thing).toLowerCase();
    let n = turns.get(name) ?? 1;
    let turn = n === 1 ? name : `${name} ${n}`;
    for (; named.has(turn); n += 1) turn = `${name} ${n + 1}`;
    turns.set(name, n + 1);
    named.set(turn, thing);
  }
  return named;
}
