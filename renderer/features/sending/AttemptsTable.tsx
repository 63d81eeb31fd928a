import type { PlannedAttempt } from '../../../shared/delivery/what-if.ts';
import { formatDuration } from '../../../shared/domain/duration.ts';
import { Chip } from '../../components/Chip.tsx';
import { timeParts } from '../../lib/format.ts';
import { SendingTable } from './SendingTable.tsx';

interface AttemptsTableProps {
  attempts: readonly PlannedAttempt[];
  /** When the first attempt is sent, in ms. */
  at: number;
  zone: string;
}

/** When each further attempt is due, and what its wait is made of. */
export function AttemptsTable({ attempts, at, zone }: AttemptsTableProps) {
  return (
    <SendingTable
      label="Further attempts"
      className="sending-attempts"
      heads={['Attempt', 'After', 'Date', 'Time', 'Wait after previous attempt']}
    >
      {attempts.map(({ number, at: due, parts }) => {
        const { date, time, millis, offset } = timeParts(due, zone);
        return (
          <tr key={number} data-testid="what-if-attempt">
            <td className="align-right">{number}</td>
            <td className="align-right nowrap">{formatDuration(due - at)}</td>
            <td className="nowrap">{date}</td>
            <td className="nowrap mono">
              {time}
              {millis} <span className="faint">{offset}</span>
            </td>
            <td>
              <span className="sending-parts">
                {parts.map(({ label, ms, certainty }) => (
                  <span key={label} className="sending-part">
                    <span className="dimmed">{label}</span>
                    <span>{formatDuration(ms)}</span>
                    {certainty === null ? null : <Chip tone="outline">{certainty}</Chip>}
                  </span>
                ))}
              </span>
            </td>
          </tr>
        );
      })}
    </SendingTable>
  );
}
