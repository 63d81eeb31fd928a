import { drawFrom } from '../domain/random.ts';
import type { SenderProfile } from './profile.ts';
import type { DeliveryKey } from './rules.ts';

export interface DueOptions {
  /** Ms on the clock in force. */
  eventAt: number;
  kind: 'action' | 'clearing' | 'inquiry' | 'catalog';
  profile: SenderProfile;
  /** "none" skips the platform's processing time. */
  processing: 'platform' | 'none';
  /** The postback's minimum delay in ms, measured from the event. */
  minimumDelay: number;
  /** How the two combine: impact.com does not say, so the longer one is assumed. */
  combine: 'longer' | 'sum';
}

export interface FirstDue {
  dueAt: number;
  /** The platform's processing, in ms. */
  processingMs: number;
  /** What the minimum delay adds to it, in ms: the two add up to dueAt - eventAt. */
  minimumDelayMs: number;
}

/**
 * When a delivery is first due. Processing is drawn from the seed, between the profile's two times for its kind; a
 * clearing takes as long as an action (assumed). A span from 0 excludes 0: "within 15 min" (documented for
 * inquiries) means after some time.
 */
export function firstDue(options: DueOptions, key: DeliveryKey): FirstDue {
  const { eventAt, kind, profile, combine } = options;
  const [from, to] = profile.processing[kind === 'clearing' ? 'action' : kind];
  const processingMs =
    options.processing === 'none' || to === 0
      ? 0
      : drawFrom(key.seed, key.key, 'processing')(Math.max(1, from), to);
  const minimumDelay = Math.max(0, options.minimumDelay);
  const minimumDelayMs = combine === 'sum' ? minimumDelay : Math.max(0, minimumDelay - processingMs);
  return { dueAt: eventAt + processingMs + minimumDelayMs, processingMs, minimumDelayMs };
}
