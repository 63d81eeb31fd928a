import type { RuleView } from '../../../../shared/contract/receiver.ts';
import { RULE_PRESETS } from '../../../../shared/receiver/rules/presets.ts';
import { editRule } from '../../../state/responses-panel.ts';

/** Opens the editor with a new rule that begins with the most frequent situation. */
export function newRule(): void {
  const [first] = RULE_PRESETS;
  editRule({ id: null, preset: first!.id, rule: { name: first!.name, ...first!.rule } });
}

/** Opens the editor with a rule of the user. */
export function editOwnRule({ id, rule, preset }: RuleView): void {
  editRule({ id, rule, preset });
}
