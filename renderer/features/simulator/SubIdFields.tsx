import { TextInput } from '@mantine/core';
import { SUB_ID_LIMIT, type SubIds } from '../../../shared/domain/link.ts';

const LABELS: [keyof SubIds, string][] = [
  ['subId1', 'SubId1'],
  ['subId2', 'SubId2'],
  ['subId3', 'SubId3'],
  ['sharedId', 'SharedId'],
];

export const NO_SUB_IDS: SubIds = { subId1: '', subId2: '', subId3: '', sharedId: '' };

/** Whether each keeps to the platform's limit. */
export function subIdsGood(subIds: SubIds): boolean {
  return Object.values(subIds).every((text) => text.length <= SUB_ID_LIMIT);
}

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
      error={
        value[key].length > SUB_ID_LIMIT
          ? `has ${value[key].length} characters; ${SUB_ID_LIMIT} are the limit`
          : undefined
      }
      onChange={(event) => onChange({ ...value, [key]: event.currentTarget.value })}
    />
  ));
}
