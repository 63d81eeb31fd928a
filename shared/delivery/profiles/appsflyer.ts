import { assumed, defineProfile, documented, UNPUBLISHED } from './define-profile.ts';

const ARTICLE = 'support.appsflyer.com, article 360001376085 "Postback retries"';

/** AppsFlyer, with the retries that a partner must ask for. */
export const APPSFLYER = defineProfile(
  'appsflyer',
  {
    name: 'AppsFlyer',
    success: '2xx',
    retryOn: '5xx or late response',
    final4xx: true,
    finalStatuses: [],
    retries: 4,
    schedule: { type: 'fixed', wait: '15 min' },
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
    success: assumed(`${ARTICLE} names only what fails; any 2xx is assumed to succeed.`),
    retryOn: documented(
      `${ARTICLE}: retried on 5xx; a late response counts as a failure too, hence duplicates. A partner must ` +
        'for retries to be turned on.',
    ),
    final4xx: documented(`${ARTICLE}: only 5xx is retried.`),
    finalStatuses: assumed('Not published beyond the rule on 5xx.'),
    retries: documented(`${ARTICLE}: up to four more, five in all.`),
    schedule: documented(`${ARTICLE}: in intervals of 15 min.`),
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
