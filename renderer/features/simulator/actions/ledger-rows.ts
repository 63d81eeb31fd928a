import type { LedgerEntry } from '../../../../shared/domain/action.ts';
import { timeParts } from '../../../lib/format.ts';

/** A row of the ledger on screen: a day above its entries, or an entry by its index. */
export type LedgerRow = { day: string } | { index: number };

/** The entries in their order, with a line for each day that they happened on. */
export function ledgerRows(ledger: readonly Pick<LedgerEntry, 'at'>[], zone: string): LedgerRow[] {
  let before = '';
  return ledger.flatMap(({ at }, index): LedgerRow[] => {
    const day = timeParts(at, zone).date;
    if (day === before) return [{ index }];
    before = day;
    return [{ day }, { index }];
  });
}
