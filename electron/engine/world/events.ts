import type { ActionView } from '../../../shared/contract/activity.ts';
import { type DisorderPlan, disorderOf } from '../../../shared/delivery/disorder.ts';
import { firstDue } from '../../../shared/delivery/due.ts';
import type { DeliveryRules } from '../../../shared/delivery/rules.ts';
import type { ActionEventKind, LedgerEntry } from '../../../shared/domain/action.ts';
import { parseDuration } from '../../../shared/domain/duration.ts';
import { actionValues } from '../../../shared/domain/values.ts';
import { withDefaultQuery } from '../../../shared/template/default-query.ts';
import { type Postback, postbackSchema } from '../../../shared/template/postback.ts';
import type { SendingSettings } from '../../../shared/workspace/schema.ts';
import type { ActivityStore } from '../store/activity.ts';

/** A postback and the file that it comes from. */
export interface PostbackSource {
  file: string;
  postback: Postback;
}

/** How events become deliveries: by which rules, and what befalls them on purpose. */
export interface FiringRules {
  sending: SendingSettings;
  rules: (postback: Postback) => DeliveryRules;
  disorder?: DisorderPlan | undefined;
  seed: number;
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
 * Puts the deliveries of an event into the outbox, in the caller's transaction: one for each postback, due by the
 * platform's processing time and the postback's minimum delay. Returns the ids of those to send, to be handed to a
 * sender once the transaction is committed.
 */
export function fire(
  store: ActivityStore,
  view: ActionView,
  entry: LedgerEntry,
  sources: readonly PostbackSource[],
  place: { runId: number | null; step: number | null },
  firing: FiringRules,
): number[] {
  if (!FIRES.has(entry.kind)) return [];
  const values = actionValues(view.action, entry);
  const { sending, disorder, seed } = firing;
  return sources.flatMap(({ file, postback }) => {
    // Named by what happened, not by ids of the store: another run of the same seed draws the same.
    const key = { seed, key: `${view.action.id}/${view.ledger.length}/${file}` };
    const due = firstDue(
      {
        eventAt: entry.at,
        kind: postback.kind,
        profile: firing.rules(postback).profile,
        processing: sending.processing,
        minimumDelay: parseDuration(postback.minimumDelay ?? '0') ?? 0,
        combine: sending.delays,
      },
      key,
    );
    const fate = disorder === undefined ? null : disorderOf(disorder, key);
    const delivery = {
      ...place,
      actionKey: view.key,
      actionId: view.action.id,
      event: entry.kind,
      postback: file,
      template: postback,
      values,
      createdAt: entry.at,
      dueAt: due.dueAt + (fate?.delayMs ?? 0),
      processingMs: due.processingMs,
      minimumDelayMs: due.minimumDelayMs,
      seed,
      seedKey: key.key,
    };
    // A duplicate is a second delivery; the first one is as it should be.
    const id = store.outbox.add({
      ...delivery,
      intended: fate === null || fate.type === 'duplicate' ? '' : fate.type,
    });
    if (fate?.type === 'drop') {
      store.outbox.set(id, 'cancelled', null);
      return [];
    }
    if (fate?.type !== 'duplicate') return [id];
    return [id, store.outbox.add({ ...delivery, seedKey: `${key.key}/again`, intended: 'duplicate' })];
  });
}
