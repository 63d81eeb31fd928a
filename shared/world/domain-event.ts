import type { Action, LedgerEntry } from '../domain/action.ts';
import type { CatalogPlace, ItemChangeType, StockedItem } from '../domain/catalog.ts';
import type { Inquiry } from '../domain/inquiry.ts';
import type { Click } from '../domain/link.ts';
import type { Millis } from '../domain/time.ts';
import type { WorldEvent } from '../domain/world-event.ts';
import {
  actionValues,
  inquiryValues,
  itemValues,
  type ValueRules,
  type Values,
} from '../placeholders/placeholder-values.ts';

/** What every event says about its subject. */
interface Of {
  /** The thing's key in its store. */
  key: number;
  /** Number of this event of the subject, from 1. */
  nth: number;
}

/** One thing that happened in the world. */
export type DomainEvent = Of &
  (
    | { type: 'action'; action: Action; entry: LedgerEntry }
    | { type: 'click'; click: Click; link: string }
    | { type: 'inquiry'; inquiry: Inquiry; event: 'inquiry-opened' | 'inquiry-closed' }
    | { type: 'item'; place: CatalogPlace; item: StockedItem; change: ItemChangeType; at: Millis }
  );

export type DomainEventOf<Type extends DomainEvent['type']> = Extract<DomainEvent, { type: Type }>;

/** What an event means to postbacks, with the values they carry; undefined if no postback ever reports it. */
export function eventOf(
  domainEvent: DomainEvent,
  rules: ValueRules = {},
): { event: WorldEvent; values: Values } | undefined {
  switch (domainEvent.type) {
    case 'action': {
      const { action, entry } = domainEvent;
      return { event: entry.kind, values: actionValues(action, entry, rules) };
    }
    case 'inquiry':
      return { event: domainEvent.event, values: inquiryValues(domainEvent.inquiry, rules) };
    case 'item': {
      const { place, item, change, at } = domainEvent;
      return { event: 'item-changed', values: itemValues(place, item, change, at, rules) };
    }
    case 'click':
      return undefined;
  }
}
