import { Temporal } from 'temporal-polyfill';
import { PostbenchError } from '../errors.ts';

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Millis = number;

/** Whether the runtime knows the IANA time zone, for example "America/Los_Angeles". */
export function isTimeZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

/**
 * ISO 8601 to the second with the zone's numeric offset: 2026-05-11T00:07:27+03:00.
 * Live postbacks carry the brand program's zone, not UTC (three captured requests).
 */
export function isoInZone(at: Millis, zone: string): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return zoned.toString({ timeZoneName: 'never', smallestUnit: 'second' });
}

/** Midnight in the zone, `days` after the day of `at`: a live LockingDate was midnight in the program's zone. */
export function midnightAfter(at: Millis, days: number, zone: string): Millis {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return zoned.toPlainDate().add({ days }).toZonedDateTime(zone).epochMilliseconds;
}

/** Reads an ISO 8601 time with an offset or Z. Throws PB_TIME_INVALID. */
export function parseTime(text: string): Millis {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    throw new PostbenchError('PB_TIME_INVALID', `"${text}" is not a time with an offset.`, {
      remedy: 'Write it as 2026-05-12T14:02:11-07:00 or with Z at the end.',
    });
  }
}
