import { Select } from '@mantine/core';
import type { Program, World } from '../../../shared/domain/program.ts';
import { useWorkspace } from '../../state/workspace.ts';

/** The world of the workspace; undefined until it is known. */
export function useWorld(): World | undefined {
  return useWorkspace(({ view }) => view?.settings.world);
}

interface NamedSelectProps<T extends { id: string; name: string }> {
  label: string;
  all: readonly T[];
  value: string;
  onChange: (chosen: T) => void;
  disabled?: boolean;
}

/** One of several things that have an id and a name. */
export function NamedSelect<T extends { id: string; name: string }>(props: NamedSelectProps<T>) {
  const { label, all, value, onChange, disabled = false } = props;
  return (
    <Select
      label={label}
      allowDeselect={false}
      disabled={disabled}
      data={all.map(({ id, name }) => ({ value: id, label: name.trim() }))}
      value={value}
      onChange={(id) => {
        const chosen = all.find((candidate) => candidate.id === id);
        if (chosen !== undefined) onChange(chosen);
      }}
    />
  );
}

/** A program that the partner has joined. */
export function ProgramSelect(props: Omit<NamedSelectProps<Program>, 'label'>) {
  return <NamedSelect label="Program" {...props} />;
}
