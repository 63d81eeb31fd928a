import type { DeliveryView } from '../../../shared/contract/activity.ts';
import { type Befallen, type DisorderPlan, disorderOf } from '../../../shared/delivery/disorder.ts';
import { firstDue } from '../../../shared/delivery/due.ts';
import { fires } from '../../../shared/delivery/fired-postbacks.ts';
import type { DeliveryRules } from '../../../shared/delivery/rules.ts';
import { type PostbackSource, sendToText } from '../../../shared/delivery/send-to.ts';
import { parseDuration } from '../../../shared/domain/duration.ts';
import type { WorldEvent } from '../../../shared/domain/world-event.ts';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import type { Postback } from '../../../shared/template/postback.ts';
import type { SendingSettings } from '../../../shared/workspace/schema.ts';
import { type DomainEvent, eventOf } from '../../../shared/world/domain-event.ts';
import type { ActivityStore } from '../store/activity.ts';
import type { OpenDelivery } from '../store/outbox.ts';

/** How events become deliveries: the rules, and deliberate disorder. */
export interface DeliveryPlan {
  sending: SendingSettings;
  rules: (postback: Postback) => DeliveryRules;
  disorder?: DisorderPlan | undefined;
  seed: number;
  /** The folder of the workspace whose postbacks fire. */
  workspace?: string;
}

/** An event of the world, as postbacks see it. */
export interface FiredEvent {
  event: WorldEvent;
  programId: string;
  eventTypeId?: string | undefined;
  /** What it is about: its kind, key in the store and id. */
  subject: DeliveryView['subject'];
  key: number;
  id: string;
  at: number;
  /** Identifies it among all events of its seed, the same in each run; random draws of its deliveries come from it. */
  name: string;
  /** Computed only when something fires. */
  values: () => Values;
}

/** What an event means to postbacks; undefined for a click, which none reports. */
export function firedEvent(
  domainEvent: DomainEvent,
  { reversalValues, moneyDigits }: SendingSettings,
): FiredEvent | undefined {
  if (domainEvent.type === 'click') return undefined;
  const { key, nth } = domainEvent;
  const values = () => eventOf(domainEvent, { reversalValues, moneyDigits })!.values;
  switch (domainEvent.type) {
    case 'action': {
      const { action, entry } = domainEvent;
      const { id, program, eventType } = action;
      return {
        event: entry.kind,
        programId: program.id,
        eventTypeId: eventType.id,
        subject: 'action',
        key,
        id,
        at: entry.at,
        name: `${id}/${nth}`,
        values,
      };
    }
    case 'inquiry': {
      const { inquiry, event } = domainEvent;
      const { id, program, closed, createdAt } = inquiry;
      const at = closed?.at ?? createdAt;
      return { event, programId: program.id, subject: 'inquiry', key, id, at, name: `${id}/${nth}`, values };
    }
    case 'item': {
      const { place, item, at } = domainEvent;
      const name = `${place.program.id}/${place.catalog.id}/${item.sku}/${nth}`;
      const programId = place.program.id;
      return { event: 'item-changed', programId, subject: 'item', key, id: item.sku, at, name, values };
    }
  }
}

/** What a scenario does to the postbacks of one event on purpose. */
export interface OnPurpose {
  /** The first response to each is lost. */
  loseResponse?: boolean | undefined;
  /** Values in place of the event's own. */
  set?: Values | undefined;
}

const LOST: Befallen = { type: 'lose-answer', delayMs: 0 };

/**
 * Adds the deliveries of an event to the outbox, in the caller's transaction: one for each postback that it fires,
 * due by the platform's processing time and the postback's minimum delay. Returns those to send, to be passed to a
 * sender once the transaction is committed.
 */
export function fire(
  store: ActivityStore,
  event: FiredEvent,
  sources: readonly PostbackSource[],
  place: { runId: number | null; step: number | null },
  deliveryPlan: DeliveryPlan,
  { loseResponse = false, set }: OnPurpose = {},
): OpenDelivery[] {
  const { sending, disorder, seed } = deliveryPlan;
  let values: Values | undefined;
  return sources.flatMap(({ file, postback, to }) => {
    if (!fires(event, postback, sending)) return [];
    values ??= set === undefined ? event.values() : { ...event.values(), ...set };
    // Named by what happened, not by ids of the store, so that another run of the same seed draws the same.
    const key = { seed, key: `${event.name}/${file}` };
    const due = firstDue(
      {
        eventAt: event.at,
        kind: postback.kind,
        profile: deliveryPlan.rules(postback).profile,
        processing: sending.processing,
        minimumDelay: parseDuration(postback.minimumDelay ?? '0') ?? 0,
        combine: sending.delays,
      },
      key,
    );
    const fate = loseResponse ? LOST : disorder === undefined ? null : disorderOf(disorder, key);
    const delivery = {
      ...place,
      subject: event.subject,
      subjectKey: event.key,
      subjectId: event.id,
      event: event.event,
      postbackFile: file,
      template: postback,
      to: to === undefined ? undefined : sendToText(to),
      workspace: deliveryPlan.workspace,
      values,
      createdAt: event.at,
      dueAt: due.dueAt + (fate?.delayMs ?? 0),
      processingMs: due.processingMs,
      minimumDelayMs: due.minimumDelayMs,
      seed,
      seedKey: key.key,
    };
    // A duplicate is a second delivery; the first one is normal.
    const added = store.outbox.add({
      ...delivery,
      intended: fate === null || fate.type === 'duplicate' ? '' : fate.type,
    });
    if (fate?.type === 'drop') {
      store.outbox.set(added.id, 'cancelled', null);
      return [];
    }
    if (fate?.type !== 'duplicate') return [added];
    const again = store.outbox.add({ ...delivery, seedKey: `${key.key}/again`, intended: 'duplicate' });
    return [added, again];
  });
}
