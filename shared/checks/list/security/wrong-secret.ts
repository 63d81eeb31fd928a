import type { Check } from '../../check.ts';
import { judgeSecret } from '../../judge-secret.ts';
import { withValue } from '../../request-changes.ts';

export const wrongSecret: Check = {
  id: 'wrong-secret',
  category: 'security',
  title: 'A wrong secret is refused',
  why: [
    {
      sentence:
        'The platform signs nothing: a secret in the template is all that tells its postbacks from others.',
      certainty: 'documented',
    },
  ],
  needs: { secret: true },
  stories: ({ secret }) => [
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      changes: { a: withValue(secret!.name, 'postbench-wrong-secret', 'with a wrong secret') },
      absent: ['a'],
      quiet: true,
    },
  ],
  judge: judgeSecret,
  remedy: 'check-secret',
};
