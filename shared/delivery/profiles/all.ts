import type { KnownProfile, ProfileField, Provenance, SenderProfile } from '../profile.ts';
import type { DeliveryRules } from '../rules.ts';
import { AFFISE } from './affise.ts';
import { APPSFLYER } from './appsflyer.ts';
import { EVERFLOW } from './everflow.ts';
import { IMPACT } from './impact.ts';
import { STANDARD_WEBHOOKS } from './standard-webhooks.ts';

/** The senders whose rules come with Postbench, the default one first. A workspace may copy one and edit it. */
export const PROFILES: readonly KnownProfile[] = [IMPACT, STANDARD_WEBHOOKS, APPSFLYER, AFFISE, EVERFLOW];

export function findProfile(id: string): KnownProfile | undefined {
  return PROFILES.find((known) => known.id === id);
}

/** How certain a rule of a known profile is, and its source. */
export function profileProvenance(known: KnownProfile, field: ProfileField): Provenance {
  return known.provenance[field];
}

/** The rules of a known profile, with certainties for explanations, before a postback adds its own settings. */
export function rulesOf(known: KnownProfile): Required<Pick<DeliveryRules, 'profile' | 'certainty'>> {
  const certainty = (field: keyof SenderProfile) =>
    field === 'name' ? null : profileProvenance(known, field).certainty;
  return { profile: known.profile, certainty };
}
