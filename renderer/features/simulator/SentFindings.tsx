import { Button } from '@mantine/core';
import { useState } from 'react';
import type { SourceFinding } from '../../../shared/delivery/lint-sources.ts';
import { NO_FILE } from '../../../shared/delivery/send-to.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { IconAlertTriangle, IconCircleX } from '../../components/icons.ts';
import { counted } from '../../lib/format.ts';
import { openPostback } from '../../state/postback-drafts.ts';
import { chooseReceiver } from '../../state/run-options.ts';
import { useSentFindings } from '../../state/send-to.ts';

/** Most findings that are listed. */
const LISTED = 50;

/** What the linter finds in what would be sent: errors, which stop a run, and warnings. */
export function SentFindings({ scenario }: { scenario: Scenario | null }) {
  const findings = useSentFindings(scenario);
  const [shows, setShows] = useState(false);
  const errors = findings.filter(({ finding }) => finding.severity === 'error').length;
  const warnings = findings.length - errors;
  if (findings.length === 0) return null;
  const opened = shows ? findings : findings.slice(0, errors);
  const counts = [
    ...(errors === 0 ? [] : [counted(errors, 'error')]),
    ...(warnings === 0 ? [] : [counted(warnings, 'warning')]),
  ];
  return (
    <div className="simulator-findings" role={errors > 0 ? 'alert' : 'status'} data-testid="sent-findings">
      <div className="hstack">
        <Mark severity={errors > 0 ? 'error' : 'warning'} />
        <span className="grow">
          {counts.join(', ')} in what would be sent.
          {errors === 0
            ? ''
            : ` Nothing is sent until ${errors === 1 ? 'the error is' : 'the errors are'} corrected.`}
        </span>
        {warnings === 0 ? null : (
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            aria-expanded={shows}
            onClick={() => setShows(!shows)}
          >
            {shows ? 'Hide warnings' : 'Show warnings'}
          </Button>
        )}
      </div>
      {opened.length === 0 ? null : (
        <ul className="simulator-finding-list">
          {opened.slice(0, LISTED).map((found) => (
            <Found
              key={`${found.file} ${found.finding.field} ${found.finding.code} ${found.finding.start}`}
              found={found}
            />
          ))}
          {opened.length > LISTED ? <li className="dimmed">and {opened.length - LISTED} more</li> : null}
        </ul>
      )}
    </div>
  );
}

function Mark({ severity }: { severity: 'error' | 'warning' | 'info' }) {
  return severity === 'error' ? (
    <IconCircleX size={15} stroke={1.5} className="text-bad" aria-label="Error" />
  ) : (
    <IconAlertTriangle size={15} stroke={1.5} className="text-warn" aria-label="Warning" />
  );
}

function Found({ found: { file, name, finding, text } }: { found: SourceFinding }) {
  const { severity, message, remedy, fix } = finding;
  const isTemplate = file === NO_FILE;
  const mend = () => {
    const mended = (fix?.edits ?? [])
      .toSorted((a, b) => b.start - a.start)
      .reduce((before, edit) => before.slice(0, edit.start) + edit.text + before.slice(edit.end), text);
    chooseReceiver({ toUrl: mended });
  };
  return (
    <li className="hstack">
      <Mark severity={severity} />
      <span className="grow">
        {isTemplate ? '' : <b className="medium">{name}: </b>}
        {message} <span className="dimmed">{remedy}</span>
      </span>
      {isTemplate ? (
        fix === undefined ? null : (
          <Button size="xs" onClick={mend}>
            {fix.title}
          </Button>
        )
      ) : (
        <Button size="xs" onClick={() => openPostback(file)}>
          Show in Templates
        </Button>
      )}
    </li>
  );
}
