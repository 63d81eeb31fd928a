import { describe, expect, it } from 'vitest';
import { foundIn, groupsOf } from '../../shared/placeholders/groups.ts';
import { POSTBACK_KINDS, placeholdersFor } from '../../shared/placeholders/placeholder-registry.ts';

const own = [{ name: 'Coupon', kind: 'action' as const, sample: 'SUMMER' }];

describe('placeholders to choose from', () => {
  it.each(POSTBACK_KINDS)('stand under one heading each, all of them: %s', (kind) => {
    const registry = placeholdersFor(kind, own);
    const grouped = groupsOf(registry.values(), kind).flatMap(({ placeholders }) => placeholders);
    expect(grouped.map(({ name }) => name).toSorted()).toEqual([...registry.keys()].toSorted());
  });

  it('begin with those that the workspace declares, then what the postback is about', () => {
    const groups = groupsOf(placeholdersFor('action', own).values(), 'action');
    expect(groups[0]).toMatchObject({
      title: 'Declared by this workspace',
      placeholders: [{ name: 'Coupon' }],
    });
    expect(groups[1]!.title).toBe('Action');
    expect(groups[1]!.placeholders.map(({ name }) => name)).toContain('ActionId');
    const money = groups.find(({ title }) => title === 'Money')!;
    expect(money.placeholders.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Payout', 'DeltaPayout', 'Amount', 'Currency']),
    );
  });

  it('are found by name, braces or not, before those that only carry it', () => {
    const names = (search: string) =>
      foundIn(placeholdersFor('action').values(), search).map(({ title, placeholders }) => [
        title,
        placeholders.map(({ name }) => name),
      ]);
    const [byName, byMeaning] = names('{payo');
    expect(byName).toEqual(['By name', expect.arrayContaining(['Payout', 'DeltaPayout'])]);
    expect(byMeaning![1]).toContain('ContractId');
    expect(names('commission partner')).toEqual([['By what it carries', expect.arrayContaining(['Payout'])]]);
    expect(names('commission shoe')).toEqual([]);
  });
});
