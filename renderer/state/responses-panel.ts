import { create } from 'zustand';
import type { RuleDraft } from '../../shared/receiver/rules/rule-draft.ts';
import type { ResponseRuleInput } from '../../shared/receiver/rules/rule-schema.ts';
import { openSection } from './ui.ts';

/** A rule in the editor: one of the user's by its id, or a new one. */
export interface EditedRule {
  id: number | null;
  /** What the fields begin with. */
  rule: ResponseRuleInput;
  preset: string | null;
  /** What was typed before, where it was discarded and brought back. */
  draft?: RuleDraft;
}

interface ResponsesPanel {
  opened: boolean;
  editing: EditedRule | null;
  /** The rule whose reasons are shown; null for the topmost that deviates. */
  selected: number | null;
}

/** What stands beside the captures in the Receiver: one capture, the response rules, or a rule that is edited. */
export const useResponsesPanel = create<ResponsesPanel>()(() => ({
  opened: false,
  editing: null,
  selected: null,
}));

/** Shows the rules beside the captures, with one of them selected. */
export function openResponses(selected: number | null = null): void {
  useResponsesPanel.setState({ opened: true, editing: null, selected });
  openSection('receiver');
}

/** Goes back from a rule to the list of them, and from there to the captures. */
export function closeResponses(): void {
  useResponsesPanel.setState(({ editing }) => ({ opened: editing !== null, editing: null }));
}

export function toggleResponses(): void {
  useResponsesPanel.setState(({ opened }) => ({ opened: !opened, editing: null }));
}

export function selectRule(selected: number | null): void {
  useResponsesPanel.setState({ selected });
}

/** Opens the editor of rules, with a new one where none is given. */
export function editRule(editing: EditedRule): void {
  useResponsesPanel.setState({ opened: true, editing });
  openSection('receiver');
}
