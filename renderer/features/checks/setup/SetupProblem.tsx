import { Button } from '@mantine/core';
import { ProblemBox } from '../../../components/ProblemBox.tsx';
import type { ProblemText } from '../../../lib/problem.ts';
import { allowHost } from '../../../state/allowed-hosts.ts';

/** What the engine said; a host that is not allowed can be allowed at once. */
export function SetupProblem({ problem, address }: { problem: ProblemText; address: string }) {
  const host = problem.code === 'PB_HOST_NOT_ALLOWED' ? hostIn(problem.title, address) : undefined;
  return (
    <div className="setup-problem">
      <ProblemBox problem={problem} />
      {host === undefined ? null : (
        <Button size="xs" onClick={() => void allowHost(host)}>
          Allow {host} in this workspace
        </Button>
      )}
    </div>
  );
}

/** The host that was refused: the one that the sentence names, else that of the address. */
function hostIn(sentence: string, address: string): string | undefined {
  const named = /\b([\w-]+(?:\.[\w-]+)+)\b/.exec(sentence)?.[1];
  return named ?? (URL.canParse(address) ? new URL(address).hostname : undefined);
}
