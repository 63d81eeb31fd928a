import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RuleDraft } from '../../../../shared/receiver/rules/rule-draft.ts';
import type { ChangeDraft } from './RuleEditor.tsx';

/** What each part of the editor gets. */
export interface PartProps {
  draft: RuleDraft;
  errors: Readonly<Record<string, string>>;
  onChange: ChangeDraft;
}

/** Fields of a rule that are one text each. */
type TextField = {
  [Key in keyof RuleDraft]: RuleDraft[Key] extends string
    ? string extends RuleDraft[Key]
      ? Key
      : never
    : never;
}[keyof RuleDraft];

interface RuleInputProps extends PartProps {
  field: TextField;
  /** The path of its error in the rule: "respond.status", or where such paths begin: "fault.statuses*". */
  errorAt: string;
  /** What a label beside it refers to; without one, `label` names the field. */
  id?: string;
  label?: string;
  width?: 'short' | 'medium' | 'wide';
  placeholder?: string;
  title?: string;
  isNumber?: boolean;
}

/** One text of a rule, with what is wrong with it. */
export function RuleInput(props: RuleInputProps) {
  const {
    draft,
    errors,
    onChange,
    field,
    errorAt: at,
    id,
    label,
    width = 'short',
    isNumber,
    ...rest
  } = props;
  return (
    <TextInput
      {...rest}
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(isNumber === true ? { inputMode: 'numeric' } : {})}
      className={`rules-${width}`}
      value={draft[field]}
      error={errorAt(errors, at)}
      onChange={(event) => onChange({ [field]: event.currentTarget.value })}
    />
  );
}

/** The error at a path, or at the first path that begins like one that ends with "*". */
export function errorAt(errors: Readonly<Record<string, string>>, path: string): string | undefined {
  if (!path.endsWith('*')) return errors[path];
  return Object.entries(errors).find(([key]) => key.startsWith(path.slice(0, -1)))?.[1];
}

/** A line of the editor: its name, and the inputs beside it. */
export function RuleLine({
  label,
  htmlFor,
  children,
}: {
  label: string;
  htmlFor?: string;
  children: ReactNode;
}) {
  return (
    <div className="rules-field">
      {htmlFor === undefined ? <span>{label}</span> : <label htmlFor={htmlFor}>{label}</label>}
      {children}
    </div>
  );
}
