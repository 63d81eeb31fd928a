import type { PostbackKind } from '../placeholders/placeholder-registry.ts';
import type { Scenario } from './schema.ts';

/** The kinds of postbacks that a scenario's steps can fire; those of actions and their clearing always. */
export function firedKinds({ steps }: Pick<Scenario, 'steps'>): ReadonlySet<PostbackKind> {
  const kinds = new Set<PostbackKind>(['action', 'clearing']);
  for (const step of steps) {
    if ('inquiry' in step || 'closeInquiry' in step) kinds.add('inquiry');
    if ('catalog' in step) kinds.add('catalog');
  }
  return kinds;
}
