import { TextInput } from '@mantine/core';
import { subId } from '../../../shared/domain/inputs.ts';
import type { SubIds } from '../../../shared/domain/link.ts';
import { errorOf } from '../../lib/schema-errors.ts';

const LABELS: [keyof SubIds, string][] = [
  ['subId1', 'SubId1'],
  ['subId2', 'SubId2'],
  ['subId3', 'SubId3'],
  ['sharedId', 'SharedId'],
];

export const NO_SUB_IDS: SubIds = { subId1: '', subId2: '', subId3: '', sharedId: '' };

/** Those that say something, as commands take them. */
export function givenSubIds(subIds: SubIds): Partial<SubIds> {
  return Object.fromEntries(Object.entries(subIds).filter(([, text]) => text !== ''));
}

/** What a partner writes onto a link for itself. */
export function SubIdFields({ value, onChange }: { value: SubIds; onChange: (next: SubIds) => void }) {
  return LABELS.map(([key, label]) => (
    <TextInput
      key={key}
      label={label}
      placeholder="empty"
      value={value[key]}
      error={errorOf(subId, value[key])}
      onChange={(event) => onChange({ ...value, [key]: event.currentTarget.value })}
    />
  ));
}
