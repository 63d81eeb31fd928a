import { isAccepted } from '../../shared/delivery/judge.ts';
import { statusText } from '../lib/status-text.ts';
import { Chip } from './Chip.tsx';

interface StatusChipProps {
  /** Null: nothing was answered. */
  status: number | null;
  /** With the reason phrase: "200 OK". */
  long?: boolean;
  /** What to say when nothing was answered. */
  none?: string;
}

/** An HTTP status, tinted by whether it acknowledges a postback. */
export function StatusChip({ status, long = false, none = 'none' }: StatusChipProps) {
  if (status === null) return <Chip tone="warn">{none}</Chip>;
  const reason = statusText(status);
  const text = long && reason !== '' ? `${status} ${reason}` : String(status);
  return (
    <Chip tone={isAccepted(status) ? 'ok' : 'warn'} title={reason}>
      {text}
    </Chip>
  );
}
