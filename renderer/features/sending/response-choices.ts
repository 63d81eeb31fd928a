import type { NoResponse } from '../../../shared/delivery/what-if-response.ts';
import { statusText } from '../../../shared/http/status-text.ts';

/** The choice that opens the field for a status of one's own. */
export const OTHER_STATUS = 'typed';

const STATUSES = [200, 201, 202, 204, 302, 400, 404, 410, 429, 500, 503];

const NO_ANSWER_WORDS: Record<NoResponse, string> = {
  timeout: 'Response timeout',
  refused: 'Connection refused',
  reset: 'Connection reset',
  unresolvable: 'Host not found',
};

/** What may be supposed to come back. */
export const RESPONSES = [
  {
    group: 'Response',
    items: [
      ...STATUSES.map((status) => ({ value: String(status), label: `${status} ${statusText(status)}` })),
      { value: OTHER_STATUS, label: 'Other status…' },
    ],
  },
  {
    group: 'No response',
    items: Object.entries(NO_ANSWER_WORDS).map(([value, label]) => ({ value, label })),
  },
];
