import type { Difference } from '../checks/records/record.ts';

/** What one of the two books says of an action, as text: money in major units, "12.00". */
export interface BookLine {
  status: string;
  payout: string;
  currency: string;
}

/** An action of a run in both books. */
export interface ComparedAction {
  key: number;
  actionId: string;
  platform: BookLine;
  /** Null where the receiver has no record of it. A field that its records do not show is ''. */
  receiver: BookLine | null;
  differences: Difference[];
  /** What the receiver had on record after lines of the ledger, by their index; only of the run's first action. */
  seen: { entry: number; status: string; payout: string }[];
  /** Marked reversed with the former payout kept: right only where totals leave reversed records out. */
  keepsPayout: boolean;
  /** Why the difference, or its absence, says nothing about the receiver: a sentence; '' where it counts. */
  unjudged: string;
}

/** The receiver's records beside the platform's books after a run. */
export interface ReceiverBooks {
  /** `waiting` while records are looked at; `unseen` where none could be compared, for the reason in `problem`. */
  state: 'waiting' | 'compared' | 'unseen';
  /** How the records are seen, as "GET http://127.0.0.1:9000/state?id={ActionId}"; '' where nobody said how. */
  probe: string;
  /** Why records were not seen, or say less than they should: sentences with a remedy. */
  problem: string;
  /** Actions of the run that postbacks told the receiver about. */
  actions: number;
  /** Of those, the ones whose record counts, and the ones among them that differ. */
  compared: number;
  different: number;
  /** Records that are still waited for. */
  waiting: number;
  /** The longest time from the last response to a right record, in real ms; null where none was late. */
  lagMs: number | null;
  /** What was assumed of the receiver's words: sentences. */
  unsure: string[];
  records: ComparedAction[];
}

/** Most actions of a run whose records are looked at. */
export const MOST_RECORDS = 1_000;

/**
 * What the books say of a run. Only `same` may be shown as green: `kept` is right where totals leave reversed records
 * out, `partly` as far as it was compared, and `unseen` is not known.
 */
export type BooksVerdict = 'waiting' | 'same' | 'differ' | 'kept' | 'partly' | 'unseen';

export function booksVerdict({ state, compared, different, records, problem }: ReceiverBooks): BooksVerdict {
  if (state === 'waiting') return 'waiting';
  if (different > 0) return 'differ';
  if (state === 'unseen' || compared === 0) return 'unseen';
  if (records.some(({ keepsPayout }) => keepsPayout)) return 'kept';
  return compared < records.length || problem !== '' ? 'partly' : 'same';
}

const countOf = (records: number) => `${records} ${records === 1 ? 'record' : 'records'}`;

/** The verdict in a sentence. `acknowledged`: every postback of the run was. */
export function booksSentence(books: ReceiverBooks, acknowledged: boolean): string {
  const { compared, different, waiting, actions, records } = books;
  switch (booksVerdict(books)) {
    case 'waiting':
      return waiting === 0 ? 'Looking at your records.' : `Waiting for ${countOf(waiting)} of your receiver.`;
    case 'differ':
      return `${different} of ${countOf(compared)} ${different === 1 ? 'differs' : 'differ'} from the platform’s books.`;
    case 'unseen':
      return acknowledged ? 'Sent and acknowledged. Booking not checked.' : 'Booking not checked.';
    case 'kept': {
      const kept = records.filter(({ keepsPayout }) => keepsPayout).length;
      return `${countOf(kept)} ${kept === 1 ? 'is marked reversed but keeps its' : 'are marked reversed but keep their'} payout: right only if your totals leave reversed records out.`;
    }
    case 'partly':
      return `${countOf(compared)} of ${actions} ${compared === 1 ? 'equals' : 'equal'} the platform’s books; the others were not compared.`;
    case 'same':
      return actions === compared
        ? `Your records equal the platform’s books: ${compared} of ${actions} compared.`
        : `Your records equal the platform’s books: ${compared} of ${actions} actions looked at.`;
  }
}

/** Where a record differs, as "Payout: 24.00, platform 12.00". */
export function differenceText({ field, expected, found }: Difference): string {
  if (field === 'record')
    return found === 'no record' ? 'no record' : `a record of ${found}, and there should be none`;
  return `${field}: ${found === '' ? 'empty' : found}, platform ${expected === '' ? 'empty' : expected}`;
}
