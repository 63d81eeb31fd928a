import { startTransition, useEffect, useState } from 'react';
import type { Values } from '../../../shared/domain/values.ts';
import { fieldPatterns, occurrencesByField } from '../../../shared/template/field-patterns.ts';
import type { CompiledPostback, RenderSettings } from '../../../shared/template/postback.ts';
import type { Occurrence } from '../../../shared/template/trace.ts';
import { type Field, fieldsOf, type ValuesRow, valuesTable } from '../../../shared/template/values-table.ts';

export interface FieldTable<State> {
  /** False until the first table is there. */
  ready: boolean;
  /** What the columns are: those that were read, while others are being read. */
  states: readonly State[];
  rows: readonly ValuesRow[];
  /** The placeholders that make a field, by "place key". */
  occurrences: ReadonlyMap<string, readonly Occurrence[]>;
}

/** How long (ms) reading may hold the page before keys have their turn: half a frame. */
const SLICE_MS = 8;

/** Resolves after whatever waits: keys, clicks and the next picture. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/**
 * What a receiver reads in each state. It is read state by state between keys, the table before standing until then,
 * which of a small template is not to be seen. Of a large one it is asked for only once no key comes: `usePreviewed`.
 */
export function useFieldTable<State extends { values: Values }>(
  compiled: CompiledPostback,
  settings: RenderSettings,
  states: readonly State[],
): FieldTable<State> {
  const [table, setTable] = useState<FieldTable<State>>({
    ready: false,
    states,
    rows: [],
    occurrences: new Map(),
  });
  useEffect(() => {
    let ended = false;
    const read = async () => {
      let since = performance.now();
      const breathe = async () => {
        if (performance.now() - since < SLICE_MS) return;
        await turn();
        since = performance.now();
      };
      const fields: Field[][] = [];
      for (const { values } of states) {
        await breathe();
        if (ended) return;
        fields.push(fieldsOf(compiled, values, settings));
      }
      await breathe();
      if (ended) return;
      const occurrences = occurrencesByField(fieldPatterns(compiled, settings));
      await breathe();
      if (ended) return;
      const rows = valuesTable(fields);
      startTransition(() => setTable({ ready: true, states, rows, occurrences }));
    };
    void read();
    return () => {
      ended = true;
    };
  }, [compiled, settings, states]);
  return table;
}
