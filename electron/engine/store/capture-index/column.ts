import { BLOCK } from '../capture-blocks.ts';
import { addBit, type BlockBits, hasBit, noBits } from './block-bits.ts';
import { bytesOf, sealed, shortsOf, unsealed } from './sealed.ts';

/** For a capture without a value. */
const NONE = 0xffff;
/** From here on, a number stands for a list of values. */
const LISTS = 0x8000;

/** The values that the captures of one block have of one field; a value that many of them have is kept once. */
interface Column {
  distinct: readonly string[];
  /** Indexes of the values of captures that have more than one. */
  lists: readonly (readonly number[])[];
  /** For each place of the block NONE, the index of a value, or LISTS and the index of a list. */
  at: Uint16Array;
}

/** Puts values together, one by one, for a block. */
export class ColumnBuilder {
  readonly #values: string[][] = [];
  readonly #places: number[] = [];

  /** How many captures have a value. */
  get count(): number {
    return this.#places.length;
  }

  /** The places ascend. */
  add(place: number, value: string): void {
    if (this.#places.at(-1) === place) this.#values.at(-1)?.push(value);
    else {
      this.#places.push(place);
      this.#values.push([value]);
    }
  }

  packed(): Uint8Array {
    const known = new Map<string, number>();
    const indexOf = (value: string) => {
      let index = known.get(value);
      if (index === undefined) {
        index = known.size;
        known.set(value, index);
      }
      return index;
    };
    const lists: number[][] = [];
    const at = new Uint16Array(BLOCK).fill(NONE);
    this.#places.forEach((place, index) => {
      const indexes = this.#values[index]!.map(indexOf);
      if (indexes.length === 1) at[place] = indexes[0]!;
      else at[place] = LISTS + lists.push(indexes) - 1;
    });
    const words = JSON.stringify([[...known.keys()], lists]);
    // One value for all is kept without its places.
    const isOne = known.size === 1 && lists.length === 0 && this.count === BLOCK;
    return sealed(Buffer.from(words), isOne ? new Uint8Array() : bytesOf(at));
  }
}

function readColumn(packed: unknown): Column {
  const [words, places] = unsealed(packed, 2);
  const [distinct, lists] = JSON.parse(words!.toString()) as [string[], number[][]];
  const at = places!.length === 0 ? new Uint16Array(BLOCK) : shortsOf(places!);
  return { distinct, lists, at };
}

/**
 * Which places of a block have a value, and which have one that meets a condition. Each value is asked about once; one of
 * several is enough.
 */
export function placesMeeting(
  packed: unknown,
  isMet: (value: string) => boolean,
): { having: BlockBits; met: BlockBits } {
  const { distinct, lists, at } = readColumn(packed);
  const meets = distinct.map(isMet);
  const having = noBits();
  const met = noBits();
  for (let place = 0; place < BLOCK; place += 1) {
    const index = at[place]!;
    if (index === NONE) continue;
    addBit(having, place);
    const isHere = index < LISTS ? meets[index]! : lists[index - LISTS]!.some((one) => meets[one]);
    if (isHere) addBit(met, place);
  }
  return { having, met };
}

/** The first value of each place that is wanted, in their order; undefined for one without. */
export function firstValues(packed: unknown, wanted: BlockBits): (string | undefined)[] {
  const { distinct, lists, at } = readColumn(packed);
  const values: (string | undefined)[] = [];
  for (let place = 0; place < BLOCK; place += 1) {
    if (!hasBit(wanted, place)) continue;
    const index = at[place]!;
    if (index === NONE) values.push(undefined);
    else values.push(distinct[index < LISTS ? index : lists[index - LISTS]![0]!]);
  }
  return values;
}
