import { Autocomplete, Select, TextInput } from '@mantine/core';
import { useId } from 'react';
import { WORLD_EVENTS } from '../../../../shared/domain/world-event.ts';
import { POSTBACK_KINDS } from '../../../../shared/placeholders/placeholder-registry.ts';
import {
  type ConditionRow,
  type ConditionType,
  TESTS,
  type TestName,
} from '../../../../shared/receiver/rules/condition-draft.ts';
import { IconButton } from '../../../components/IconButton.tsx';
import { IconX } from '../../../components/icons.ts';
import { useEngine } from '../../../state/engine.ts';
import { conditionWords, TEST_WORDS } from './rule-words.ts';

const SUGGESTIONS: Partial<Record<ConditionType, readonly string[]>> = {
  method: ['GET', 'POST', 'PUT'],
  kind: POSTBACK_KINDS,
  event: WORLD_EVENTS,
  attempt: ['1', '1-3', '2+'],
  request: ['1', '1-3', '2+'],
};

const TEST_CHOICES = TESTS.map((value) => ({ value, label: TEST_WORDS[value] }));

interface ConditionFieldRowProps {
  row: ConditionRow;
  error: string | undefined;
  onChange: (part: Partial<ConditionRow>) => void;
  onRemove: () => void;
}

/** One condition. */
export function ConditionFieldRow({ row, error, onChange, onRemove }: ConditionFieldRowProps) {
  const { type, name, test, value } = row;
  const { label, example } = conditionWords(type);
  const isTested = type === 'field' || type === 'header';
  const hasValue = !isTested || (test !== 'present' && test !== 'missing');
  const endpoints = useEngine(({ view }) => view?.receiver.endpoints);
  const suggestions = type === 'endpoint' ? endpoints?.map((one) => one.name) : SUGGESTIONS[type];
  const errorId = useId();
  return (
    <div className="rules-condition" role="group" aria-label={`Condition: ${label}`}>
      <span className="rules-condition-type dimmed">{label}</span>
      {isTested ? (
        <>
          <TextInput
            className="rules-condition-name"
            classNames={{ input: 'mono' }}
            aria-label={`Name of the ${type}`}
            placeholder={type === 'field' ? 'Status' : 'X-Auth'}
            spellCheck={false}
            value={name}
            error={error !== undefined && name === ''}
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
          <Select
            className="rules-condition-test"
            aria-label="Test"
            allowDeselect={false}
            comboboxProps={{ shadow: 'sm', width: 'max-content', position: 'bottom-start' }}
            data={TEST_CHOICES}
            value={test}
            onChange={(chosen) => onChange({ test: chosen as TestName })}
          />
        </>
      ) : null}
      {!hasValue ? (
        <span className="rules-condition-value" />
      ) : suggestions === undefined ? (
        <TextInput
          className="rules-condition-value"
          classNames={{ input: 'mono' }}
          aria-label={`${label}: value`}
          placeholder={example}
          spellCheck={false}
          value={value}
          error={error !== undefined}
          aria-describedby={error === undefined ? undefined : errorId}
          onChange={(event) => onChange({ value: event.currentTarget.value })}
        />
      ) : (
        <Autocomplete
          className="rules-condition-value"
          classNames={{ input: 'mono' }}
          aria-label={`${label}: value`}
          placeholder={example}
          spellCheck={false}
          comboboxProps={{ shadow: 'sm' }}
          data={[...suggestions]}
          filter={({ options }) => options}
          value={value}
          error={error !== undefined}
          aria-describedby={error === undefined ? undefined : errorId}
          onChange={(typed) => onChange({ value: typed })}
        />
      )}
      <IconButton
        label={`Remove condition: ${label}`}
        icon={<IconX size={14} stroke={1.5} />}
        onClick={onRemove}
      />
      {error === undefined ? null : (
        <p id={errorId} className="rules-condition-error text-bad text-12">
          {error}
        </p>
      )}
    </div>
  );
}
