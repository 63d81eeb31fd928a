import type { Action, LedgerEntry } from '../domain/action.ts';
import { type CatalogPlace, type ItemChangeType, itemValues, type StockedItem } from '../domain/catalog.ts';
import { type Inquiry, inquiryValues } from '../domain/inquiry.ts';
import type { Click } from '../domain/link.ts';
import type { Millis } from '../domain/time.ts';
import { actionValues, type ReversalValues, type Values } from '../domain/values.ts';
import type { WorldEvent } from '../domain/world-event.ts';

/** What every happening says about the thing that it happened to. */
interface Of {
  /** The thing's key in its store. */
  key: number;
  /** Number of this happening to the thing, from 1. */
  nth: number;
}

/** One thing that happened in the world. */
export type Happening = Of &
  (
    | { type: 'action'; action: Action; entry: LedgerEntry }
    | { type: 'click'; click: Click; link: string }
    | { type: 'inquiry'; inquiry: Inquiry; event: 'inquiry-opened' | 'inquiry-closed' }
    | { type: 'item'; place: CatalogPlace; item: StockedItem; change: ItemChangeType; at: Millis }
  );

export type HappeningOf<Type extends Happening['type']> = Extract<Happening, { type: Type }>;

/** What a happening means to postbacks, with the values they carry; undefined if no postback ever reports it. */
export function eventOf(
  happening: Happening,
  reversal: ReversalValues = 'zero',
): { event: WorldEvent; values: Values } | undefined {
  switch (happening.type) {
    case 'action': {
      const { action, entry } = happening;
      return { event: entry.kind, values: actionValues(action, entry, reversal) };
    }
    case 'inquiry':
      return { event: happening.event, values: inquiryValues(happening.inquiry) };
    case 'item': {
      const { place, item, change, at } = happening;
      return { event: 'item-changed', values: itemValues(place, item, change, at) };
    }
    case 'click':
      return undefined;
  }
}
