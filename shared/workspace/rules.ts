import type { SenderProfile } from '../delivery/profile.ts';
import { findProfile, PROFILES } from '../delivery/profiles/all.ts';
import type { DeliveryRules } from '../delivery/rules.ts';
import type { Postback } from '../template/postback.ts';
import type { WorkspaceView } from './view.ts';

/** The id by which a workspace names the profile in a file of profiles/. */
export function profileId(file: string): string {
  return file.replace(/^profiles\//, '').replace(/\.ya?ml$/i, '');
}

function baseRules(view: WorkspaceView): Pick<DeliveryRules, 'profile' | 'certainty'> {
  const { profile: wanted, connectTimeout, responseTimeout } = view.settings.sending;
  const limits = {
    ...(connectTimeout === undefined ? {} : { connectTimeout }),
    ...(responseTimeout === undefined ? {} : { responseTimeout }),
  };
  const own = view.profiles.find(({ file }) => profileId(file) === wanted)?.content;
  if (own)
    return { profile: { ...own, ...limits }, certainty: (field) => (field === 'name' ? null : 'yours') };
  // A missing or invalid profile is reported among the problems; until it is fixed the platform's own rules apply.
  const known = findProfile(wanted) ?? PROFILES[0]!;
  return {
    profile: { ...known.profile, ...limits },
    certainty: (field: keyof SenderProfile) => {
      if (field === 'name') return null;
      return Object.hasOwn(limits, field) ? 'yours' : known.provenance[field].certainty;
    },
  };
}

/** The rules in force for a postback of a workspace. */
export function rulesFor(
  view: WorkspaceView,
  postback: Pick<Postback, 'successResponse' | 'errorResponse'>,
): DeliveryRules {
  return {
    ...baseRules(view),
    successResponse: postback.successResponse,
    errorResponse: postback.errorResponse,
  };
}
