import { useEffect } from 'react';
import { create } from 'zustand';
import type { CapturePoints } from '../../shared/receiver/compare/comparison.ts';
import { Paced } from '../lib/paced.ts';
import { client, useConnection } from './connection.ts';
import { attemptQuietly } from './notify.ts';

/** Captures that are asked for at once. */
const MOST = 500;
/** Captures that are remembered; those on screen are asked for again. */
const KEPT = 5_000;

/** The data points of captures that are or were on screen; null where nothing is expected of one. */
const usePoints = create<ReadonlyMap<string, CapturePoints | null>>()(() => new Map());

/** Captures that are on screen and not known yet, by their key. */
const wanted = new Map<string, number>();
const paced = new Paced();

function read(): void {
  void paced.run(() =>
    attemptQuietly(async () => {
      const asked = [...wanted].slice(0, MOST);
      if (asked.length === 0) return;
      const found = await client.captures.points({ ids: asked.map(([, id]) => id) });
      const byId = new Map(found.map((points) => [points.id, points]));
      const before = usePoints.getState();
      const kept = before.size > KEPT ? [] : [...before];
      usePoints.setState(
        new Map([...kept, ...asked.map(([key, id]) => [key, byId.get(id) ?? null] as const)]),
        true,
      );
      for (const [key] of asked) wanted.delete(key);
      if (wanted.size > 0) read();
    }),
  );
}

useConnection.subscribe(({ generation }, before) => {
  if (generation === before.generation) return;
  usePoints.setState(new Map(), true);
  read();
});

/**
 * The data points of a capture that is on screen; null where nothing is expected of it, undefined until it is known.
 * `outcome`: how its attempt ended, since what it sent is known then.
 */
export function useCapturePoints(id: number, outcome: string): CapturePoints | null | undefined {
  const key = `${id} ${outcome}`;
  const points = usePoints((known) => known.get(key));
  useEffect(() => {
    if (points !== undefined) return;
    wanted.set(key, id);
    read();
    return () => {
      wanted.delete(key);
    };
  }, [key, id, points]);
  return points;
}
