import { assumed, defineProfile, documented, UNPUBLISHED } from './define-profile.ts';

const ARTICLE = 'helpdesk.everflow.io/collaborator/managing-postbacks-as-a-partner';

/** Everflow, towards partners. */
export const EVERFLOW = defineProfile(
  'everflow',
  {
    name: 'Everflow',
    success: '2xx',
    retryOn: 'every failure',
    final4xx: false,
    finalStatuses: [],
    retries: 9,
    schedule: { type: 'fixed', wait: '1 h' },
    jitter: 0,
    honourRetryAfter: false,
    switchOff: { failures: 10, within: '72 h' },
    connectTimeout: '10 s',
    responseTimeout: '30 s',
    inFlight: 10,
    userAgent: 'Postbench',
    processing: { action: ['0', '5 min'], inquiry: ['0', '0'], catalog: ['0', '0'] },
  },
  {
    success: assumed(`${ARTICLE} defines success, but no copy known shows how; any 2xx is assumed.`),
    retryOn: assumed('Not published in any copy known.'),
    final4xx: assumed('Not published in any copy known.'),
    finalStatuses: assumed('Not published.'),
    retries: assumed(
      'Until March 2026 the help desk said: retried at most 25 times, then disabled. With 10 failures in ' +
        'place of 25, nine retries are assumed.',
    ),
    schedule: assumed('Not published: an hour between attempts is assumed.'),
    jitter: assumed('Not published.'),
    honourRetryAfter: assumed('Not published.'),
    switchOff: documented(`${ARTICLE}, since 2026-03-13: after 10 failures in a row in 72 h. Before: 25.`),
    connectTimeout: UNPUBLISHED.connectTimeout,
    responseTimeout: UNPUBLISHED.responseTimeout,
    inFlight: UNPUBLISHED.inFlight,
    userAgent: UNPUBLISHED.userAgent,
    processing: documented('helpdesk.everflow.io: a delay of up to 5 min. It has no inquiries or catalogs.'),
  },
);
