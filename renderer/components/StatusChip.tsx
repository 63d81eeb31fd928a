import { isAccepted } from '../../shared/delivery/judge.ts';
import { statusText } from '../../shared/http/status-text.ts';
import { Chip } from './Chip.tsx';

interface StatusChipProps {
  /** Null: nothing was answered. */
  status: number | null;
  /** Whether it counted as success under the rules in force; where nobody judged it, impact.com's stricter reading. */
  accepted?: boolean;
  /** With the reason phrase: "200 OK". */
  long?: boolean;
  /** What to say when nothing was answered, and why that is. */
  none?: string;
  why?: string;
}

/** An HTTP status, tinted by whether it acknowledges a postback. */
export function StatusChip({ status, accepted, long = false, none = 'none', why }: StatusChipProps) {
  if (status === null)
    return (
      <Chip tone="warn" {...(why === undefined ? {} : { title: why })}>
        {none}
      </Chip>
    );
  const reason = statusText(status);
  const text = long && reason !== '' ? `${status} ${reason}` : String(status);
  return (
    <Chip tone={(accepted ?? isAccepted(status)) ? 'ok' : 'warn'} title={reason}>
      {text}
    </Chip>
  );
}
