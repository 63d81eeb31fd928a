import { isAscii } from 'node:buffer';
import { declaredCharset } from '../../../../shared/http/body-text.ts';
import { headerOf } from '../../../../shared/http/headers.ts';
import { CAPTURE_FIELDS } from '../../../../shared/receiver/query/capture-fields.ts';
import { codingsOf } from '../../decoded-body.ts';
import { BLOCK } from '../capture-blocks.ts';
import { OF_HEAD_AND_BODY, OF_MARKS } from '../capture-condition.ts';
import type { CaptureRecord } from '../capture-record.ts';
import type { CaptureScan } from '../capture-scan.ts';
import { addBit, type BlockBits, bitsOfBytes, bytesOfBits, noBits } from './block-bits.ts';
import { ColumnBuilder } from './column.ts';
import { IndexDamaged, sealed, unsealed } from './sealed.ts';
import { type PackedTexts, TextsBuilder } from './texts.ts';

/** Bytes of head and body together up to which a capture's text is in the index; others are searched one by one. */
const TEXT_LIMIT = 16 * 1024;
/** The same for its fields, and how many of these there may be. */
const FIELDS_LIMIT = 64 * 1024;
const MOST_FIELDS = 500;
/** What a query can name, in lower case. */
const NAMEABLE = /^[a-z_][\w.[\]@/-]{0,99}$/;

/** The fields of every capture that have a column; the others are read from head and body, or computed. */
export const COLUMNS = CAPTURE_FIELDS.map(({ name }) => name).filter(
  (name) => !OF_HEAD_AND_BODY.has(name) && !OF_MARKS.has(name) && !['id', 'target', 'took'].includes(name),
);

/** Bytes of a column up to which it is kept in the summary of its block, as base64. */
const SMALL = 128;

export interface ColumnSummary {
  /** How many captures have a value. */
  count: number;
  /** How the first of them spells the key. */
  spelt: string;
  packed?: string;
}

/**
 * What a block was packed by: a block of another format is packed again. Count the number up when something else is read
 * from a request, or it is packed in another way.
 */
export const INDEX_FORMAT = `2 ${COLUMNS.join(' ')}`;

/** What is known of the captures of a block. */
export interface BlockSummary {
  format: string;
  /** By their names. */
  columns: Record<string, ColumnSummary>;
  /** The number of the clearing of all deliveries that was the last one: those that are known here are gone after another one. */
  cleared: number;
}

/** A block of the index. */
export interface PackedBlock {
  block: number;
  summary: Uint8Array;
  columns: readonly (readonly [name: string, packed: Uint8Array])[];
  texts: PackedTexts;
}

/** Sets of a block's captures, in this order behind the summary. */
export const SETS = ['present', 'sent', 'open', 'longText', 'longFields', 'beyondAscii'] as const;
/**
 * present: there is one at this place. sent: a delivery of Postbench. open: its attempt has not ended, so its delivery is
 * not in the index. longText, longFields: too long for it. beyondAscii: head or body are more than ASCII text as it is.
 */
export type BlockSet = (typeof SETS)[number];

export const firstOf = (block: number) => block * BLOCK;
export const lastOf = (block: number) => (block + 1) * BLOCK - 1;

/** What a block's captures are packed with. */
interface Surroundings {
  /** The number of the last clearing of deliveries. */
  cleared: number;
  /** The attempts that have been sent and have no row of their own yet. */
  started: ReadonlySet<number>;
}

/** Packs the captures of a block; call it within a transaction. Also returns how many attempts have not ended. */
export function packBlock(
  scan: CaptureScan,
  block: number,
  { cleared, started }: Surroundings,
): PackedBlock & { open: number } {
  const columns = new Map<string, ColumnBuilder>();
  const spelt = new Map<string, string>();
  const texts = new TextsBuilder();
  const sets = Object.fromEntries(SETS.map((name) => [name, noBits()])) as Record<
    BlockSet,
    ReturnType<typeof noBits>
  >;
  let open = 0;
  const add = (place: number, name: string, key: string, value: string) => {
    let column = columns.get(name);
    if (column === undefined) {
      column = new ColumnBuilder();
      columns.set(name, column);
      spelt.set(name, key);
    }
    column.add(place, value);
  };
  // Marks are not packed: they change.
  const which = { from: firstOf(block), through: lastOf(block) };
  for (const { record, row } of scan.records(which, { marks: false })) {
    const place = row.id - firstOf(block);
    addBit(sets.present, place);
    const { attempt_id: attempt } = row;
    // An attempt that is nowhere was cleared away, and never comes.
    const isOpen = attempt !== null && row.ended_at === null && (row.number !== null || started.has(attempt));
    if (attempt !== null) addBit(sets.sent, place);
    if (isOpen) {
      addBit(sets.open, place);
      open += 1;
    }
    for (const name of COLUMNS) {
      for (const value of record.values('capture', name)) add(place, `capture.${name}`, name, String(value));
    }
    const [head, body] = [row.head ?? new Uint8Array(), row.body ?? new Uint8Array()];
    const length = head.length + body.length;
    if (length > TEXT_LIMIT || (row.decoded?.length ?? 0) > TEXT_LIMIT) addBit(sets.longText, place);
    else for (const bytes of [head, body, row.decoded ?? new Uint8Array()]) texts.add(place, bytes);
    const fields = length > FIELDS_LIMIT ? [] : requestFieldsOf(record);
    if (length > FIELDS_LIMIT || fields.length > MOST_FIELDS) addBit(sets.longFields, place);
    else for (const { key, value } of fields) add(place, `request.${key.toLowerCase()}`, key, value);
    if (!isOpen) {
      for (const [name, value] of Object.entries(record.eventValues()))
        if (NAMEABLE.test(name.toLowerCase())) add(place, `event.${name.toLowerCase()}`, name, value);
    }
    if (length > TEXT_LIMIT || !isPlain(record, head, body)) addBit(sets.beyondAscii, place);
  }
  const summary: BlockSummary = { format: INDEX_FORMAT, columns: {}, cleared };
  const large: [string, Uint8Array][] = [];
  for (const [name, column] of columns) {
    const packed = column.packed();
    const isSmall = packed.length <= SMALL;
    if (!isSmall) large.push([name, packed]);
    summary.columns[name] = {
      count: column.count,
      spelt: spelt.get(name)!,
      ...(isSmall && { packed: Buffer.from(packed).toString('base64') }),
    };
  }
  return {
    block,
    open,
    summary: sealed(Buffer.from(JSON.stringify(summary)), ...SETS.map((name) => bytesOfBits(sets[name]))),
    columns: large,
    texts: texts.packed(),
  };
}

const requestFieldsOf = (record: CaptureRecord) =>
  record.requestFields().filter(({ key }) => NAMEABLE.test(key.toLowerCase()));

/** Whether a request is ASCII, and its body what its bytes say. */
function isPlain({ headers }: CaptureRecord, head: Uint8Array, body: Uint8Array): boolean {
  if (!isAscii(head) || !isAscii(body)) return false;
  if (codingsOf(headerOf(headers, 'content-encoding') ?? '').length > 0) return false;
  return ['', 'utf-8', 'us-ascii'].includes(declaredCharset(headerOf(headers, 'content-type') ?? ''));
}

/** What a block is summarized as, and its sets. Throws IndexDamaged for what this version did not write. */
export function summaryOfBlock(packed: unknown): {
  summary: BlockSummary;
  sets: Record<BlockSet, BlockBits>;
} {
  const [json, ...parts] = unsealed(packed, 1 + SETS.length);
  const summary = JSON.parse(json!.toString()) as BlockSummary;
  if (summary.format !== INDEX_FORMAT) throw new IndexDamaged('of another format');
  const sets = SETS.map((name, index) => [name, bitsOfBytes(parts[index]!)]);
  return { summary, sets: Object.fromEntries(sets) as Record<BlockSet, BlockBits> };
}

/** Parts of a block that may change hands instead of being copied. */
export function buffersOf({ summary, columns, texts }: PackedBlock): ArrayBuffer[] {
  const parts = [summary, ...columns.map(([, packed]) => packed), texts.common, texts.own];
  return parts.map(({ buffer }) => buffer as ArrayBuffer);
}

/** Bytes of a block. */
export function sizeOf({ summary, columns, texts }: PackedBlock): number {
  const parts = [summary, ...columns.map(([, packed]) => packed), texts.common, texts.own];
  return parts.reduce((sum, { length }) => sum + length, 0);
}
