export type RemedyId =
  | 'the-rule'
  | 'store-first'
  | 'book-payout'
  | 'handle-status'
  | 'exact-money'
  | 'atomic'
  | 'key-by-action'
  | 'by-kind';
