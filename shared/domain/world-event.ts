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

/** What a person calls an event. */
export function eventLabel(event: WorldEvent): string {
  return LABELS[event];
}
