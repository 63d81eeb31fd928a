import { Select, TextInput } from '@mantine/core';
import {
  FAULT_TYPES,
  type FaultType,
  isAlone,
  isOfHandshake,
} from '../../../../shared/receiver/rules/reaction-schema.ts';
import { type RuleDraft, usualRate } from '../../../../shared/receiver/rules/rule-draft.ts';
import { ResponseFields } from './ResponseFields.tsx';
import type { ChangeDraft } from './RuleEditor.tsx';
import { FAULT_WORDS } from './rule-words.ts';

const itemsOf = (fits: (type: FaultType) => boolean) =>
  FAULT_TYPES.filter(fits).map((value) => ({ value, label: FAULT_WORDS[value] }));

const REACTIONS = [
  { group: 'No fault', items: [{ value: 'respond', label: 'Respond' }] },
  {
    group: 'Instead of a response',
    items: itemsOf((type) => isAlone(type) && !isOfHandshake(type)),
  },
  {
    group: 'In the response',
    items: itemsOf((type) => !isAlone(type)),
  },
  { group: 'HTTPS endpoints, before a request', items: itemsOf(isOfHandshake) },
];

export interface PartProps {
  draft: RuleDraft;
  errors: Readonly<Record<string, string>>;
  onChange: ChangeDraft;
}

/** What a rule does, how often, and until when. */
export function ReactionFields({ draft, errors, onChange }: PartProps) {
  const { reaction, share, seed, times, during } = draft;
  return (
    <>
      <div className="rules-field">
        <label htmlFor="rule-reaction">Reaction</label>
        <div className="rules-inputs">
          <Select
            id="rule-reaction"
            className="rules-reaction"
            allowDeselect={false}
            comboboxProps={{ shadow: 'sm' }}
            maxDropdownHeight={360}
            data={REACTIONS}
            value={reaction}
            onChange={(chosen) => onChange({ reaction: chosen as RuleDraft['reaction'] })}
          />
          <FaultSettings draft={draft} errors={errors} onChange={onChange} />
        </div>
      </div>
      {reaction === 'respond' || !isAlone(reaction) ? (
        <ResponseFields draft={draft} errors={errors} onChange={onChange} />
      ) : null}
      <div className="rules-field">
        <label htmlFor="rule-share">How often</label>
        <div className="rules-inputs">
          <TextInput
            id="rule-share"
            className="rules-short"
            placeholder="every time"
            value={share}
            error={errors['when.probability']}
            onChange={(event) => onChange({ share: event.currentTarget.value })}
          />
          {share.trim() === '' ? (
            <span className="faint text-12 rules-line">or a share, such as 33 %</span>
          ) : (
            <>
              <label className="dimmed rules-line" htmlFor="rule-seed">
                drawn by seed
              </label>
              <TextInput
                id="rule-seed"
                className="rules-short"
                placeholder="0"
                value={seed}
                error={errors['when.seed']}
                onChange={(event) => onChange({ seed: event.currentTarget.value })}
              />
            </>
          )}
        </div>
      </div>
      <div className="rules-field">
        <label htmlFor="rule-during">Until</label>
        <div className="rules-inputs">
          <TextInput
            id="rule-during"
            className="rules-short"
            placeholder="I stop it"
            title="A time such as 2 min, on the simulator’s clock"
            value={during}
            error={errors.during}
            onChange={(event) => onChange({ during: event.currentTarget.value })}
          />
          <label className="dimmed rules-line" htmlFor="rule-times">
            or after
          </label>
          <TextInput
            id="rule-times"
            className="rules-short"
            placeholder="no limit"
            inputMode="numeric"
            value={times}
            error={errors.times}
            onChange={(event) => onChange({ times: event.currentTarget.value })}
          />
          <span className="dimmed rules-line">requests</span>
        </div>
      </div>
    </>
  );
}

/** The settings of the fault that is selected. */
function FaultSettings({ draft, errors, onChange }: PartProps) {
  const { reaction, by, statuses, bytesPerSecond } = draft;
  switch (reaction) {
    case 'wrong-length':
      return (
        <>
          <label className="dimmed rules-line" htmlFor="rule-by">
            off by
          </label>
          <TextInput
            id="rule-by"
            className="rules-short"
            value={by}
            error={errors['fault.by']}
            onChange={(event) => onChange({ by: event.currentTarget.value })}
          />
          <span className="dimmed rules-line">bytes</span>
        </>
      );
    case 'unasked-1xx':
      return (
        <TextInput
          aria-label="Interim statuses"
          className="rules-medium"
          placeholder="100, 103"
          value={statuses}
          error={Object.entries(errors).find(([key]) => key.startsWith('fault.statuses'))?.[1]}
          onChange={(event) => onChange({ statuses: event.currentTarget.value })}
        />
      );
    case 'drip':
    case 'bandwidth':
    case 'endless-body':
      return (
        <>
          <TextInput
            aria-label="Bytes per second"
            className="rules-short"
            placeholder={usualRate(reaction satisfies FaultType)}
            value={bytesPerSecond}
            error={errors['fault.bytesPerSecond']}
            onChange={(event) => onChange({ bytesPerSecond: event.currentTarget.value })}
          />
          <span className="dimmed rules-line">bytes per second</span>
        </>
      );
    default:
      return null;
  }
}
