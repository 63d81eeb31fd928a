import { useEffect } from 'react';
import { create } from 'zustand';
import type { DeliveryView } from '../../shared/contract/activity.ts';
import { Paced } from '../lib/paced.ts';
import { useActivity } from './activity.ts';
import { client, useConnection } from './connection.ts';
import { attemptQuietly } from './notify.ts';

/** Ids that are asked for at once. */
const MOST = 500;

/** Deliveries that are on screen by their id, as they stand; without those that are gone. */
const useShown = create<ReadonlyMap<number, DeliveryView>>()(() => new Map());

/** How many parts of the screen show each. */
const shownBy = new Map<number, number>();
const paced = new Paced();

function read(): void {
  void paced.run(() =>
    attemptQuietly(async () => {
      const ids = [...shownBy.keys()].slice(0, MOST);
      if (ids.length === 0) return;
      const { rows } = await client.activity.deliveries({ ids, limit: MOST });
      const before = useShown.getState();
      // A row is the same object until it changes.
      const known = rows
        .filter(({ id }) => shownBy.has(id))
        .map((row) => {
          const was = before.get(row.id);
          return was?.change === row.change ? was : row;
        });
      useShown.setState(new Map(known.map((row) => [row.id, row])), true);
    }),
  );
}

useActivity.subscribe(({ deliveries }, before) => {
  if (deliveries.change !== before.deliveries.change) read();
});
useConnection.subscribe(({ generation }, before) => {
  if (generation !== before.generation) read();
});

/** A delivery as it stands; undefined for none, until it is known, and once it is gone. */
export function useDelivery(id: number | null): DeliveryView | undefined {
  useEffect(() => {
    if (id === null) return;
    shownBy.set(id, (shownBy.get(id) ?? 0) + 1);
    read();
    return () => {
      const others = shownBy.get(id)! - 1;
      if (others > 0) shownBy.set(id, others);
      else shownBy.delete(id);
    };
  }, [id]);
  return useShown((shown) => (id === null ? undefined : shown.get(id)));
}

/** A delivery that some part of the screen shows, as it stands. */
export function shownDelivery(id: number | null): DeliveryView | undefined {
  return id === null ? undefined : useShown.getState().get(id);
}

/** A delivery that is about to be shown, from a list that has it already. */
export function takeDelivery(delivery: DeliveryView): void {
  const before = useShown.getState().get(delivery.id);
  if (before !== undefined && before.change >= delivery.change) return;
  useShown.setState((shown) => new Map([...shown, [delivery.id, delivery]]), true);
}
