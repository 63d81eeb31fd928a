import { describe, expect, it } from 'vitest';
import { type ProfileField, profileSchema } from '../../shared/delivery/profile.ts';
import { findProfile, PROFILES, profileProvenance, rulesOf } from '../../shared/delivery/profiles/all.ts';

const FIELDS = Object.keys(findProfile('impact')!.profile).filter(
  (field) => field !== 'name',
) as ProfileField[];

describe('the known senders', () => {
  it('are found by their id', () => {
    const ids = ['impact', 'standard-webhooks', 'appsflyer', 'affise', 'everflow'];
    expect(PROFILES.map(({ id }) => id)).toEqual(ids);
    for (const id of ids) expect(findProfile(id)?.id).toBe(id);
    expect(findProfile('nobody')).toBeUndefined();
  });

  it.each(PROFILES)('$id says of every rule how surely it is known, and from where', (known) => {
    expect(Object.keys(known.provenance).toSorted()).toEqual(FIELDS.toSorted());
    for (const field of FIELDS) {
      const { certainty, source } = profileProvenance(known, field);
      expect(certainty).toMatch(/^(documented|observed|third party|assumed)$/);
      expect(source).toMatch(/\w.*\.$/);
      // A page, an article or a file that can be looked up.
      if (certainty === 'documented' || certainty === 'third party')
        expect(source).toMatch(/\w\.(com|io|md|yml)\b/);
      expect(rulesOf(known).certainty(field)).toBe(certainty);
    }
    expect(rulesOf(known).certainty('name')).toBeNull();
  });

  it.each(PROFILES)('$id is what its file would say, rule by rule', ({ input, profile }) => {
    expect(Object.keys(input).toSorted()).toEqual(['name', ...FIELDS].toSorted());
    expect(profileSchema.parse(JSON.parse(JSON.stringify(input)))).toEqual(profile);
  });

  it('are as published', () => {
    const of = (id: string) => findProfile(id)!.profile;
    expect(of('impact')).toMatchObject({
      success: '200-201',
      retries: 15,
      final4xx: false,
      finalStatuses: [],
      userAgent: 'Impact-Postback-Client/1.0',
      processing: { inquiry: [0, 900_000], catalog: [0, 600_000] },
    });
    expect(of('standard-webhooks')).toMatchObject({
      success: '2xx',
      finalStatuses: [410],
      honourRetryAfter: true,
    });
    const { schedule } = of('standard-webhooks');
    const waits = schedule.type === 'list' ? schedule.waits : [];
    expect(waits.reduce((total, ms) => total + ms)).toBe(((75 * 60 + 35) * 60 + 5) * 1000);
    expect(of('appsflyer')).toMatchObject({ retries: 4, schedule: { type: 'fixed', wait: 900_000 } });
    expect(of('affise')).toMatchObject({ retries: 5, schedule: { type: 'fixed', wait: 2_000 } });
    expect(of('everflow').switchOff).toEqual({ failures: 10, within: 72 * 3_600_000 });
  });
});

describe('a profile in a file', () => {
  const { input } = findProfile('impact')!;

  it('needs no list of final statuses', () => {
    const { finalStatuses: _, ...rest } = input;
    expect(profileSchema.parse(rest).finalStatuses).toEqual([]);
  });

  it.each([
    [
      { processing: { ...input.processing, action: ['18 min', '12 min'] } },
      'must not be longer than the second',
    ],
    [{ schedule: { type: 'list', waits: [] } }, 'needs at least one wait'],
    [{ schedule: { type: 'fixed', wait: 90 } }, 'not a duration'],
    [{ schedule: { type: 'fixed', wait: '-5 s' } }, 'not a duration'],
    [{ schedule: { type: 'fixed', wait: '400 d' } }, 'not a duration'],
    [{ finalStatuses: [600] }, '599'],
    [{ retries: -1 }, ''],
    [{ jitter: 1.5 }, '1'],
    [{ surprise: true }, 'surprise'],
  ])('is refused with %j', (change, message) => {
    const result = profileSchema.safeParse({ ...input, ...change });
    expect(result.success).toBe(false);
    expect(JSON.stringify(result.error?.issues)).toContain(message);
  });
});
