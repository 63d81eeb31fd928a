import type { Action, ActionStatus, LedgerEntry, Transition } from './action.ts';

/** An action in a list; all of it, with its ledger, is asked for by its key. */
export interface ActionRow {
  key: number;
  change: number;
  runId: number | null;
  id: string;
  programId: string;
  programName: string;
  eventType: string;
  status: ActionStatus;
  /** In hundredths of the currency. */
  amount: number;
  payout: number;
  currency: string;
  orderId: string;
  subId1: string;
  sharedId: string;
  eventDate: number;
  lockingDate: number;
  cleared: boolean;
  /** Lines of its ledger. */
  entries: number;
  updatedAt: number;
}

/** All of one action. */
export interface ActionView {
  /** What commands name it by: two runs with one seed have actions of the same id. Counts up. */
  key: number;
  change: number;
  runId: number | null;
  action: Action;
  ledger: LedgerEntry[];
  /** What may be done now. */
  next: Transition[];
  updatedAt: number;
}
