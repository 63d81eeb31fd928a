import { SegmentedControl, Select } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { RECORD_STATUSES, type RecordStatus } from '../../../../shared/checks/records/record.ts';
import type { CheckReport, FirstLook } from '../../../../shared/checks/report.ts';
import { prettyJson } from '../../../../shared/template/pretty-json.ts';
import { Chip } from '../../../components/Chip.tsx';
import { IconAlertTriangle } from '../../../components/icons.ts';
import { StatusChip } from '../../../components/StatusChip.tsx';
import { duration, fullTime } from '../../../lib/format.ts';
import { useZone } from '../../../state/workspace.ts';
import { outcomeLabel } from '../outcome-label.ts';
import { FieldTable } from './FieldTable.tsx';
import { change, useSetup } from './setup-draft.ts';

/** What the first look showed: the response, the records before and after, and how they are read. */
export function TriedLook({
  report,
  placeholders,
}: {
  report: CheckReport;
  placeholders: ReadonlySet<string>;
}) {
  const zone = useZone();
  const look = report.firstLook;
  const shown = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each look is brought into view once
  useEffect(() => {
    shown.current?.scrollIntoView({ block: 'nearest' });
  }, [report]);
  if (look === null) {
    return (
      <p role="alert" className="text-bad setup-note">
        The first look could not be made. {report.problem}
      </p>
    );
  }
  const { response, accepted, before, after, booked, lagMs, problem, unseen, unsure } = look;
  return (
    <section ref={shown} aria-label="First look" data-testid="first-look">
      <div className="section-head">
        Tried with a test purchase
        <span className="count">{fullTime(report.startedAt, zone)}</span>
      </div>
      <div className="setup-looks">
        <div>
          <span className="text-11 faint">Records before</span>
          <span>
            {before === null ? (
              'not looked at'
            ) : unseen !== '' ? (
              'could not be read'
            ) : before.trim() === '' ? (
              'no record'
            ) : (
              <Short text={before} />
            )}
          </span>
        </div>
        <div>
          <span className="text-11 faint">Purchase sent</span>
          <span className="hstack">
            <StatusChip status={response.status} none={outcomeLabel(response.outcome)} />
            <span>
              {accepted ? 'accepted' : 'not accepted'}, in {duration(response.ms)}
            </span>
          </span>
        </div>
        <div>
          <span className="text-11 faint">Records after</span>
          <span className="hstack">
            <Chip tone={booked ? 'ok' : after === null ? 'plain' : 'warn'}>
              {booked
                ? 'found'
                : after === null
                  ? 'not looked at'
                  : unseen === ''
                    ? 'no record'
                    : 'could not be read'}
            </Chip>
            {lagMs === null ? null : <span>after {duration(lagMs)}</span>}
          </span>
        </div>
      </div>
      {[problem, unseen === problem ? '' : unseen, ...unsure]
        .filter((sentence) => sentence !== '')
        .map((sentence) => (
          <div key={sentence} className="checks-line">
            <IconAlertTriangle size={15} stroke={1.5} className="text-warn" aria-label="Warning" />
            <span className="grow">{sentence}</span>
          </div>
        ))}
      {after === null || unseen !== '' || after.trim() === '' ? null : (
        <div className="setup-came">
          <div>
            <div className="section-head">What came back</div>
            <Document look={look} />
          </div>
          <div>
            <FieldTable look={look} placeholders={placeholders} />
            <Words report={report} />
          </div>
        </div>
      )}
      {after === null || unseen !== '' ? null : (
        <p className="text-12 dimmed setup-note">
          Is this what your receiver pays out? Correct a field if it is not, and point this at what you pay
          out, not only at the conversion row.
        </p>
      )}
    </section>
  );
}

/** The document as it came, laid out; lines that hold a field are marked. */
function Document({ look }: { look: FirstLook }) {
  const lines = (prettyJson(look.after ?? '') ?? look.after ?? '').split('\n');
  const holds = (line: string) =>
    look.fields.some(({ path, recorded }) => {
      const key = path.split(/[.[\]/@]+/).findLast((part) => part !== '' && !/^\d+$/.test(part));
      return key !== undefined && recorded !== '' && line.includes(key) && line.includes(recorded);
    });
  return (
    <pre className="mono setup-document">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text have no other name, and no state
        <span key={index} className={holds(line) ? 'setup-hit' : 'dimmed'}>
          {line}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

function Short({ text }: { text: string }) {
  return <span className="mono ellipsis setup-short">{text.replace(/\s+/g, ' ')}</span>;
}

/** The receiver's words for a status, and its unit of money. */
function Words({ report: { firstLook, mapping } }: { report: CheckReport }) {
  const { statuses, unit } = useSetup();
  const words = firstLook?.words ?? [];
  const found = mapping?.money.unit ?? 'major';
  const hasMoney = mapping?.fields['Payout'] !== undefined || mapping?.fields['Amount'] !== undefined;
  if (words.length === 0 && !hasMoney) return null;
  return (
    <>
      <div className="section-head">Words and money</div>
      <table className="setup-table">
        <tbody>
          {words.map(({ word, status }) => (
            <tr key={word}>
              <th scope="row" className="mono">
                {word}
              </th>
              <td>
                <Select
                  size="xs"
                  aria-label={`${word} means`}
                  allowDeselect={false}
                  data={[...RECORD_STATUSES]}
                  value={statuses[word.trim().toLowerCase()] ?? status}
                  onChange={(value) =>
                    change({
                      statuses: { ...statuses, [word.trim().toLowerCase()]: value as RecordStatus },
                    })
                  }
                />
              </td>
            </tr>
          ))}
          {hasMoney ? (
            <tr>
              <th scope="row">Money</th>
              <td>
                <SegmentedControl
                  aria-label="Unit of money"
                  value={unit ?? found}
                  onChange={(value) => change({ unit: value === 'minor' ? 'minor' : 'major' })}
                  data={[
                    { value: 'major', label: '12.00' },
                    { value: 'minor', label: '1200, minor units' },
                  ]}
                />
              </td>
            </tr>
          ) : null}
        </tbody>
      </table>
    </>
  );
}
