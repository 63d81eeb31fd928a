import { Button, TextInput } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { RULE_PRESETS } from '../../../../shared/receiver/rules/presets.ts';
import { inputOf, type RuleDraft } from '../../../../shared/receiver/rules/rule-draft.ts';
import { ruleErrors } from '../../../../shared/receiver/rules/rule-errors.ts';
import { responseRuleSchema } from '../../../../shared/receiver/rules/rule-schema.ts';
import { ruleSentence } from '../../../../shared/receiver/rules/sentence.ts';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { IconX } from '../../../components/icons.ts';
import { MOD } from '../../../lib/format.ts';
import { client } from '../../../state/connection.ts';
import { attempt } from '../../../state/notify.ts';
import { closeResponses, type EditedRule, savedRule, typeRule } from '../../../state/responses-panel.ts';
import { ConditionFields } from './ConditionFields.tsx';
import { newRule } from './new-rule.ts';
import { PresetList } from './PresetList.tsx';
import { ReactionFields } from './ReactionFields.tsx';
import { RuleOutlook } from './RuleOutlook.tsx';
import { useRulePreview } from './useRulePreview.ts';
import './rules.css';
import './editor.css';

/** Told by each part of the editor what has changed. */
export type ChangeDraft = (part: Partial<RuleDraft>) => void;

/** A rule in fields: the sentence above is made from them, and below stands what comes of it. */
export function RuleEditor({ edited }: { edited: EditedRule }) {
  const { id, draft, preset, touched } = edited;
  const [busy, setBusy] = useState(false);
  const input = inputOf(draft);
  const errors = ruleErrors(input);
  const read = responseRuleSchema.safeParse(input);
  const rule = read.success ? read.data : null;
  const preview = useRulePreview(rule === null ? null : input);
  const tests = RULE_PRESETS.find((one) => one.id === preset)?.tests;

  const save = async (enabled: boolean) => {
    if (rule === null || busy) return;
    setBusy(true);
    const saved = await attempt(() =>
      client.receiver.saveRule({
        rule: { ...input, ...(enabled ? {} : { enabled: false }) },
        ...(id === null ? {} : { id }),
        ...(preset === null ? {} : { preset }),
      }),
    );
    setBusy(false);
    if (saved === undefined) return;
    savedRule(saved.id);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // Shows what is wrong.
    if (rule === null) typeRule({});
    void save(true);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.currentTarget.requestSubmit();
  };
  const shown = touched ? errors : {};
  const yaml = async () => (await attempt(() => client.receiver.rulesText({ rules: [input] })))?.text;
  return (
    <form className="pane" noValidate onSubmit={submit} onKeyDown={onKeyDown}>
      <div className="pane-bar">
        <h1 className="rules-head">{id === null ? 'New rule' : 'Edit rule'}</h1>
        <span className="dimmed text-12 ellipsis">
          {id === null ? 'Pick what goes wrong; change it below.' : 'Saving counts its hits anew.'}
        </span>
        <span className="spacer" />
        <IconButton
          label="Back to responses"
          icon={<IconX size={16} stroke={1.5} />}
          onClick={closeResponses}
        />
      </div>
      <div className="rules-editor">
        {id === null ? <PresetList selected={preset} onSelect={newRule} /> : null}
        <div className="scroll rules-editor-fields">
          <p className="rules-sentence" data-testid="rule-sentence" aria-live="polite">
            {rule === null ? 'Correct the fields in red to see what this rule does.' : ruleSentence(rule)}
          </p>
          <div className="rules-field">
            <label htmlFor="rule-name">Name</label>
            <TextInput
              id="rule-name"
              className="rules-wide"
              value={draft.name}
              placeholder="What you call it"
              error={shown.name}
              onChange={(event) => typeRule({ name: event.currentTarget.value })}
            />
          </div>
          <ConditionFields draft={draft} errors={shown} onChange={typeRule} />
          <ReactionFields draft={draft} errors={shown} onChange={typeRule} />
          {rule === null ? null : <RuleOutlook rule={rule} preview={preview} tests={tests} />}
        </div>
      </div>
      <div className="rules-editor-foot">
        <Button
          type="submit"
          variant="filled"
          disabled={busy || (touched && rule === null)}
          rightSection={<kbd className="keycap">{MOD} Enter</kbd>}
        >
          {id === null ? 'Turn on' : 'Save and turn on'}
        </Button>
        <Button disabled={busy || rule === null} onClick={() => void save(false)}>
          Save for later
        </Button>
        {rule === null ? null : (
          <CopyButton text={yaml} label="Copy as YAML" caption="Copy as YAML" size="sm" />
        )}
        <span className="spacer" />
        <span className="faint text-12 ellipsis wide-only">Ends with Postbench, or with F9.</span>
      </div>
    </form>
  );
}
