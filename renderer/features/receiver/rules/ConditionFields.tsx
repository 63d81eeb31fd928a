import { Button, Menu } from '@mantine/core';
import {
  CONDITION_TYPES,
  type ConditionRow,
  type ConditionType,
} from '../../../../shared/receiver/rules/condition-draft.ts';
import type { RuleDraft } from '../../../../shared/receiver/rules/rule-draft.ts';
import { IconPlus } from '../../../components/icons.ts';
import { ConditionFieldRow } from './ConditionFieldRow.tsx';
import type { ChangeDraft } from './RuleEditor.tsx';
import { conditionWords } from './rule-words.ts';

interface ConditionFieldsProps {
  draft: RuleDraft;
  errors: Readonly<Record<string, string>>;
  onChange: ChangeDraft;
}

/** Which requests a rule is about: each condition a row, all of them must hold. */
export function ConditionFields({ draft, errors, onChange }: ConditionFieldsProps) {
  const { conditions } = draft;
  const add = (type: ConditionType) => {
    const id = Math.max(0, ...conditions.map((row) => row.id)) + 1;
    const row: ConditionRow = { id, type, name: '', test: 'is', value: conditionWords(type).begin };
    onChange({ conditions: [...conditions, row] });
  };
  const change = (id: number, part: Partial<ConditionRow>) =>
    onChange({ conditions: conditions.map((row) => (row.id === id ? { ...row, ...part } : row)) });
  const remove = (id: number) => onChange({ conditions: conditions.filter((row) => row.id !== id) });
  // Only fields and headers may come more than once.
  const isFree = (type: ConditionType) =>
    type === 'field' || type === 'header' || !conditions.some((row) => row.type === type);
  return (
    <div className="rules-field" role="group" aria-label="Requests">
      <span>Requests</span>
      <div className="rules-conditions">
        {conditions.length === 0 ? <span className="dimmed rules-line">Every request</span> : null}
        {conditions.map((row) => (
          <ConditionFieldRow
            key={row.id}
            row={row}
            error={errorOf(row, errors)}
            onChange={(part) => change(row.id, part)}
            onRemove={() => remove(row.id)}
          />
        ))}
        <Menu position="bottom-start">
          <Menu.Target>
            <Button size="xs" variant="subtle" leftSection={<IconPlus size={14} stroke={1.75} />}>
              Condition
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {CONDITION_TYPES.filter(isFree).map((type) => (
              <Menu.Item key={type} onClick={() => add(type)}>
                {conditionWords(type).label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
    </div>
  );
}

/** What is wrong with one row, among the errors by path. */
function errorOf({ type, name, test }: ConditionRow, errors: Readonly<Record<string, string>>) {
  const own = type === 'field' || type === 'header';
  const path = own ? `when.${type}s.${name}` : `when.${type}`;
  const found = Object.entries(errors).find(
    ([key]) => key === path || (own ? key === `${path}.${test}` : key.startsWith(`${path}.`)),
  );
  return found?.[1];
}
