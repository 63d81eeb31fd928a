import { describe, expect, it } from 'vitest';
import {
  booksSentence,
  booksVerdict,
  type ComparedAction,
  type ReceiverBooks,
} from '../../shared/scenario/receiver-books.ts';

const line = (given: Partial<ComparedAction> = {}): ComparedAction => ({
  key: 1,
  actionId: '1000.1.1',
  platform: { status: 'PENDING', payout: '12.00', currency: 'USD' },
  receiver: { status: 'PENDING', payout: '12.00', currency: 'USD' },
  differences: [],
  seen: [],
  keepsPayout: false,
  unjudged: '',
  ...given,
});

function books(records: ComparedAction[], given: Partial<ReceiverBooks> = {}): ReceiverBooks {
  const counting = records.filter(({ unjudged }) => unjudged === '');
  return {
    state: 'compared',
    probe: 'GET http://127.0.0.1:9000/state?id={ActionId}',
    problem: '',
    actions: records.length,
    compared: counting.length,
    different: counting.filter(({ differences }) => differences.length > 0).length,
    waiting: 0,
    lagMs: null,
    unsure: [],
    records,
    ...given,
  };
}

const DIFFERENCE = { field: 'Payout', expected: '12.00', found: '24.00' };

describe('the books of a run are', () => {
  it('the same only where every record that was looked at counts and equals', () => {
    expect(booksVerdict(books([line(), line()]))).toBe('same');
    expect(booksVerdict(books([line(), line({ unjudged: 'Not delivered.' })]))).toBe('partly');
    expect(booksVerdict(books([line()], { problem: 'No payout is shown.' }))).toBe('partly');
    expect(booksVerdict(books([line({ keepsPayout: true })]))).toBe('kept');
  });

  it('different as soon as one record that counts is', () => {
    expect(booksVerdict(books([line(), line({ differences: [DIFFERENCE] })]))).toBe('differ');
    const uncounted = line({ differences: [DIFFERENCE], unjudged: 'Not delivered.' });
    expect(booksVerdict(books([line(), uncounted]))).toBe('partly');
  });

  it('unseen where nothing could be compared, however the run went', () => {
    expect(booksVerdict(books([], { state: 'unseen' }))).toBe('unseen');
    expect(booksVerdict(books([line({ unjudged: 'Not delivered.' })]))).toBe('unseen');
  });
});

describe('the sentence of the books', () => {
  it('never claims an acknowledgment that did not come', () => {
    const unseen = books([], { state: 'unseen' });
    expect(booksSentence(unseen, true)).toBe('Sent and acknowledged. Booking not checked.');
    expect(booksSentence(unseen, false)).toBe('Booking not checked.');
  });

  it('counts what differs, and says of how many it was judged', () => {
    const one = books([line(), line({ differences: [DIFFERENCE] })]);
    expect(booksSentence(one, true)).toBe('1 of 2 records differs from the platform’s books.');
    expect(booksSentence(books([line()], { actions: 10_000 }), true)).toBe(
      'Your records equal the platform’s books: 1 of 10000 actions looked at.',
    );
  });
});
