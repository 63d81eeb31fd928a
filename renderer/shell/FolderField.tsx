import { TextInput } from '@mantine/core';

interface FolderFieldProps {
  description: string;
  placeholder: string;
  value: string;
  onChange: (folder: string) => void;
}

/** The field for a folder's path, first in its dialog. */
export function FolderField({ description, placeholder, value, onChange }: FolderFieldProps) {
  return (
    <TextInput
      label="Folder"
      description={description}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      classNames={{ input: 'mono' }}
      spellCheck={false}
      autoComplete="off"
      data-autofocus
    />
  );
}
