const MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;
const ZONE = /(Z|[+-]\d{2}:?\d{2})$/i;

/** Ms since the epoch of a date, or a date and time, in ISO 8601; in UTC without a zone. NaN for any other text. */
export function momentOf(text: string): number {
  const match = MOMENT.exec(text.trim());
  if (match === null) return Number.NaN;
  const isZoned = match[1] === undefined || ZONE.test(match[1]);
  return Date.parse(isZoned ? match[0] : `${match[0]}Z`);
}

/** What a relation such as > compares with: a number, or a moment; NaN for any other text. */
export function numberOrMoment(text: string): number {
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : momentOf(text);
}
