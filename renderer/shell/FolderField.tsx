import { TextInput } from '@mantine/core';
import type { ProblemText } from '../lib/problem.ts';

interface FolderFieldProps {
  description: string;
  placeholder: string;
  value: string;
  onChange: (folder: string) => void;
  /** Why it cannot be used. */
  problem: ProblemText | null;
}

/** The field for a folder's path, first in its dialog. */
export function FolderField({ description, placeholder, value, onChange, problem }: FolderFieldProps) {
  return (
    <TextInput
      label="Folder"
      description={description}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={problem === null ? null : `${problem.place} ${problem.title} ${problem.remedy}`.trim()}
      classNames={{ input: 'mono' }}
      spellCheck={false}
      autoComplete="off"
      data-autofocus
    />
  );
}
