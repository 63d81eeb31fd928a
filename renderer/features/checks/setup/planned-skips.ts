import type { CheckContext } from '../../../../shared/checks/check.ts';
import { CHECKS } from '../../../../shared/checks/list/all.ts';
import type { Mapping } from '../../../../shared/checks/records/record.ts';
import { whySkipped } from '../../../../shared/checks/skip.ts';
import type { SetupTarget } from './useSetupTarget.ts';

export interface PlannedSkip {
  id: string;
  sentence: string;
  add: string | null;
}

/** A mapping that shows everything: what is not known yet is not held against a check. */
const ALL_SHOWN: Mapping = {
  fields: new Proxy<Record<string, string>>({}, { get: (_target, name) => String(name) }),
  statuses: {},
  money: { unit: 'major', reversed: 'any' },
  rows: 'one',
  shared: false,
};

/** The checks that will be skipped, as far as that is known before anything is sent. */
export function plannedSkips(
  { postback, placeholders, secret }: SetupTarget,
  probe: CheckContext['probe'],
  mapping: Mapping | undefined,
  fixed: ReadonlySet<string>,
): PlannedSkip[] {
  if (postback === null) return [];
  const context = {
    postback,
    placeholders,
    fixed,
    secret,
    probe,
    mapping: probe === 'none' ? undefined : (mapping ?? ALL_SHOWN),
    books: true,
    otherKinds: new Set(ALL_KINDS),
  };
  return CHECKS.flatMap((check) => {
    const skipped = whySkipped(check, context);
    return skipped === undefined ? [] : [{ id: check.id, ...skipped }];
  });
}

/** Which other postbacks go to the same place is known to the engine only. */
const ALL_KINDS = ['clearing', 'inquiry', 'catalog'] as const;
