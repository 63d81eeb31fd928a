import type { PostbackKind } from '../placeholders/placeholder-registry.ts';

/** Everything that happens in the world and may fire a postback. */
export const WORLD_EVENTS = [
  'tracked',
  'modified',
  'reversed',
  'restored',
  'reset',
  'approved',
  'locked',
  'cleared',
  'inquiry-opened',
  'inquiry-closed',
  'item-changed',
] as const;
export type WorldEvent = (typeof WORLD_EVENTS)[number];

const LABELS: Record<WorldEvent, string> = {
  tracked: 'Tracked',
  modified: 'Modified',
  reversed: 'Reversed',
  restored: 'Restored',
  reset: 'Reset',
  approved: 'Approved',
  locked: 'Locked',
  cleared: 'Cleared',
  'inquiry-opened': 'Inquiry opened',
  'inquiry-closed': 'Inquiry closed',
  'item-changed': 'Item changed',
};

/** The display name of an event. */
export function eventLabel(event: WorldEvent): string {
  return LABELS[event];
}

/** The kind of postback that an event belongs to. */
export function kindOfEvent(event: WorldEvent): PostbackKind {
  if (event === 'cleared') return 'clearing';
  if (event === 'item-changed') return 'catalog';
  return event === 'inquiry-opened' || event === 'inquiry-closed' ? 'inquiry' : 'action';
}
