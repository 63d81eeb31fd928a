import { decimal, sameNumber } from './decimal.ts';
import { MONEY_FIELDS } from './field-names.ts';
import { sameInstant } from './instant.ts';
import type { BookRecord, Difference, Mapping, PlatformRecord } from './record.ts';

const DATE_FIELDS: ReadonlySet<string> = new Set([
  'EventDate',
  'CreationDate',
  'ReferringDate',
  'LockingDate',
  'UpdateDate',
  'ClearingDate',
  'ClearedDate',
]);
const NUMBER_FIELDS: ReadonlySet<string> = new Set(['Quantity', ...MONEY_FIELDS]);

/** What is compared unless a story says otherwise. */
export const COMPARED = ['Status', 'Payout', 'Currency'] as const;

export interface ComparedWith {
  mapping: Mapping;
  /** Placeholders whose values are compared. */
  compare: readonly string[];
  /** Of the program, for local times without an offset. */
  timeZone: string;
  /** The receiver should have no such record. */
  absent: boolean;
}

/**
 * Where the receiver's record and the platform's books part; empty where a right receiver could have this record.
 * Fields that the records do not show are never a difference, and without a status field only the payout is compared. A
 * deleted row, a sum of 0.00 and a row that is marked reversed are all right for a reversed action.
 */
export function differencesOf(
  record: BookRecord,
  platform: PlatformRecord,
  { mapping, compare, timeZone, absent }: ComparedWith,
): Difference[] {
  const { status, values } = platform;
  if (absent) return absentDifferences(record);
  const reversed = status === 'reversed';
  if (!record.exists) {
    if (reversed) return [];
    return [{ field: 'record', expected: values['Payout'] ?? '', found: 'no record' }];
  }
  const differences: Difference[] = [];
  for (const field of compare) {
    if (field === 'Status') {
      const different = statusDifference(record, platform);
      if (different !== undefined) differences.push(different);
      continue;
    }
    const expected = values[field];
    const found = record.fields[field] ?? missingPayout(field, mapping, platform);
    if (expected === undefined || found === undefined) continue;
    // Marked reversed, a record may keep what was paid before: whether totals leave it out is not seen.
    // Under a word that nobody explained, it may be marked so.
    const keeps =
      record.status === null || (record.status === 'reversed' && mapping.money.reversed === 'any');
    if (reversed && keeps && MONEY_FIELDS.has(field)) continue;
    if (!sameValue(field, expected, found, timeZone)) differences.push({ field, expected, found });
  }
  return differences;
}

/** Records that showed a payout once, and show none for an open action that has one, show it as empty. */
function missingPayout(
  field: string,
  { fields }: Mapping,
  { status, values }: PlatformRecord,
): string | undefined {
  const isOwed = status !== 'reversed' && decimal(values['Payout'] ?? '')?.eq(0) === false;
  return field === 'Payout' && fields['Payout'] !== undefined && isOwed ? '' : undefined;
}

/** Marked reversed with the former payout kept: right only where totals leave reversed records out. */
export function keepsReversedPayout(record: BookRecord, platform: PlatformRecord): boolean {
  const payout = decimal(record.fields['Payout'] ?? '');
  return (
    platform.status === 'reversed' && record.status === 'reversed' && payout !== undefined && !payout.eq(0)
  );
}

/** Whether a record shows more than the platform ever stated for the action. */
export function isOverbooked(record: BookRecord, { mostPayout }: PlatformRecord): boolean {
  const [payout, most] = [decimal(record.fields['Payout'] ?? ''), decimal(mostPayout)];
  return payout !== undefined && most !== undefined && payout.gt(most);
}

/** Whether a record holds the value that was sent: numbers as decimals, dates as instants, text exactly. */
export function sameValue(field: string, sent: string, recorded: string, timeZone: string): boolean {
  if (sent === recorded) return true;
  if (NUMBER_FIELDS.has(field)) return sameNumber(sent, recorded);
  if (DATE_FIELDS.has(field)) return sameInstant(sent, recorded, timeZone);
  // A currency code is the same in any case.
  if (field === 'Currency' || field === 'OriginalCurrency') return sent === recorded.trim().toUpperCase();
  return false;
}

function statusDifference(record: BookRecord, { status, values }: PlatformRecord): Difference | undefined {
  // Without a status column only money speaks.
  if (record.status === undefined) return undefined;
  const expected = values['Status'] ?? status.toUpperCase();
  if (record.status === status) return undefined;
  // A word that nobody explained claims nothing.
  if (record.status === null) return undefined;
  // A receiver may take what is not reversed for good at once.
  const bothOpen = status !== 'reversed' && record.status !== 'reversed';
  if (bothOpen) return undefined;
  // Not marked, but worth nothing: the money is right, as in a ledger.
  const payout = decimal(record.fields['Payout'] ?? '');
  if (status === 'reversed' && payout?.eq(0) === true) return undefined;
  return { field: 'Status', expected, found: record.statusWord };
}

function absentDifferences(record: BookRecord): Difference[] {
  if (!record.exists) return [];
  const payout = decimal(record.fields['Payout'] ?? '');
  if (payout?.eq(0) === true) return [];
  return [{ field: 'record', expected: 'no record', found: record.fields['Payout'] ?? 'a record' }];
}
