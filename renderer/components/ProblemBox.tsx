import { type ProblemText, problemAsText } from '../lib/problem.ts';
import { CopyButton } from './CopyButton.tsx';

/** What the engine said against it, with its place and what to do. */
export function ProblemBox({ problem }: { problem: ProblemText }) {
  return (
    <div role="alert" className="problem">
      <span className="grow">
        {problem.place === '' ? null : <p className="mono">{problem.place}</p>}
        <p className="text-bad">{problem.title}</p>
        <p className="dimmed">{problem.remedy}</p>
      </span>
      <CopyButton text={problemAsText(problem)} label="Copy error" />
    </div>
  );
}
