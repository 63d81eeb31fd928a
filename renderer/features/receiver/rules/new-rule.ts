import type { RuleView } from '../../../../shared/contract/receiver.ts';
import { RULE_PRESETS } from '../../../../shared/receiver/rules/presets.ts';
import { editRule } from '../../../state/responses-panel.ts';

/** Opens the editor with a new rule that begins with a situation, the most frequent one by default. */
export function newRule(preset: string = RULE_PRESETS[0]!.id): void {
  const found = RULE_PRESETS.find(({ id }) => id === preset);
  if (found !== undefined) editRule(null, { name: found.name, ...found.rule }, preset);
}

/** Opens the editor with a rule of the user. */
export function editOwnRule({ id, rule, preset }: RuleView): void {
  editRule(id, rule, preset);
}
