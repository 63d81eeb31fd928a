import { type KnownValues, NO_KNOWN_VALUES } from '../../../shared/secrets/known-values.ts';

/** Where a sender gets the values of secrets, read at each attempt. */
export interface SecretValues {
  /** The current value; undefined if there is none. */
  value(name: string): string | undefined;
  /** Tells values apart without revealing them. */
  fingerprint(name: string, value: string): string;
  /** Why there is no value and what to do, in sentences. */
  whyMissing(name: string): string;
  /** All values that a response may contain. */
  known(): KnownValues;
}

/** For senders without secrets. */
export const NO_SECRETS: SecretValues = {
  value: () => undefined,
  fingerprint: () => '',
  whyMissing: (name) => `{secret:${name}} has no value.`,
  known: () => NO_KNOWN_VALUES,
};
