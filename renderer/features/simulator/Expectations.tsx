import { IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import type { RunView } from '../../../shared/contract/activity.ts';
import type { WorkspaceFile } from '../../../shared/contract/workspace.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { counted } from '../../lib/format.ts';

interface ExpectationsProps {
  run: RunView | undefined;
  scenario: WorkspaceFile<Scenario> | undefined;
}

/** What the scenario expects and what was found, once a run has ended; what was skipped, and why. */
export function Expectations({ run, scenario }: ExpectationsProps) {
  const planned = scenario?.content?.expect.length ?? 0;
  if (run === undefined || (run.expectations.length === 0 && run.skipped.length === 0)) {
    return planned === 0 ? null : (
      <div className="world-expect" role="region" aria-label="Expectations">
        <div className="section-head">Expectations</div>
        <p className="dimmed">{counted(planned, 'expectation')}, checked when the run ends.</p>
      </div>
    );
  }
  const { expectations, skipped } = run;
  const held = expectations.filter(({ holds }) => holds).length;
  const text = expectations
    .map(
      ({ holds, expected, found }) =>
        `${holds ? 'met' : 'NOT MET'}: ${expected}${found === '' ? '' : `; found ${found}`}`,
    )
    .join('\n');
  return (
    <div
      className="world-expect"
      role="region"
      aria-label="Expectations"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      data-testid="expectations"
    >
      <div className="section-head">
        Expectations
        <span className={held === expectations.length ? 'count' : 'text-11 text-bad'}>
          {held} of {expectations.length} met
        </span>
        <span className="spacer" />
        <CopyButton text={text} label="Copy expectations" />
      </div>
      <ul>
        {expectations.map(({ expected, found, holds }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: judged once, in the order of the file
          <li key={index} data-holds={holds}>
            {holds ? (
              <IconCheck size={14} stroke={2} className="text-ok" role="img" aria-label="Met" />
            ) : (
              <IconX size={14} stroke={2} className="text-bad" role="img" aria-label="Not met" />
            )}
            <span>
              {expected}
              {holds ? null : (
                <span className="text-bad world-note">
                  Found: <b className="medium">{found}</b>
                </span>
              )}
            </span>
          </li>
        ))}
        {skipped.map((sentence) => (
          <li key={sentence}>
            <IconMinus size={14} stroke={2} className="faint" role="img" aria-label="Skipped" />
            <span className="dimmed">{sentence}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
