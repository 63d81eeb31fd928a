import { rowsIn } from './columns.ts';
import type { Look, Mapping } from './record.ts';

/** The action that a look shows where its rows name actions, and none of them is one that was asked for. */
export function otherActionIn(
  look: Look,
  { fields, shared }: Mapping,
  isMine: (actionId: string) => boolean,
): string | undefined {
  const path = fields['ActionId'];
  if (shared || path === undefined) return undefined;
  const named = rowsIn(look)
    .map((row) => row.get(path)?.text ?? '')
    .filter((id) => id !== '');
  return named.some(isMine) ? undefined : named[0];
}
