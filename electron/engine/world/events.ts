import type { ActionView } from '../../../shared/contract/activity.ts';
import type { ActionEventKind, LedgerEntry } from '../../../shared/domain/action.ts';
import { actionValues } from '../../../shared/domain/values.ts';
import { withDefaultQuery } from '../../../shared/template/default-query.ts';
import { type Postback, postbackSchema } from '../../../shared/template/postback.ts';
import type { ActivityStore } from '../store/activity.ts';

/** A postback and the file that it comes from. */
export interface PostbackSource {
  file: string;
  postback: Postback;
}

/**
 * Which life-cycle events fire: tracked, modified and reversed (documented); a restore as a modification
 * (assumed). An approval by hand does not, as locking does not.
 */
const FIRES: ReadonlySet<ActionEventKind> = new Set(['tracked', 'modified', 'reversed', 'restored']);

/** The postbacks that `--to` stands in for, with its URL and method instead of their own. */
export function redirect(sources: readonly PostbackSource[], to: string | undefined): PostbackSource[] {
  const forActions = sources.filter(({ postback }) => postback.kind === 'action' && postback.enabled);
  if (to === undefined) return forActions;
  const url = withDefaultQuery(to);
  if (forActions.length === 0) {
    return [{ file: '--to', postback: postbackSchema.parse({ name: 'Your receiver', url }) }];
  }
  return forActions.map(({ file, postback }) => ({
    file,
    postback: { ...postback, url, method: 'GET', body: undefined },
  }));
}

/**
 * Puts one delivery for each postback into the outbox, in the caller's transaction. Returns their ids, to be
 * handed to a sender once the transaction is committed.
 */
export function fire(
  store: ActivityStore,
  view: ActionView,
  entry: LedgerEntry,
  sources: readonly PostbackSource[],
  place: { runId: number | null; step: number | null },
): number[] {
  if (!FIRES.has(entry.kind)) return [];
  const values = actionValues(view.action, entry);
  return sources.map(({ file, postback }) =>
    store.addDelivery({
      ...place,
      actionKey: view.key,
      actionId: view.action.id,
      event: entry.kind,
      postback: file,
      template: postback,
      values,
      createdAt: entry.at,
      // At once; the platform's processing time and minimum delay belong to the sending rules.
      dueAt: entry.at,
    }),
  );
}
