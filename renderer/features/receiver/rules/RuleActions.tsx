import type { RuleView } from '../../../../shared/contract/receiver.ts';
import type { ResponseOwner } from '../../../../shared/timeline/receiver-history.ts';
import { WORKSPACE_FILE } from '../../../../shared/workspace/schema.ts';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { client } from '../../../state/connection.ts';
import { attempt } from '../../../state/notify.ts';
import { removeRule, useRules } from '../../../state/rules.ts';
import { useWorkspace } from '../../../state/workspace.ts';
import { editOwnRule } from './new-rule.ts';

/** What can be done with the selected rule: one's own can be edited, others only switched. */
export function RuleActions({ owner, rule }: { owner: ResponseOwner; rule: RuleView }) {
  if (owner === 'workspace') return <FromFile id={rule.id} />;
  if (owner !== 'user')
    return (
      <p className="faint text-12 rules-actions">Set by a step of {owner}; it goes when the run ends.</p>
    );
  const copy = async () => (await attempt(() => client.receiver.rulesText({ rules: [rule.rule] })))?.text;
  return (
    <div className="hstack rules-actions">
      {rule.isPlain ? null : (
        <button type="button" className="link text-12" onClick={() => editOwnRule(rule)}>
          Edit
        </button>
      )}
      <button type="button" className="link text-12" onClick={() => void removeRule(rule)}>
        Remove
      </button>
      <CopyButton text={copy} label="Copy as YAML, for a file of rules" />
    </div>
  );
}

/** Where a rule of the workspace is written. */
function FromFile({ id }: { id: number }) {
  const folder = useWorkspace(({ view }) => view?.folder);
  const lines = useWorkspace(({ view }) => view?.ruleLines);
  // Its rules are in force in the order of the file.
  const at = useRules(({ view }) =>
    view?.layers.find(({ owner }) => owner === 'workspace')?.rules.findIndex((rule) => rule.id === id),
  );
  if (folder === undefined) return null;
  const line = at === undefined ? undefined : lines?.[at];
  const place = line === undefined ? WORKSPACE_FILE : `${WORKSPACE_FILE}:${line}`;
  const path = `${folder}/${place}`;
  return (
    <div className="hstack rules-actions text-12">
      <span className="faint">Edit it in</span>
      <span className="mono ellipsis" title={path}>
        {place}
      </span>
      <CopyButton text={path} label="Copy location" />
    </div>
  );
}
