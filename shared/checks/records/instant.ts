import { Temporal } from 'temporal-polyfill';

/** Epoch numbers from here on are ms: as seconds they would lie beyond the year 5000. */
const FIRST_MS = 100_000_000_000;

const SQL_TIME = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)$/;
const OFFSET_TIME =
  /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(Z|UTC|[+-]\d{2}(?::?\d{2})?)$/i;

/**
 * The instants that a text may mean, in ms since the epoch: ISO and SQL times, epoch seconds and ms. A local time
 * without offset may be in UTC or in the program's zone; both are right. Empty for what is no time.
 */
export function instantsOf(text: string, timeZone: string): number[] {
  const trimmed = text.trim();
  if (/^\d{9,14}(?:\.\d{1,9})?$/.test(trimmed)) {
    const epoch = Number(trimmed);
    return [Math.floor(epoch >= FIRST_MS ? epoch : epoch * 1000)];
  }
  try {
    const offset = OFFSET_TIME.exec(trimmed);
    if (offset !== null) {
      const [, date = '', time = '', zone = ''] = offset;
      const known = /^(?:z|utc)$/i.test(zone) ? 'Z' : zone;
      return [Temporal.Instant.from(`${date}T${time}${known}`).epochMilliseconds];
    }
    const local = SQL_TIME.exec(trimmed);
    if (local === null) return [];
    const plain = Temporal.PlainDateTime.from(`${local[1]}T${local[2]}`);
    return [...new Set(['UTC', timeZone].map((zone) => plain.toZonedDateTime(zone).epochMilliseconds))];
  } catch {
    return [];
  }
}

/** Whether a recorded time is the one that was sent; fractions of a second may be lost. */
export function sameInstant(sent: string, recorded: string, timeZone: string): boolean {
  const wanted = instantsOf(sent, timeZone).map(seconds);
  return instantsOf(recorded, timeZone).some((instant) => wanted.includes(seconds(instant)));
}

function seconds(instant: number): number {
  return Math.floor(instant / 1000);
}
