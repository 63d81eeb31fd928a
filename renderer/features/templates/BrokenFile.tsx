import { placeText } from '../../../shared/errors.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { asPlace } from './PostbackList.tsx';
import type { PostbackEntry } from './usePostbacks.ts';

/** A file that is wrong is not edited here: saving would overwrite what somebody wrote by hand. */
export function BrokenFile({ entry: { file, problems, draft } }: { entry: PostbackEntry }) {
  return (
    <section className="templates-broken" aria-label="File problems">
      <h1 className=" strong">{file}</h1>
      <p className="dimmed">
        This file is not a valid postback, so it is left unchanged and nothing is sent for it. It becomes
        editable here as soon as it is fixed.
      </p>
      {draft === undefined ? null : <p className="medium">Your unsaved edits are kept until then.</p>}
      <ul>
        {problems.map((problem) => (
          <li key={`${problem.line} ${problem.column} ${problem.message}`}>
            <span className="hstack">
              <span className="mono medium">{placeText(asPlace(problem))}</span>
              <CopyButton text={placeText(asPlace(problem))} label="Copy location" />
            </span>
            <p className="text-bad">{problem.message}</p>
            <p className="dimmed">{problem.remedy}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
