import { placeText } from '../../../shared/errors.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { asPlace } from './PostbackList.tsx';
import type { PostbackEntry } from './usePostbacks.ts';

/** A file that is wrong is not edited here: saving would overwrite what somebody wrote by hand. */
export function BrokenFile({ entry: { file, problems, draft } }: { entry: PostbackEntry }) {
  return (
    <section className="tp-broken" aria-label="Problems of the file">
      <h1 className="f16 bb">{file}</h1>
      <p className="t2">
        This file cannot be read as a postback, so it is left as it is and nothing is sent for it. It shows
        again here as soon as it is corrected.
      </p>
      {draft === undefined ? null : <p className="b">Your unsaved edits are kept until then.</p>}
      <ul>
        {problems.map((problem) => (
          <li key={`${problem.line} ${problem.column} ${problem.message}`}>
            <span className="row">
              <span className="mono b">{placeText(asPlace(problem))}</span>
              <CopyButton text={placeText(asPlace(problem))} label="Copy place" />
            </span>
            <p className="bad">{problem.message}</p>
            <p className="t2">{problem.remedy}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
