/** One key of a request with its decoded value. */
export interface Field {
  place: 'path' | 'query' | 'header' | 'body';
  key: string;
  value: string;
  /** In JSON: a number or another value without quotes. */
  bare?: true;
  /** The body cannot be read, and `value` says why. */
  problem?: true;
}

/** The fields of a body, or why it cannot be read. */
export type BodyReader = (body: string) => Omit<Field, 'place'>[] | { problem: string };
