import type { ActionEventKind } from '../../shared/domain/action.ts';

/** What happened to an action, as a list says it. */
export const EVENT_WORDS: Record<ActionEventKind, string> = {
  tracked: 'Tracked',
  modified: 'Modified',
  reversed: 'Reversed',
  restored: 'Restored',
  approved: 'Approved',
};
