import { Button } from '@mantine/core';
import type { Finding } from '../../../shared/template/lint/finding.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { IconChevronDown, IconChevronUp, IconTool, IconX } from '../../components/icons.ts';
import { KeyCaps } from '../../components/Kbd.tsx';
import { closeProblem } from './opened-problem.ts';
import { fixOpened, stepProblem, useProblemList } from './problem-list.ts';

/** A sentence whose placeholders are set as they are in the text. */
function Sentence({ text }: { text: string }) {
  // Every second part is one, with the quotation marks around it.
  return text.split(/("?\{[^{}\s]*\}"?)/).map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a part of a sentence has its place for a name
      <span key={index} className="mono">
        {part}
      </span>
    ) : (
      part
    ),
  );
}

/** The problem that is open, below the line that it is about: what is wrong, why, how to mend it, and the way to the others. */
export function ProblemZone({ finding }: { finding: Finding }) {
  const list = useProblemList();
  const at = list.all.indexOf(finding);
  const many = list.all.length > 1;
  return (
    <div
      className="templates-zone"
      data-severity={finding.severity}
      data-testid="problem-zone"
      role="group"
      aria-label={`Problem: ${finding.code}`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        closeProblem();
      }}
    >
      <p role="status">
        <b className="strong">{finding.code}.</b> <Sentence text={finding.message} />{' '}
        <span className="dimmed">
          <Sentence text={finding.remedy} />
        </span>
      </p>
      <div className="templates-zone-tools">
        {finding.fix === undefined ? null : (
          <>
            <Button
              size="xs"
              leftSection={<IconTool size={14} stroke={1.5} />}
              onClick={() => fixOpened(list)}
            >
              {finding.fix.title}
            </Button>
            <KeyCaps keys="Alt+Enter" />
          </>
        )}
        <span className="spacer" />
        <span className="faint nowrap">{at === -1 ? '' : `${at + 1} of ${list.all.length}`}</span>
        <IconButton
          label="Previous problem"
          keys="Shift+F8"
          icon={<IconChevronUp size={14} />}
          disabled={!many}
          onClick={() => stepProblem(list, -1)}
        />
        <IconButton
          label="Next problem"
          keys="F8"
          icon={<IconChevronDown size={14} />}
          disabled={!many}
          onClick={() => stepProblem(list, 1)}
        />
        <IconButton label="Close" keys="Esc" icon={<IconX size={14} />} onClick={closeProblem} />
      </div>
    </div>
  );
}
