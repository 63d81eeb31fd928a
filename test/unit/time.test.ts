import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { isoInZone, midnightAfter } from '../../shared/domain/time.ts';

const ZONES = [
  'America/Los_Angeles',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Pacific/Apia',
  'Africa/Monrovia',
  'Asia/Gaza',
  'Pacific/Kiritimati',
  'UTC',
];
/** Changes of an offset that lie at no quarter of an hour, and the end of the last one with seconds. */
const ODD_CHANGES = [
  ['America/St_Johns', Date.UTC(2010, 2, 14, 3, 31)],
  ['Asia/Gaza', Date.UTC(2010, 2, 25, 22, 1)],
  ['Pacific/Kiritimati', Date.UTC(1979, 9, 1, 10, 40)],
  ['Africa/Monrovia', Date.UTC(1972, 0, 7, 0, 44, 30)],
] as const;
const libraryText = (when: number, where: string) =>
  Temporal.Instant.fromEpochMilliseconds(when)
    .toZonedDateTimeISO(where)
    .toString({ timeZoneName: 'never', smallestUnit: 'second' });
const zone = fc.constantFrom(...ZONES);
const at = fc.oneof(
  fc.integer({ min: Date.UTC(1969, 0, 1), max: Date.UTC(2060, 0, 1) }),
  // Around changes of the offset in Los Angeles, Berlin and Lord Howe.
  fc
    .tuple(
      fc.constantFrom(Date.UTC(2026, 2, 8, 10), Date.UTC(2026, 9, 25, 1), Date.UTC(2026, 3, 4, 15)),
      fc.integer({ min: -7_200_000, max: 7_200_000 }),
    )
    .map(([change, off]) => change + off),
);

describe('times in a zone', () => {
  it('are what the calendar library says, to the second and with its offset', () => {
    fc.assert(
      fc.property(at, zone, (when, where) => {
        expect(isoInZone(when, where)).toBe(libraryText(when, where));
      }),
      { numRuns: 2000 },
    );
  });

  it.each(ODD_CHANGES)('are right to the second around an odd change in %s', (where, change) => {
    for (const second of [-1_000, 0, -600, -60, -29, -1, 1, 29, 60, 600, 1_000]) {
      const when = change + second * 1_000;
      expect(isoInZone(when, where)).toBe(libraryText(when, where));
    }
  });

  it('have midnights as the calendar library says, days later', () => {
    fc.assert(
      fc.property(at, zone, fc.integer({ min: 0, max: 400 }), (when, where, days) => {
        const expected = Temporal.Instant.fromEpochMilliseconds(when)
          .toZonedDateTimeISO(where)
          .toPlainDate()
          .add({ days })
          .toZonedDateTime(where).epochMilliseconds;
        expect(midnightAfter(when, days, where)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });
});
