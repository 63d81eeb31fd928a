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

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;
/** Since 1973 offsets are whole minutes (Liberia's was the last with seconds); years have four digits until 9999. */
const PLAIN_FROM = Date.UTC(1973, 0, 1);
const PLAIN_TO = Date.UTC(9999, 0, 1);
/** Entries of each cache; a world of a year and a few zones needs fewer. */
const MOST_CACHED = 50_000;

/** Looks up, or computes and caches; a full cache is emptied. */
function cached(cache: Map<number, number>, key: number, compute: () => number): number {
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (cache.size >= MOST_CACHED) cache.clear();
  const value = compute();
  cache.set(key, value);
  return value;
}

/** In place of an offset: it changes within the quarter of an hour, as in St. John's at a minute past midnight. */
const CHANGES = Number.POSITIVE_INFINITY;

/** Caches of one zone: offsets by quarter of an hour, midnights by local day. Computing them is slow. */
interface ZoneCache {
  offsets: Map<number, number>;
  midnights: Map<number, number>;
}
const zones = new Map<string, ZoneCache>();

function zoneCache(zone: string): ZoneCache {
  let cache = zones.get(zone);
  if (cache === undefined) {
    cache = { offsets: new Map(), midnights: new Map() };
    zones.set(zone, cache);
  }
  return cache;
}

const isPlain = (at: Millis) => at >= PLAIN_FROM && at < PLAIN_TO;
const zoned = (at: Millis, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);

const askedOffset = (at: Millis, zone: string) => zoned(at, zone).offsetNanoseconds / 1_000_000;

/** Ms by which the zone is ahead of UTC at a plain time. */
function offsetAt(at: Millis, zone: string): number {
  const quarter = Math.floor(at / QUARTER_MS);
  const offset = cached(zoneCache(zone).offsets, quarter, () => {
    const first = askedOffset(quarter * QUARTER_MS, zone);
    return first === askedOffset((quarter + 1) * QUARTER_MS - 1, zone) ? first : CHANGES;
  });
  return offset === CHANGES ? askedOffset(at, zone) : offset;
}

/**
 * ISO 8601 to the second with the zone's numeric offset: 2026-05-11T00:07:27+03:00.
 * Live postbacks carry the brand program's zone, not UTC (three captured requests).
 */
export function isoInZone(at: Millis, zone: string): string {
  if (!isPlain(at)) return zoned(at, zone).toString({ timeZoneName: 'never', smallestUnit: 'second' });
  const offset = offsetAt(at, zone);
  const minutes = Math.abs(offset) / 60_000;
  const digits = (value: number) => String(value).padStart(2, '0');
  const local = new Date(at + offset).toISOString().slice(0, 19);
  return `${local}${offset < 0 ? '-' : '+'}${digits(Math.floor(minutes / 60))}:${digits(minutes % 60)}`;
}

/** Midnight in the zone, `days` after the day of `at`: a live LockingDate was midnight in the program's zone. */
export function midnightAfter(at: Millis, days: number, zone: string): Millis {
  const compute = () => zoned(at, zone).toPlainDate().add({ days }).toZonedDateTime(zone).epochMilliseconds;
  if (!isPlain(at)) return compute();
  const day = Math.floor((at + offsetAt(at, zone)) / DAY_MS) + days;
  return cached(zoneCache(zone).midnights, day, compute);
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
