import { IndexDamaged } from './sealed.ts';

/**
 * The distinct values of a column as bytes: numbers where all are written as decimals, so that they are compared without
 * being read as text; else texts.
 */
export type ColumnValues =
  | { kind: 'numbers'; numbers: DecimalValues }
  | { kind: 'texts'; texts: PackedTextValues };

const DECIMAL = /^(?!-0(?:\.0*)?$)-?(?:0|[1-9]\d{0,15})(?:\.(\d{1,6}))?$/;
/** How far numbers may be apart, since they are kept as a distance in 32 bits. */
const MOST_APART = 2 ** 31 - 1;

const POWERS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

const NUMBERS = 'n';
const ASCII_TEXTS = 'a';
const TEXTS = 't';
const JSON_TEXTS = 'j';
const BETWEEN = '\0';

/** One letter for how the values are kept, then the values. */
export function packValues(values: readonly string[]): Uint8Array {
  const numbers = packNumbers(values);
  if (numbers !== undefined) return Buffer.concat([Buffer.from(NUMBERS), numbers]);
  const joined = values.join(BETWEEN);
  // What UTF-8 cannot say, such as half a character, JSON can.
  if (joined.split(BETWEEN).length !== values.length || !joined.isWellFormed())
    return Buffer.from(JSON_TEXTS + JSON.stringify(values));
  const bytes = Buffer.from(joined);
  return Buffer.concat([Buffer.from(bytes.length === joined.length ? ASCII_TEXTS : TEXTS), bytes]);
}

export function readValues(bytes: Buffer): ColumnValues {
  const kind = String.fromCharCode(bytes[0] ?? 0);
  const rest = bytes.subarray(1);
  if (kind === NUMBERS) return { kind: 'numbers', numbers: new DecimalValues(rest) };
  if (![ASCII_TEXTS, TEXTS, JSON_TEXTS].includes(kind)) throw new IndexDamaged('of an unknown kind');
  return { kind: 'texts', texts: new PackedTextValues(kind, rest) };
}

/** Distances from the least of them, and how many digits each has after the point. */
function packNumbers(values: readonly string[]): Buffer | undefined {
  const digits: number[] = [];
  const whole: number[] = [];
  for (const value of values) {
    const match = DECIMAL.exec(value);
    if (match === null) return undefined;
    digits.push(match[1]?.length ?? 0);
    whole.push(Number(value.replace('.', '')));
  }
  const least = Math.min(...whole);
  const most = Math.max(...whole);
  if (most - least > MOST_APART || !Number.isSafeInteger(most) || !Number.isSafeInteger(least))
    return undefined;
  const scales = digits.every((one) => one === digits[0]) ? digits.slice(0, 1) : digits;
  const bytes = Buffer.alloc(12 + 4 * whole.length + scales.length);
  bytes.writeDoubleLE(least, 0);
  bytes.writeUInt32LE(whole.length, 8);
  for (const [at, one] of whole.entries()) bytes.writeUInt32LE(one - least, 12 + 4 * at);
  bytes.set(scales, 12 + 4 * whole.length);
  return bytes;
}

/** Decimal numbers, each with as many digits as it was written with. */
export class DecimalValues {
  readonly #least: number;
  readonly #distances: Uint32Array;
  readonly #scales: Uint8Array;

  constructor(bytes: Buffer) {
    if (bytes.length < 12) throw new IndexDamaged('short');
    this.#least = bytes.readDoubleLE(0);
    const count = bytes.readUInt32LE(8);
    this.#distances = new Uint32Array(new Uint8Array(bytes.subarray(12, 12 + 4 * count)).buffer);
    this.#scales = bytes.subarray(12 + 4 * count);
  }

  get length(): number {
    return this.#distances.length;
  }

  /** As Number() reads the text. */
  numberAt(index: number): number {
    return (this.#least + this.#distances[index]!) / POWERS[this.#scaleAt(index)]!;
  }

  /** As it was written. */
  textAt(index: number): string {
    const whole = this.#least + this.#distances[index]!;
    const scale = this.#scaleAt(index);
    if (scale === 0) return String(whole);
    const digits = String(Math.abs(whole)).padStart(scale + 1, '0');
    return `${whole < 0 ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  }

  #scaleAt(index: number): number {
    return this.#scales.length === 1 ? this.#scales[0]! : this.#scales[index]!;
  }
}

/** Texts that are only taken apart if one of them may contain what is looked for. */
export class PackedTextValues {
  readonly #kind: string;
  readonly #bytes: Buffer;

  constructor(kind: string, bytes: Buffer) {
    this.#kind = kind;
    this.#bytes = bytes;
  }

  /** Whether one of them may contain an ASCII text, in any case. */
  mayContain(wanted: string): boolean {
    if (this.#kind !== ASCII_TEXTS) return true;
    // A letter has two forms, and is looked for as either.
    const run = /[^a-z]+/gi;
    let longest = '';
    for (const [part] of wanted.matchAll(run)) if (part.length > longest.length) longest = part;
    if (longest.length > 2 || longest.length === wanted.length)
      return this.#bytes.includes(longest, 0, 'latin1');
    return this.#bytes.toString('latin1').toLowerCase().includes(wanted.toLowerCase());
  }

  all(): string[] {
    if (this.#kind === JSON_TEXTS) return JSON.parse(this.#bytes.toString()) as string[];
    return this.#bytes.toString(this.#kind === ASCII_TEXTS ? 'latin1' : 'utf8').split(BETWEEN);
  }
}
