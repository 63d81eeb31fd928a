import {
  type KnownProfile,
  type ProfileField,
  type ProfileInput,
  type Provenance,
  profileSchema,
} from '../profile.ts';

/** The platform itself says so; `source` names where. */
export const documented = (source: string): Provenance => ({ certainty: 'documented', source });
/** Seen on the wire. */
export const observed = (source: string): Provenance => ({ certainty: 'observed', source });
/** Somebody else says so of the platform. */
export const thirdParty = (source: string): Provenance => ({ certainty: 'third party', source });
/** Ours, because the platform publishes nothing; `source` says what it rests on. */
export const assumed = (source: string): Provenance => ({ certainty: 'assumed', source });

/** What none of the comparable senders publishes, with Postbench's own values. */
export const UNPUBLISHED = {
  connectTimeout: assumed('Not published. 10 s is a common limit.'),
  responseTimeout: assumed('Not published. 30 s is a common limit.'),
  inFlight: assumed('Not published. 10 requests at once are assumed.'),
  userAgent: assumed('Not published. Postbench names itself.'),
} as const;

/** A profile with its rules read from what a file would say. */
export function known(
  id: string,
  input: ProfileInput,
  provenance: Record<ProfileField, Provenance>,
): KnownProfile {
  return { id, input, profile: profileSchema.parse(input), provenance };
}
