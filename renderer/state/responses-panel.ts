import { create } from 'zustand';
import { draftOf, type RuleDraft } from '../../shared/receiver/rules/rule-draft.ts';
import type { ResponseRuleInput } from '../../shared/receiver/rules/rule-schema.ts';
import { openSection } from './ui.ts';
import { offerUndo } from './undo.ts';

/** A rule in the editor: one of the user's by its id, or a new one. */
export interface EditedRule {
  id: number | null;
  /** What is in the fields. */
  draft: RuleDraft;
  /** The preset that it began with. */
  preset: string | null;
  /** Whether somebody has typed something, which must not be lost. */
  touched: boolean;
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
  leaveEditor();
  useResponsesPanel.setState({ opened: true, selected });
  openSection('receiver');
}

/** Goes back from a rule to the list of them, and from there to the captures. */
export function closeResponses(): void {
  useResponsesPanel.setState(({ editing }) => ({ opened: editing !== null }));
  leaveEditor();
}

export function toggleResponses(): void {
  leaveEditor();
  useResponsesPanel.setState(({ opened }) => ({ opened: !opened }));
}

export function selectRule(selected: number | null): void {
  useResponsesPanel.setState({ selected });
}

/** Opens the editor with a rule of the user by its id, or with what a new one begins with. */
export function editRule(id: number | null, rule: ResponseRuleInput, preset: string | null): void {
  leaveEditor();
  show({ id, draft: draftOf(rule), preset, touched: false });
}

/** Takes what was typed. */
export function typeRule(part: Partial<RuleDraft>): void {
  useResponsesPanel.setState(({ editing }) => ({
    editing: editing && { ...editing, draft: { ...editing.draft, ...part }, touched: true },
  }));
}

/** Goes back to the list with the rule that was saved. */
export function savedRule(id: number): void {
  useResponsesPanel.setState({ opened: true, editing: null, selected: id });
}

function show(editing: EditedRule): void {
  useResponsesPanel.setState({ opened: true, editing });
  openSection('receiver');
}

/** Leaves the editor; what was typed can be brought back. */
function leaveEditor(): void {
  const { editing } = useResponsesPanel.getState();
  useResponsesPanel.setState({ editing: null });
  if (editing === null || !editing.touched) return;
  offerUndo({
    id: 'rules.discard',
    text: `Discarded the changes to ${editing.draft.name.trim() || 'the rule'}.`,
    undo: () => show(editing),
  });
}
