import { SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import {
  DELAY_SHAPES,
  type DelayShape,
  type RuleDraft,
} from '../../../../shared/receiver/rules/rule-draft.ts';
import { errorAt, type PartProps, RuleInput, RuleLine } from './RuleInput.tsx';
import { DELAY_LENGTHS, DELAY_WORDS } from './rule-words.ts';

const SHAPES = DELAY_SHAPES.map((value) => ({ value, label: DELAY_WORDS[value] }));
const BODIES = [
  { value: 'status', label: 'Status in words' },
  { value: 'text', label: 'Text' },
  { value: 'base64', label: 'Base64' },
];

/** The response of a rule: status, headers, body, and when it comes. */
export function ResponseFields(part: PartProps) {
  const { draft, errors, onChange } = part;
  const { headers, bodyAs, body, retryAfter, retryAfterAs } = draft;
  return (
    <>
      <RuleLine label="Status" htmlFor="rule-status">
        <div className="rules-inputs">
          <RuleInput
            {...part}
            field="status"
            id="rule-status"
            errorAt="respond.status"
            width="medium"
            placeholder="503 or 500x3, 200"
          />
          <label className="dimmed rules-line" htmlFor="rule-retry">
            Retry-After
          </label>
          <RuleInput
            {...part}
            field="retryAfter"
            id="rule-retry"
            errorAt="respond.retryAfter"
            placeholder="none"
          />
          {retryAfter.trim() === '' ? null : (
            <Select
              aria-label="Form of Retry-After"
              className="rules-as"
              allowDeselect={false}
              comboboxProps={{ shadow: 'sm', width: 'max-content' }}
              data={[
                { value: 'seconds', label: 'in seconds' },
                { value: 'date', label: 'as a date' },
              ]}
              value={retryAfterAs}
              onChange={(chosen) => onChange({ retryAfterAs: chosen as RuleDraft['retryAfterAs'] })}
            />
          )}
        </div>
      </RuleLine>
      <RuleLine label="Headers" htmlFor="rule-headers">
        <Textarea
          id="rule-headers"
          className="rules-wide"
          classNames={{ input: 'mono' }}
          placeholder="Content-Type: application/json"
          spellCheck={false}
          autosize
          minRows={1}
          maxRows={6}
          value={headers}
          error={errorAt(errors, 'respond.headers*')}
          onChange={(event) => onChange({ headers: event.currentTarget.value })}
        />
      </RuleLine>
      <RuleLine label="Body">
        <div className="rules-inputs rules-wide">
          <SegmentedControl
            aria-label="Body of the response"
            data={BODIES}
            value={bodyAs}
            onChange={(chosen) => onChange({ bodyAs: chosen as RuleDraft['bodyAs'] })}
          />
          {bodyAs === 'status' ? null : (
            <Textarea
              className="rules-wide"
              classNames={{ input: 'mono' }}
              aria-label={bodyAs === 'text' ? 'Body as text' : 'Body as Base64'}
              placeholder={bodyAs === 'text' ? '{"received":"{body.sku}"}' : 'AAEC/w=='}
              spellCheck={false}
              autosize
              minRows={2}
              maxRows={8}
              value={body}
              error={errors['respond.body'] ?? errors['respond.bodyBase64']}
              onChange={(event) => onChange({ body: event.currentTarget.value })}
            />
          )}
        </div>
      </RuleLine>
      <DelayFields {...part} />
    </>
  );
}

function DelayFields({ draft: { delayShape, delay }, errors, onChange }: PartProps) {
  const setLength = (index: number, value: string) =>
    onChange({ delay: index === 0 ? [value, delay[1]] : [delay[0], value] });
  const error = errorAt(errors, 'respond.delay*');
  const lengths = DELAY_LENGTHS[delayShape];
  return (
    <RuleLine label="Delay" htmlFor="rule-delay">
      <div className="rules-inputs">
        <Select
          id="rule-delay"
          className="rules-as"
          allowDeselect={false}
          comboboxProps={{ shadow: 'sm' }}
          data={SHAPES}
          value={delayShape}
          onChange={(chosen) => onChange({ delayShape: chosen as DelayShape })}
        />
        {lengths.map((label, index) => (
          <TextInput
            key={label}
            aria-label={`Delay: ${label}`}
            title={label}
            className="rules-short"
            placeholder={label}
            value={delay[index]}
            error={index === 0 ? error : error !== undefined}
            onChange={(event) => setLength(index, event.currentTarget.value)}
          />
        ))}
      </div>
    </RuleLine>
  );
}
