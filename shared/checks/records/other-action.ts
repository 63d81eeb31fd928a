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

/** What to do about a probe that shows another action. */
export const OTHER_ACTION_REMEDY =
  'Let the probe look up the action that it is asked for, as in ?id={ActionId}.';

/** A look that showed another action, as one that failed: the probe is at fault. */
export function otherActionLook(other: string, { text, ms }: Look): Look {
  return {
    type: 'failed',
    code: 'other-action',
    sentence: `Your records showed another action: ${other}.`,
    remedy: OTHER_ACTION_REMEDY,
    text,
    ms,
  };
}
