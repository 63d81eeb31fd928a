import { describe, expect, it } from 'vitest';
import { rungsOf, tellingParameters } from '../../shared/checks/ladder.ts';
import type { BookRecord, Mapping, PlatformRecord } from '../../shared/checks/records/record.ts';
import type { Evidence, EvidenceStep } from '../../shared/checks/report.ts';

const MAPPING: Mapping = {
  fields: { Payout: 'pay' },
  statuses: {},
  money: { unit: 'major', reversed: 'any' },
  rows: 'one',
  shared: false,
};
const record = (payout: string): BookRecord => ({
  exists: true,
  fields: { Payout: payout },
  status: undefined,
  statusWord: '',
  rows: 1,
});
const books = (payout: string): PlatformRecord => ({
  status: 'pending',
  values: { Payout: payout },
  mostPayout: payout,
});
const step = (stated: string, after: string | null): EvidenceStep => ({
  what: 'modified',
  actionId: 'a',
  note: '',
  request: { method: 'GET', url: 'http://h/', headers: [], body: null },
  sentAt: 0,
  response: { outcome: 'answered', status: 200, body: '', ms: 1 },
  accepted: true,
  sentence: '',
  before: null,
  after: after === null ? null : record(after),
  books: books(stated),
});
const story = (steps: EvidenceStep[], found: string | null): Evidence => {
  const stated = steps.at(-1)!.books.values['Payout']!;
  return {
    story: null,
    steps,
    actions: [
      {
        id: 'a',
        platform: books(stated),
        record: found === null ? null : record(found),
        differences: found === null || found === stated ? [] : [{ field: 'Payout', expected: stated, found }],
        settledMs: null,
        text: '',
      },
    ],
  };
};

describe('the ladder of a story', () => {
  it('marks only the request from which on the books differ until the end', () => {
    const steps = [step('12.00', '12.00'), step('8.00', '20.00'), step('0.00', '20.00')];
    const rungs = rungsOf(story(steps, '20.00'), MAPPING, 'UTC');
    expect(rungs.map(({ parts }) => parts)).toEqual([false, true, false]);
    expect(rungs.map(({ apart }) => apart)).toEqual(['0.00', '+12.00', '+20.00']);
  });

  it('marks nothing where the books agree in the end, whatever they said before', () => {
    const steps = [step('12.00', '0.00'), step('8.00', '8.00')];
    const rungs = rungsOf(story(steps, '8.00'), MAPPING, 'UTC');
    expect(rungs.some(({ parts }) => parts)).toBe(false);
  });

  it('shows records that were looked at once at the last request of their action', () => {
    const rungs = rungsOf(story([step('12.00', null), step('12.00', null)], '24.00'), MAPPING, 'UTC');
    expect(rungs.map(({ after, atEnd, parts }) => [after?.fields['Payout'], atEnd, parts])).toEqual([
      [undefined, false, false],
      ['24.00', true, true],
    ]);
  });

  it('says nothing of money without a view of the records', () => {
    const rungs = rungsOf(story([step('12.00', null)], null), null, 'UTC');
    expect(rungs.map(({ after, apart, parts }) => [after, apart, parts])).toEqual([[null, '', false]]);
  });
});

it('the parameters that tell most of a request are those of status and money', () => {
  const template = 'http://h/?id={ActionId}&st={Status}&pay={Payout}&d={DeltaPayout}';
  const sent = 'http://h/?id=1.2.3&st=PENDING&pay=8.00&d=-4.00';
  expect(tellingParameters(template, sent)).toEqual(['st=PENDING', 'pay=8.00', 'd=-4.00']);
  expect(tellingParameters('http://h/', sent)).toEqual([]);
});
