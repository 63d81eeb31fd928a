import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';

interface SearchFieldProps {
  id: string;
  label: string;
  placeholder: string;
  value: string;
  onChange: (text: string) => void;
}

/** A field that narrows a list as it is typed; Escape empties it. */
export function SearchField({ id, label, placeholder, value, onChange }: SearchFieldProps) {
  return (
    <TextInput
      id={id}
      size="xs"
      className="simulator-filter"
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={13} stroke={1.5} />}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && value !== '') onChange('');
      }}
    />
  );
}
