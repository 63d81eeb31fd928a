import { useState } from 'react';
import type { WorkspaceView } from '../../../shared/contract/workspace.ts';
import { isLifeCycle } from '../../../shared/delivery/fired-postbacks.ts';
import { whatIf } from '../../../shared/delivery/what-if.ts';
import { parseWhatIfResponse } from '../../../shared/delivery/what-if-response.ts';
import { SAMPLE_SEED } from '../../../shared/domain/samples.ts';
import { rulesFor } from '../../../shared/workspace/rules.ts';
import { nowOnClock } from '../../state/clock.ts';
import { ResponseFields, type Supposed } from './ResponseFields.tsx';
import { OTHER_STATUS } from './response-choices.ts';
import { WhatIfResult } from './WhatIfResult.tsx';

/** What the platform would do with an answer, said by the function that decides. */
export function WhatIfTab({ view }: { view: WorkspaceView }) {
  const usable = view.postbacks.filter(({ content }) => content !== null);
  const [supposed, setSupposed] = useState<Supposed>({
    file: (usable.find(({ content }) => content !== null && isLifeCycle(content)) ?? usable[0])?.file ?? null,
    choice: '204',
    status: '',
    body: '',
  });
  // Taken anew with each change only: times that run under the reader's eyes cannot be read.
  const [at, setAt] = useState(nowOnClock);
  const postback = usable.find(({ file }) => file === supposed.file)?.content ?? null;
  const judged = (postback?.successResponse ?? '') !== '' || (postback?.errorResponse ?? '') !== '';
  const text = supposed.choice === OTHER_STATUS ? supposed.status : supposed.choice;
  const answer = parseWhatIfResponse(text, judged ? supposed.body : '');
  const rules = rulesFor(view, postback ?? {});
  const change = (part: Partial<Supposed>) => {
    setSupposed({ ...supposed, ...part });
    setAt(nowOnClock());
  };
  return (
    <>
      <ResponseFields view={view} supposed={supposed} postback={postback} answer={answer} onChange={change} />
      {answer === undefined ? (
        <p className="dimmed sending-none">Enter a status to see what happens.</p>
      ) : (
        <WhatIfResult
          told={whatIf(rules, answer, at, { seed: SAMPLE_SEED, key: 'what if' })}
          at={at}
          answer={answer}
          rules={rules}
          onNow={() => setAt(nowOnClock())}
        />
      )}
    </>
  );
}
