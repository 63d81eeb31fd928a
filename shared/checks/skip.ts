import type { Check, CheckContext } from './check.ts';

/** Why a check is not played; `add` is the placeholder that would make it possible. */
export interface Skipped {
  sentence: string;
  add: string | null;
  /** Two events cannot be told apart in this template. */
  isSameBytes?: true;
}

const OTHER_KINDS = {
  action: 'action',
  clearing: 'clearing',
  inquiry: 'inquiry',
  catalog: 'catalog',
} as const;

/** What decides whether a check can be judged. */
export type SkipContext = Pick<
  CheckContext,
  'probe' | 'placeholders' | 'fixed' | 'secret' | 'mapping' | 'books' | 'postback' | 'otherKinds'
>;

/** Why a check cannot be judged here; undefined where it can. */
export function whySkipped({ needs = {} }: Check, context: SkipContext): Skipped | undefined {
  const { probe, placeholders, fixed, secret, mapping, books, postback, otherKinds } = context;
  const because = (sentence: string, add: string | null = null): Skipped => ({ sentence, add });
  if (needs.secret && secret === undefined)
    return because(
      'The template has no parameter or header that is known to hold a secret; name it with --secret.',
    );
  if (needs.method !== undefined && postback.method !== needs.method)
    return because(`The postback is a ${postback.method}; this needs a ${needs.method}.`);
  if (needs.otherKind !== undefined && !otherKinds.has(needs.otherKind))
    return because(
      `The workspace has no ${OTHER_KINDS[needs.otherKind]} postback that goes to the same place.`,
    );
  const missing = needs.placeholders?.find((name) => !placeholders.has(name));
  if (missing !== undefined) return because(`The template does not carry {${missing}}; add it.`, missing);
  if (needs.oneOf !== undefined && !needs.oneOf.some((name) => placeholders.has(name))) {
    const names = needs.oneOf.map((name) => `{${name}}`).join(' or ');
    return because(`The template carries neither ${names}; add one.`, needs.oneOf[0] ?? null);
  }
  const varied = needs.varies?.find((name) => fixed.has(name));
  if (varied !== undefined) return because(`${varied} has a fixed value, and this check varies it.`);
  if (needs.probe !== undefined && probe === 'none')
    return because('Your records cannot be seen; add a way to read them.');
  if (needs.probe === 'look' && probe === 'response')
    return because(
      'The response to the postback is the only view of your records; this needs one at any time.',
    );
  if (needs.probe !== undefined && mapping === undefined)
    return because('Your records could not be read in the first look.');
  const unseen = needs.records?.find((name) => mapping?.fields[name] === undefined);
  if (needs.probe !== undefined && unseen !== undefined)
    return because(`Your records show no ${unseen}; map it if they do.`);
  if (needs.anyRecord !== undefined) {
    const carried = needs.anyRecord.filter((name) => placeholders.has(name) && !fixed.has(name));
    if (carried.length === 0) {
      const names = needs.anyRecord.map((name) => `{${name}}`).join(', ');
      return because(
        `The template carries none of ${names} that is not fixed; add one.`,
        needs.anyRecord[0] ?? null,
      );
    }
    if (!carried.some((name) => mapping?.fields[name] !== undefined))
      return because(`Your records show no ${carried.join(', ')}; map it if they do.`);
  }
  if (needs.booked && needs.probe !== undefined && !books)
    return because('The first action was not booked, so nothing can be said about later ones.');
  return undefined;
}
