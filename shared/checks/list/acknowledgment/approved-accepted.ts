import type { Check } from '../../check.ts';
import { firstTries, PASSED, statusText, unseen } from '../../judge-responses.ts';

export const approvedAccepted: Check = {
  id: 'approved-accepted',
  category: 'acknowledgment',
  title: 'An approved action is accepted',
  why: [
    {
      sentence: 'A brand may approve an action by hand; whether that is sent is not published.',
      certainty: 'assumed',
    },
  ],
  stories: () => [
    {
      events: [
        { action: 'a', type: 'create' },
        { action: 'a', type: 'approve' },
      ],
      sends: [{ event: 0 }, { event: 1 }],
      responsesOnly: true,
    },
  ],
  judge: ([played]) => {
    const [creation, approval] = played === undefined ? [] : firstTries(played);
    if (creation === undefined || approval === undefined || !creation.accepted) return unseen();
    return approval.accepted
      ? { ...PASSED, saw: statusText(approval) }
      : {
          verdict: 'warn',
          saw: statusText(approval),
          sentence: `APPROVED got ${statusText(approval)}. Whether the platform sends it is not published.`,
        };
  },
  remedy: 'accept-unknown',
};
