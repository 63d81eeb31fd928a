import { BLOCK } from '../capture-blocks.ts';
import { addBit, type BlockBits, hasBit, noBits } from './block-bits.ts';
import { type ColumnValues, packValues, readValues } from './column-values.ts';
import { bytesOf, sealed, shortsOf, unsealed } from './sealed.ts';

/** For a capture without a value. */
const NONE = 0xffff;
/** From here on, a number stands for a list of values. */
const LISTS = 0x8000;

/** The values that the captures of one block have of one field; a value that many of them have is kept once. */
interface Column {
  values: ColumnValues;
  /** Indexes of the values of captures that have more than one. */
  lists: readonly (readonly number[])[];
  /** For each place of the block NONE, the index of a value, or LISTS and the index of a list. */
  at: Uint16Array;
}

/** What is asked about the values of a column. */
export interface ColumnQuestion {
  isMet: (values: readonly (string | number)[]) => boolean;
  /** Whether numbers may be given as such. */
  isNumeric: boolean;
  /** The same for a single number, sooner. */
  isMetBy?: ((value: number) => boolean) | undefined;
  /** What a value has to contain, in any case. */
  contains?: string | undefined;
}

const FIRST_OF_ALL = new Uint16Array(BLOCK);
const EACH_ITS_OWN = Uint16Array.from({ length: BLOCK }, (_, place) => place);

/** How places are said that need not be written: of one value for all, and of another one for each. */
const WITHOUT_PLACES = new Map([
  [1, new Uint8Array(1)],
  [BLOCK, new Uint8Array()],
]);

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
    const isFull = lists.length === 0 && this.count === BLOCK;
    return sealed(
      packValues([...known.keys()]),
      Buffer.from(lists.length === 0 ? '' : JSON.stringify(lists)),
      (isFull ? WITHOUT_PLACES.get(known.size) : undefined) ?? bytesOf(at),
    );
  }
}

function readColumn(packed: unknown): Column {
  const [bytes, json, places] = unsealed(packed, 3);
  const values = readValues(bytes!);
  const lists = json!.length === 0 ? [] : (JSON.parse(json!.toString()) as number[][]);
  if (places!.length > 1) return { values, lists, at: shortsOf(places!) };
  return { values, lists, at: places!.length === 1 ? FIRST_OF_ALL : EACH_ITS_OWN };
}

/**
 * Which places of a block have a value, and which have one that meets a condition. Each value is asked about once; one of
 * several is enough.
 */
export function placesMeeting(
  packed: unknown,
  question: ColumnQuestion,
): { having: BlockBits; met: BlockBits } {
  const { values, lists, at } = readColumn(packed);
  const meets = valuesMeeting(values, question);
  const having = noBits();
  const met = noBits();
  for (let place = 0; place < BLOCK; place += 1) {
    const index = at[place]!;
    if (index === NONE) continue;
    addBit(having, place);
    if (meets === undefined) continue;
    const isHere = index < LISTS ? meets[index]! : lists[index - LISTS]!.some((one) => meets[one]);
    if (isHere) addBit(met, place);
  }
  return { having, met };
}

/** Whether each value meets it; undefined where none does. */
function valuesMeeting(
  values: ColumnValues,
  { isMet, isMetBy, isNumeric, contains }: ColumnQuestion,
): boolean[] | undefined {
  if (values.kind === 'texts') {
    const { texts } = values;
    if (contains !== undefined && !texts.mayContain(contains)) return undefined;
    return texts.all().map((value) => isMet([value]));
  }
  const { numbers } = values;
  const meets: boolean[] = [];
  for (let index = 0; index < numbers.length; index += 1) {
    if (!isNumeric) meets.push(isMet([numbers.textAt(index)]));
    else if (isMetBy !== undefined) meets.push(isMetBy(numbers.numberAt(index)));
    else meets.push(isMet([numbers.numberAt(index)]));
  }
  return meets;
}

/** The first value of each place that is wanted, in their order; undefined for one without. */
export function firstValues(packed: unknown, wanted: BlockBits): (string | undefined)[] {
  const { values, lists, at } = readColumn(packed);
  const texts = values.kind === 'texts' ? values.texts.all() : undefined;
  const textAt = (index: number) =>
    values.kind === 'numbers' ? values.numbers.textAt(index) : texts?.[index];
  const found: (string | undefined)[] = [];
  for (let place = 0; place < BLOCK; place += 1) {
    if (!hasBit(wanted, place)) continue;
    const index = at[place]!;
    if (index === NONE) found.push(undefined);
    else found.push(textAt(index < LISTS ? index : lists[index - LISTS]![0]!));
  }
  return found;
}
