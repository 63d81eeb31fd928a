import type { Action, ActionStatus, LedgerEntry, Transition } from './action.ts';

/** An action in a list; the full action, with its ledger, is loaded by its key. */
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
  /** Number of its ledger lines. */
  entries: number;
  updatedAt: number;
}

/** One action in full. */
export interface ActionView {
  /** Its key in commands, since two runs with one seed have actions of the same id. Counts up. */
  key: number;
  change: number;
  runId: number | null;
  action: Action;
  ledger: LedgerEntry[];
  /** What can be done now. */
  next: Transition[];
  updatedAt: number;
}
