import { type KnownValues, NO_KNOWN_VALUES } from '../../../shared/secrets/known-values.ts';

/** Where a sender has the values of secrets from, asked at each attempt. */
export interface SecretValues {
  /** The value now; undefined where there is none. */
  value(name: string): string | undefined;
  /** Tells two values apart without telling what they are. */
  fingerprint(name: string, value: string): string;
  /** Why there is no value and what to do about it, in sentences. */
  whyMissing(name: string): string;
  /** All values that may stand in what comes back. */
  known(): KnownValues;
}

/** Where no secret has a value. */
export const NO_SECRETS: SecretValues = {
  value: () => undefined,
  fingerprint: () => '',
  whyMissing: (name) => `{secret:${name}} has no value.`,
  known: () => NO_KNOWN_VALUES,
};
