import {
  type KnownProfile,
  type ProfileField,
  type ProfileInput,
  type Provenance,
  profileSchema,
} from '../profile.ts';

/** The platform itself says so; `source` is where. */
export const documented = (source: string): Provenance => ({ certainty: 'documented', source });
/** Seen on the wire. */
export const observed = (source: string): Provenance => ({ certainty: 'observed', source });
/** A third party says so about the platform. */
export const thirdParty = (source: string): Provenance => ({ certainty: 'third party', source });
/** Assumed, because the platform publishes nothing; `source` is the reasoning. */
export const assumed = (source: string): Provenance => ({ certainty: 'assumed', source });

/** Rules that none of the comparable senders publishes, with Postbench's own values. */
export const UNPUBLISHED = {
  connectTimeout: assumed('Not published. 10 s is a common limit.'),
  responseTimeout: assumed('Not published. 30 s is a common limit.'),
  inFlight: assumed('Not published. 10 requests at once are assumed.'),
  userAgent: assumed('Not published. Postbench names itself.'),
} as const;

/** A profile, its rules read from a file's content. */
export function defineProfile(
  id: string,
  input: ProfileInput,
  provenance: Record<ProfileField, Provenance>,
): KnownProfile {
  return { id, input, profile: profileSchema.parse(input), provenance };
}
