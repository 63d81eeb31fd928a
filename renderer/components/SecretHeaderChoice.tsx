import { SegmentedControl } from '@mantine/core';
import { useId } from 'react';
import type { SecretHeaders } from '../../shared/delivery/send-to.ts';

interface Props {
  /** Of the control, to move the focus there. */
  id?: string;
  /** The headers that look like secrets. */
  names: readonly string[];
  /** Null until the user has chosen. */
  value: SecretHeaders | null;
  onChange: (choice: SecretHeaders) => void;
}

/** Whether headers that look like secrets go to another origin than the one they were written for. */
export function SecretHeaderChoice({ id, names, value, onChange }: Props) {
  const label = useId();
  return (
    <div className="hstack secret-header-choice">
      <span className="text-12 grow" id={label}>
        {names.length === 1 ? 'A header that looks like a secret: ' : 'Headers that look like secrets: '}
        <span className="mono">{names.join(', ')}</span>
        {value === null ? <b className="medium text-warn"> Choose before anything is sent.</b> : null}
      </span>
      <SegmentedControl
        {...(id === undefined ? {} : { id })}
        size="xs"
        aria-labelledby={label}
        value={value ?? ''}
        onChange={(choice) => onChange(choice === 'send' ? 'send' : 'omit')}
        data={[
          { value: 'omit', label: 'Leave out' },
          { value: 'send', label: 'Send' },
        ]}
      />
    </div>
  );
}
