import { Select } from '@mantine/core';
import {
  FAULT_TYPES,
  type FaultType,
  isAlone,
  isOfHandshake,
} from '../../../../shared/receiver/rules/reaction-schema.ts';
import { type RuleDraft, usualRate } from '../../../../shared/receiver/rules/rule-draft.ts';
import { ResponseFields } from './ResponseFields.tsx';
import { type PartProps, RuleInput, RuleLine } from './RuleInput.tsx';
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

/** What a rule does, how often, and until when. */
export function ReactionFields(part: PartProps) {
  const { draft, onChange } = part;
  const { reaction, share } = draft;
  return (
    <>
      <RuleLine label="Reaction" htmlFor="rule-reaction">
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
          <FaultSettings {...part} />
        </div>
      </RuleLine>
      {reaction !== 'respond' && isOfHandshake(reaction) ? null : <ForwardFields {...part} />}
      {draft.forward.trim() === '' && (reaction === 'respond' || !isAlone(reaction)) ? (
        <ResponseFields {...part} />
      ) : null}
      <RuleLine label="How often" htmlFor="rule-share">
        <div className="rules-inputs">
          <RuleInput
            {...part}
            field="share"
            id="rule-share"
            errorAt="when.probability"
            placeholder="every time"
          />
          {share.trim() === '' ? (
            <span className="faint text-12 rules-line">or a share, such as 33 %</span>
          ) : (
            <>
              <label className="dimmed rules-line" htmlFor="rule-seed">
                drawn by seed
              </label>
              <RuleInput {...part} field="seed" id="rule-seed" errorAt="when.seed" placeholder="0" />
            </>
          )}
        </div>
      </RuleLine>
      <RuleLine label="Until" htmlFor="rule-during">
        <div className="rules-inputs">
          <RuleInput
            {...part}
            field="during"
            id="rule-during"
            errorAt="during"
            placeholder="I stop it"
            title="A time such as 2 min, on the simulator’s clock"
          />
          <label className="dimmed rules-line" htmlFor="rule-times">
            or after
          </label>
          <RuleInput
            {...part}
            field="times"
            id="rule-times"
            errorAt="times"
            placeholder="no limit"
            isNumber
          />
          <span className="dimmed rules-line">requests</span>
        </div>
      </RuleLine>
    </>
  );
}

/** The server that requests are passed on to, whose response takes the place of one of the rule's own. */
function ForwardFields(part: PartProps) {
  const { draft } = part;
  const isOn = draft.forward.trim() !== '';
  return (
    <RuleLine label="Forward to" htmlFor="rule-forward">
      <div className="rules-inputs">
        <RuleInput
          {...part}
          field="forward"
          id="rule-forward"
          errorAt="forward*"
          width="wide"
          placeholder="no server, or http://127.0.0.1:9000"
        />
        {isOn ? (
          <>
            <label className="dimmed rules-line" htmlFor="rule-forward-timeout">
              within
            </label>
            <RuleInput
              {...part}
              field="forwardTimeout"
              id="rule-forward-timeout"
              errorAt="forward.timeout"
              placeholder="30 s"
            />
            <span className="faint text-12 rules-line">Its response is passed back byte for byte.</span>
          </>
        ) : null}
      </div>
    </RuleLine>
  );
}

/** The settings of the fault that is selected. */
function FaultSettings(part: PartProps) {
  const { reaction } = part.draft;
  switch (reaction) {
    case 'wrong-length':
      return (
        <>
          <label className="dimmed rules-line" htmlFor="rule-by">
            off by
          </label>
          <RuleInput {...part} field="by" id="rule-by" errorAt="fault.by" />
          <span className="dimmed rules-line">bytes</span>
        </>
      );
    case 'unasked-1xx':
      return (
        <RuleInput
          {...part}
          field="statuses"
          label="Interim statuses"
          errorAt="fault.statuses*"
          width="medium"
          placeholder="100, 103"
        />
      );
    case 'drip':
    case 'bandwidth':
    case 'endless-body':
      return (
        <>
          <RuleInput
            {...part}
            field="bytesPerSecond"
            label="Bytes per second"
            errorAt="fault.bytesPerSecond"
            placeholder={usualRate(reaction satisfies FaultType)}
          />
          <span className="dimmed rules-line">bytes per second</span>
        </>
      );
    default:
      return null;
  }
}
