/** A list with what only the other has put behind what it stands behind there. */
export function interleave(list: readonly string[], other: readonly string[]): string[] {
  const out = [...list];
  const there = new Set(list);
  for (const [at, key] of other.entries()) {
    if (there.has(key)) continue;
    there.add(key);
    out.splice(at === 0 ? 0 : out.indexOf(other[at - 1]!) + 1, 0, key);
  }
  return out;
}

/** Things by their names, whatever their case; the second of a name is "name 2". */
export function byTurn<T>(things: readonly T[], nameOf: (thing: T) => string): Map<string, T> {
  const named = new Map<string, T>();
  for (const thing of things) {
    const name = nameOf(thing).toLowerCase();
    let turn = name;
    for (let n = 2; named.has(turn); n += 1) turn = `${name} ${n}`;
    named.set(turn, thing);
  }
  return named;
}
