import { Autocomplete } from '@mantine/core';
import { reason } from '../../../../shared/domain/inputs.ts';
import type { Reason } from '../../../../shared/domain/reasons.ts';
import { errorOf } from '../../../lib/schema-errors.ts';
import { reasonText } from '../reasons.ts';

interface ReasonProps {
  reasons: readonly Reason[];
  value: string;
  onChange: (code: string) => void;
  autoFocus?: boolean;
}

/** A documented reason, or a code that the brand has of its own. */
export function ReasonField({ reasons, value, onChange, autoFocus = false }: ReasonProps) {
  return (
    <Autocomplete
      label="Reason"
      description="A documented code, or one of the brand’s own"
      data-autofocus={autoFocus || undefined}
      classNames={{ input: 'mono' }}
      data={reasons.map(({ code }) => code)}
      // The field holds a code already: all codes stay to choose from, not only those that begin like it.
      filter={({ options }) => options}
      maxDropdownHeight={220}
      // Enter then sends the step; an arrow or a click opens the list.
      openOnFocus={false}
      renderOption={({ option }) => (
        <span className="hstack grow">
          <span className="mono">{option.value}</span>
          <span className="spacer" />
          <span className="text-12 dimmed">{reasonText(option.value)}</span>
        </span>
      )}
      value={value}
      error={errorOf(reason, value)}
      onChange={(code) => onChange(code.trim())}
    />
  );
}
