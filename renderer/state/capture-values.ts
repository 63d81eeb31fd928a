import { useEffect } from 'react';
import { create } from 'zustand';
import { Paced } from '../lib/paced.ts';
import { client, useConnection } from './connection.ts';
import { attemptQuietly } from './notify.ts';

/** Captures that are asked for at once. */
const MOST = 500;
/** Captures that are remembered; those on screen are asked for again. */
const KEPT = 5_000;

type Values = readonly (string | null)[];

/** Which fields are asked for, and their values of captures that are or were on screen, by the number of these. */
const useValues = create<{ fields: readonly string[]; known: ReadonlyMap<string, Values> }>()(() => ({
  fields: [],
  known: new Map(),
}));

/** Captures that are on screen and not known yet, by their key. */
const wanted = new Map<string, number>();
const paced = new Paced();

function read(): void {
  void paced.run(() =>
    attemptQuietly(async () => {
      const asked = [...wanted].slice(0, MOST);
      const { fields } = useValues.getState();
      if (asked.length === 0 || fields.length === 0) return;
      const found = await client.captures.values({ ids: asked.map(([, id]) => id), fields: [...fields] });
      const now = useValues.getState();
      // Other fields are wanted meanwhile.
      if (now.fields !== fields) return read();
      const byId = new Map(found.map(({ id, values }) => [id, values]));
      const kept = now.known.size > KEPT ? [] : [...now.known];
      const none = fields.map(() => null);
      useValues.setState({
        known: new Map([...kept, ...asked.map(([key, id]) => [key, byId.get(id) ?? none] as const)]),
      });
      for (const [key] of asked) wanted.delete(key);
      if (wanted.size > 0) read();
    }),
  );
}

useConnection.subscribe(({ generation }, before) => {
  if (generation === before.generation) return;
  useValues.setState({ known: new Map() });
  read();
});

/** Asks for these fields from now on. */
export function setValueFields(fields: readonly string[]): void {
  if (JSON.stringify(fields) === JSON.stringify(useValues.getState().fields)) return;
  useValues.setState({ fields, known: new Map() });
  read();
}

/**
 * The values of the fields that a capture on screen has, in their order; undefined until they are known. `outcome`: how
 * its attempt ended, since some of them change with it.
 */
export function useCaptureValues(id: number, outcome: string): Values | undefined {
  const key = `${id} ${outcome}`;
  const values = useValues(({ known }) => known.get(key));
  const isAsked = useValues(({ fields }) => fields.length > 0);
  useEffect(() => {
    if (values !== undefined || !isAsked) return;
    wanted.set(key, id);
    read();
    return () => {
      wanted.delete(key);
    };
  }, [key, id, values, isAsked]);
  return values;
}

/** Whether all values of a field that are known are numbers, and there are some. */
export function useIsNumeric(nth: number): boolean {
  return useValues(({ known }) => {
    let isSome = false;
    for (const values of known.values()) {
      const value = values[nth];
      if (value === null || value === undefined || value === '') continue;
      if (!isNumber(value)) return false;
      isSome = true;
    }
    return isSome;
  });
}

/** Whether a value stands on the right, as numbers do. */
export function isNumber(value: string): boolean {
  return value.trim() !== '' && Number.isFinite(Number(value));
}
