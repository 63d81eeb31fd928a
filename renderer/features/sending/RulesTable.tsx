import { Fragment } from 'react';
import type { ProfileField } from '../../../shared/delivery/profile.ts';
import { Chip } from '../../components/Chip.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import type { ActiveProfile } from './active-profile.ts';
import { RULES } from './rule-words.ts';
import { SendingTable } from './SendingTable.tsx';

interface RulesTableProps {
  inForce: ActiveProfile;
  /** Whether processing time passes in this workspace. */
  processed: boolean;
}

/** Every rule with its value, how surely it is known, and from where. */
export function RulesTable({ inForce: { profile, provenance }, processed }: RulesTableProps) {
  return (
    <SendingTable
      label={`Rules of ${profile.name}`}
      className="sending-rules"
      columns={
        <>
          <col className="sending-col-rule" />
          <col className="sending-col-value" />
          <col className="sending-col-known" />
          <col />
          <col className="sending-col-copy" />
        </>
      }
      heads={[
        'Rule',
        'Value',
        'Certainty',
        'Source',
        <span key="copy" className="visually-hidden">
          Copy
        </span>,
      ]}
    >
      {RULES.map(([field, name, wordsOf]) => {
        const { certainty, source } = provenance(field);
        const off = field === 'processing' && !processed;
        return (
          <tr key={field} data-testid={`rule-${field}`}>
            <th scope="row">{name}</th>
            <td>
              <Value field={field} words={wordsOf(profile)} />
              {off ? <div className="faint text-11">Unused: sending.processing is none.</div> : null}
            </td>
            <td>
              <Chip tone="outline">{certainty}</Chip>
            </td>
            <td className="sending-source">{source}</td>
            <td className="sending-copy">
              <CopyButton text={source} label={`Copy source of ${name}`} />
            </td>
          </tr>
        );
      })}
    </SendingTable>
  );
}

/** A value broken between its parts only: "8 h × 4" stays together. */
function Value({ field, words }: { field: ProfileField; words: string }) {
  if (field === 'userAgent') return <span className="mono">{words}</span>;
  const parts = words.split(/(?<=[,;]) /);
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the same wait may stand twice, and nothing is kept in a part
    <Fragment key={index}>
      {index === 0 ? '' : ' '}
      <span className="nowrap">{part}</span>
    </Fragment>
  ));
}
