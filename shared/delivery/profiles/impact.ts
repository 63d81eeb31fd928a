import { assumed, defineProfile, documented, observed, UNPUBLISHED } from './define-profile.ts';

const TEST_PAGE = 'help.impact.com/partner, "Test and troubleshoot a postback URL"';

/** impact.com, as far as it is published. */
export const IMPACT = defineProfile(
  'impact',
  {
    name: 'impact.com',
    success: '200-201',
    retryOn: 'every failure',
    final4xx: false,
    finalStatuses: [],
    retries: 15,
    schedule: {
      type: 'list',
      // 2 d 18 h 21 min in total.
      waits: [
        '1 min',
        '5 min',
        '15 min',
        '1 h',
        '2 h',
        '3 h',
        '4 h',
        '6 h',
        '6 h',
        '6 h',
        '6 h',
        '8 h',
        '8 h',
        '8 h',
        '8 h',
      ],
    },
    jitter: 0,
    honourRetryAfter: false,
    switchOff: false,
    connectTimeout: '10 s',
    responseTimeout: '30 s',
    inFlight: 10,
    userAgent: 'Impact-Postback-Client/1.0',
    processing: {
      action: ['12 min', '18 min'],
      inquiry: ['0', '15 min'],
      catalog: ['0', '10 min'],
    },
  },
  {
    success: documented(
      'Articles 48001238373 and 48001239866 of help.impact.com: sent until 200 or 201. The event notifications of the ' +
        'OpenAPI documents (v16) contradict them: any 2xx acknowledges, and 202 is listed.',
    ),
    retryOn: documented(
      'Articles 48001238373 and 48001239866 of help.impact.com: sent until 200 or 201. A malformed URL and a host ' +
        `that does not resolve are not retried (${TEST_PAGE}).`,
    ),
    final4xx: assumed(
      `${TEST_PAGE}, skips responses "from 400 to 500" in a sentence that is cut off in every copy known. The other ` +
        'articles retry until 200 or 201, so a 4xx is assumed to be retried.',
    ),
    finalStatuses: assumed('Not published: no single status is assumed to end a delivery.'),
    retries: documented(`${TEST_PAGE}: up to 15 retries in all. Older articles name no limit.`),
    schedule: assumed(
      `${TEST_PAGE}, has a table of the delay before each retry, but no copy known shows it. Growing waits over ` +
        'nearly three days are assumed, as comparable senders publish them.',
    ),
    jitter: assumed('Not published.'),
    honourRetryAfter: assumed('Not published.'),
    switchOff: assumed('Not published: the platform is assumed not to disable a failing postback.'),
    connectTimeout: UNPUBLISHED.connectTimeout,
    responseTimeout: UNPUBLISHED.responseTimeout,
    inFlight: UNPUBLISHED.inFlight,
    userAgent: observed('Three live requests of May 2026 in a public repository.'),
    processing: documented(
      'help.impact.com: inquiry within 15 min (48001239866), catalog within 10 min (48001238373), a test ' +
        'conversion after about 15 min (48001237354). The spread of 3 min around the last one is assumed.',
    ),
  },
);
