import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { differencesOf, isOverbooked, sameValue } from '../../shared/checks/records/compare-records.ts';
import { sameNumber } from '../../shared/checks/records/decimal.ts';
import { instantsOf, sameInstant } from '../../shared/checks/records/instant.ts';
import { recordSince } from '../../shared/checks/records/read-record.ts';
import type { BookRecord, Mapping, PlatformRecord } from '../../shared/checks/records/record.ts';

const ZONE = 'America/Los_Angeles';
const SENT = '2026-05-12T14:02:11-07:00';

describe('a date is the same instant as', () => {
  it.each([
    ['ISO in UTC', '2026-05-12T21:02:11Z'],
    ['ISO with fractions', '2026-05-12T21:02:11.000Z'],
    ['ISO in another offset', '2026-05-12T23:02:11+02:00'],
    ['an offset without a colon', '2026-05-12 23:02:11+0200'],
    ['an offset of hours', '2026-05-12 14:02:11-07'],
    ['SQL in UTC', '2026-05-12 21:02:11'],
    ['SQL in the program’s zone', '2026-05-12 14:02:11'],
    ['ISO without an offset', '2026-05-12T14:02:11'],
    ['SQL with fractions', '2026-05-12 21:02:11.000000'],
    ['epoch seconds', '1778619731'],
    ['epoch ms', '1778619731000'],
    ['epoch seconds with fractions', '1778619731.000'],
  ])('%s', (_name, recorded) => {
    expect(sameInstant(SENT, recorded, ZONE)).toBe(true);
  });

  it.each([
    ['a local time of another zone', '2026-05-12 23:02:11'],
    ['the day alone', '2026-05-12'],
    ['a second later', '2026-05-12T21:02:12Z'],
    ['no date', 'soon'],
    ['nothing', ''],
    ['a day that does not exist', '2026-02-30 14:02:11'],
  ])('and is not %s', (_name, recorded) => {
    expect(sameInstant(SENT, recorded, ZONE)).toBe(false);
  });
});

test('any instant is itself, in seconds, in ms and as ISO', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1_000_000_000, max: 4_000_000_000 }), (seconds) => {
      const iso = new Date(seconds * 1000).toISOString();
      for (const text of [String(seconds), String(seconds * 1000), iso, iso.replace('T', ' ').slice(0, 19)])
        expect(instantsOf(text, ZONE)).toContain(seconds * 1000);
    }),
  );
});

describe('numbers are compared as decimals', () => {
  it.each([
    ['12.00', '12', true],
    ['12.00', '12.0000', true],
    ['12.00', ' 12 ', true],
    ['0.10', '.1', true],
    ['12.00', '1.2e1', true],
    ['-0.00', '0', true],
    ['12.00', '12.001', false],
    ['12.00', '', false],
    ['12.00', 'NaN', false],
    ['12.00', '0xC', false],
    ['9007199254740993.00', '9007199254740992', false],
  ])('%s and %j: %s', (one, other, same) => {
    expect(sameNumber(one, other)).toBe(same);
  });

  test('whatever zeros follow', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 9 }), fc.nat(6), (cents, zeros) => {
        const text = (cents / 100).toFixed(2);
        expect(sameNumber(text, text + '0'.repeat(zeros))).toBe(true);
        expect(sameNumber(text, ((cents + 1) / 100).toFixed(2))).toBe(false);
      }),
    );
  });
});

describe('text is compared exactly', () => {
  it.each([
    ['SubId1', 'a b', 'a b ', false],
    ['SharedId', 'Å', 'Å'.normalize('NFD'), false],
    ['CampaignName', 'Acme ', 'Acme', false],
    ['ActionId', '1.2.30', '1.2.3', false],
    ['Oid', '0099', '99', false],
    ['Currency', 'USD', 'usd', true],
  ])('%s %j as %j: %s', (field, sent, recorded, same) => {
    expect(sameValue(field, sent, recorded, ZONE)).toBe(same);
  });
});

const MAPPING: Mapping = {
  fields: { Payout: 'payout', Status: 'status', Currency: 'currency' },
  statuses: { void: 'reversed', open: 'pending' },
  money: { unit: 'major', reversed: 'any' },
  rows: 'one',
  shared: false,
};
const record = (payout: string | undefined, status: BookRecord['status'], word = ''): BookRecord => ({
  exists: true,
  fields: payout === undefined ? {} : { Payout: payout },
  status,
  statusWord: word,
  rows: 1,
});
const books = (status: PlatformRecord['status'], payout: string): PlatformRecord => ({
  status,
  values: { Payout: payout, Status: status.toUpperCase(), Currency: 'USD' },
  mostPayout: '12.00',
});
const NONE: BookRecord = { exists: false, fields: {}, status: undefined, statusWord: '', rows: 0 };
const compare = (one: BookRecord, platform: PlatformRecord, mapping = MAPPING, absent = false) =>
  differencesOf(one, platform, {
    mapping,
    compare: ['Status', 'Payout', 'Currency'],
    timeZone: ZONE,
    absent,
  }).map(({ field }) => field);

describe('a reversed action is right as', () => {
  it.each([
    ['a deleted row', NONE],
    ['a sum of nothing', record('0.00', undefined)],
    ['a row that is marked', record('0.00', 'reversed')],
    ['a row that is marked and keeps its payout', record('12.00', 'reversed')],
    ['a row that is worth nothing and not marked', record('0', 'pending')],
    ['a row under a word that nobody explained', record('12.00', null, 'weg')],
  ])('%s', (_name, one) => {
    expect(compare(one, books('reversed', '0.00'))).toEqual([]);
  });

  it('but not with its payout', () => {
    expect(compare(record('12.00', 'pending'), books('reversed', '0.00'))).toEqual(['Status', 'Payout']);
    expect(compare(record('12.00', undefined), books('reversed', '0.00'))).toEqual(['Payout']);
  });

  it('but not marked with its payout, where reversed records count', () => {
    const strict: Mapping = { ...MAPPING, money: { unit: 'major', reversed: 'zero' } };
    expect(compare(record('12.00', 'reversed'), books('reversed', '0.00'), strict)).toEqual(['Payout']);
  });
});

describe('an open action', () => {
  it('is not right as a deleted row, as reversed, or with another payout', () => {
    const platform = books('pending', '12.00');
    expect(compare(NONE, platform)).toEqual(['record']);
    expect(compare(record('12.00', 'reversed'), platform)).toEqual(['Status']);
    expect(compare(record('24.00', 'pending'), platform)).toEqual(['Payout']);
    expect(compare(record('', 'pending'), platform)).toEqual(['Payout']);
    expect(compare(record(undefined, 'pending'), platform)).toEqual(['Payout']);
  });

  it('may be approved already, and records may lack what they do not show', () => {
    const { Payout: _, ...others } = MAPPING.fields;
    const noPayout = { ...MAPPING, fields: others };
    expect(compare(record(undefined, 'pending'), books('pending', '12.00'), noPayout)).toEqual([]);
    expect(compare(record('12.00', 'approved'), books('pending', '12.00'))).toEqual([]);
    expect(compare(record('12.00', undefined), books('approved', '12.00'))).toEqual([]);
  });
});

test('a record that should not be there may be worth nothing', () => {
  expect(compare(NONE, books('pending', '12.00'), MAPPING, true)).toEqual([]);
  expect(compare(record('0.00', 'pending'), books('pending', '12.00'), MAPPING, true)).toEqual([]);
  expect(compare(record('12.00', 'pending'), books('pending', '12.00'), MAPPING, true)).toEqual(['record']);
});

test('more than the platform ever stated is overbooked', () => {
  expect(isOverbooked(record('12.01', undefined), books('pending', '8.00'))).toBe(true);
  expect(isOverbooked(record('12.00', undefined), books('pending', '8.00'))).toBe(false);
});

test('of a shared record only the change counts, to the cent', () => {
  fc.assert(
    fc.property(fc.integer({ min: -(10 ** 8), max: 10 ** 8 }), fc.nat(10 ** 6), (before, change) => {
      const text = (cents: number) => (cents / 100).toFixed(2);
      const since = recordSince(record(text(before + change), 'pending'), record(text(before), 'pending'));
      expect(since).toMatchObject({ fields: { Payout: text(change) }, status: undefined });
    }),
  );
});
