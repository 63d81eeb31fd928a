import { assumed, defineProfile, thirdParty, UNPUBLISHED } from './define-profile.ts';

/** An API directory that quotes Affise's help center; the archived pages of the help center lack the sentence. */
const CATALOGUE =
  'github.com/api-evangelist/affise, asyncapi/affise-postbacks-webhooks.yml, quoting help-center.affise.com 6535165';

/** Affise, towards affiliates. */
export const AFFISE = defineProfile(
  'affise',
  {
    name: 'Affise',
    success: '2xx',
    retryOn: 'every failure',
    final4xx: false,
    finalStatuses: [],
    retries: 5,
    schedule: { type: 'fixed', wait: '2 s' },
    jitter: 0,
    honourRetryAfter: false,
    switchOff: false,
    connectTimeout: '10 s',
    responseTimeout: '30 s',
    inFlight: 10,
    userAgent: 'Postbench',
    processing: { action: ['0', '0'], inquiry: ['0', '0'], catalog: ['0', '0'] },
  },
  {
    success: assumed(
      'help-center.affise.com 6535165 lists 200 as received and no other; any 2xx is assumed.',
    ),
    retryOn: thirdParty(`${CATALOGUE}: any 4xx or 5xx. A missing response is assumed to count as well.`),
    final4xx: thirdParty(`${CATALOGUE}: a 4xx is retried.`),
    finalStatuses: assumed('Not published.'),
    retries: thirdParty(`${CATALOGUE}: 5 attempts, read as five retries.`),
    schedule: thirdParty(
      `${CATALOGUE}: "incremental, +2 seconds between attempts", read as 2 s before each; 2, 4, 6 s … is possible.`,
    ),
    jitter: assumed('Not published.'),
    honourRetryAfter: assumed('Not published.'),
    switchOff: assumed('Not published.'),
    connectTimeout: UNPUBLISHED.connectTimeout,
    responseTimeout: UNPUBLISHED.responseTimeout,
    inFlight: UNPUBLISHED.inFlight,
    userAgent: UNPUBLISHED.userAgent,
    processing: assumed('Not published: sent at once.'),
  },
);
