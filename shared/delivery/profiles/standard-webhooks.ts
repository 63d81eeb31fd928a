import { assumed, defineProfile, documented, UNPUBLISHED } from './define-profile.ts';

const SPEC = 'github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md';

/** What the Standard Webhooks specification recommends to senders. */
export const STANDARD_WEBHOOKS = defineProfile(
  'standard-webhooks',
  {
    name: 'Standard Webhooks',
    success: '2xx',
    retryOn: 'every failure',
    final4xx: false,
    finalStatuses: [410],
    retries: 9,
    schedule: {
      type: 'list',
      // Ten attempts: the first one is sent at once. 75 h 35 min 5 s in total.
      waits: ['5 s', '5 min', '30 min', '2 h', '5 h', '10 h', '14 h', '20 h', '24 h'],
    },
    jitter: 0.1,
    honourRetryAfter: true,
    switchOff: false,
    connectTimeout: '10 s',
    responseTimeout: '30 s',
    inFlight: 10,
    userAgent: 'Postbench',
    processing: { action: ['0', '0'], inquiry: ['0', '0'], catalog: ['0', '0'] },
  },
  {
    success: documented(`${SPEC}, "Delivery success and failure": 200 to 299.`),
    retryOn: documented(`${SPEC}, "Delivery success and failure": anything else is a failure.`),
    final4xx: documented(`${SPEC}: 404 is named among the failures that are retried.`),
    finalStatuses: documented(
      `${SPEC}: 410 Gone means that the endpoint wants no more messages. The endpoint should be disabled then; here ` +
        'it ends the delivery.',
    ),
    retries: documented(`${SPEC}, example retry schedule: an immediate attempt and nine more.`),
    schedule: documented(`${SPEC}, example retry schedule: 75:35:05 in all.`),
    jitter: assumed(`${SPEC} recommends some random jitter and names no amount; up to 10 % is assumed.`),
    honourRetryAfter: documented(`${SPEC}: Retry-After should be taken into consideration.`),
    switchOff: assumed(`${SPEC} recommends disabling after a long period of failures, without a number.`),
    connectTimeout: UNPUBLISHED.connectTimeout,
    responseTimeout: documented(`${SPEC}, "Request timeouts": somewhere between 15 and 30 s.`),
    inFlight: UNPUBLISHED.inFlight,
    userAgent: UNPUBLISHED.userAgent,
    processing: assumed(
      `${SPEC}: the first attempt goes out immediately; a platform's own processing does not apply.`,
    ),
  },
);
