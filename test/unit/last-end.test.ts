import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentOrigin, urlOf } from '../../renderer/features/receiver/capture-request.ts';
import { type AttemptSummary, lastEnd } from '../../shared/delivery/delivery.ts';
import { ATTEMPT_OUTCOMES } from '../../shared/delivery/outcome.ts';

const attempt = (outcome: AttemptSummary['outcome'], status: number | null): AttemptSummary => ({
  id: 1,
  number: 1,
  dueAt: 0,
  sentAt: 0,
  endedAt: 0,
  outcome,
  status,
  durationMs: 1,
  nextAt: null,
  rateWaitMs: 0,
  maintenanceWaitMs: 0,
  intended: '',
});

describe('the status of a delivery', () => {
  it('is that of its last attempt that ended, not the last one that any attempt got', () => {
    const reset = attempt('reset', null);
    expect(lastEnd({ attempts: [attempt('not-accepted', 503), reset] })).toBe(reset);
    expect(lastEnd({ attempts: [attempt('not-accepted', 503), reset, attempt('in-flight', null)] })).toBe(
      reset,
    );
    expect(lastEnd({ attempts: [attempt('in-flight', null)] })).toBeUndefined();
    expect(lastEnd({ attempts: [] })).toBeUndefined();
  });

  it('never comes from an attempt with an ended one after it', () => {
    const attempts = fc.array(
      fc.tuple(fc.constantFrom(...ATTEMPT_OUTCOMES), fc.option(fc.integer({ min: 200, max: 599 }))),
    );
    fc.assert(
      fc.property(attempts, (drawn) => {
        const all = drawn.map(([outcome, status]) => attempt(outcome, status));
        const end = lastEnd({ attempts: all });
        const after = end === undefined ? all : all.slice(all.indexOf(end) + 1);
        expect(after.every(({ outcome }) => outcome === 'in-flight')).toBe(true);
      }),
      { seed: 5 },
    );
  });
});

describe('the address of a capture', () => {
  it('is what the request named', () => {
    const headers: [string, string][] = [['HOST', 'app.localhost:7300']];
    expect(urlOf({ endpoint: 'default', target: '/pb?id=1', headers })).toBe(
      'http://app.localhost:7300/pb?id=1',
    );
    expect(urlOf({ endpoint: 'default', target: 'http://other/pb', headers })).toBe('http://other/pb');
    expect(sentOrigin({ endpoint: 'default', headers: [] })).toBe('');
  });
});
