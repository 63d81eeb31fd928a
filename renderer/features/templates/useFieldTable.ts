import { startTransition, useEffect, useState } from 'react';
import type { Values } from '../../../shared/domain/values.ts';
import { fieldPatterns, occurrencesByField } from '../../../shared/template/field-patterns.ts';
import type { CompiledPostback, RenderSettings } from '../../../shared/template/postback.ts';
import type { Occurrence } from '../../../shared/template/trace.ts';
import { type Field, fieldsOf, type ValuesRow, valuesTable } from '../../../shared/template/values-table.ts';

export interface FieldTable {
  /** False until the first table is there. */
  ready: boolean;
  rows: readonly ValuesRow[];
  /** The placeholders that make a field, by "place key". */
  occurrences: ReadonlyMap<string, readonly Occurrence[]>;
}

/** How long (ms) reading may hold the page before keys have their turn: half a frame. */
const SLICE_MS = 8;

/** From this many characters on a template is large: it is read once no key has come for a moment (ms). */
const LARGE = 20_000;
const QUIET_MS = 150;

const lengthOf = ({ postback: { url, body } }: CompiledPostback) => url.length + (body?.template.length ?? 0);

const NONE: FieldTable = { ready: false, rows: [], occurrences: new Map() };

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
 * What a receiver reads in each state. A small template is there at once; a large one is read state by state between
 * keys, the table before standing until then.
 */
export function useFieldTable(
  compiled: CompiledPostback,
  settings: RenderSettings,
  states: readonly { values: Values }[],
): FieldTable {
  const [table, setTable] = useState(NONE);
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
      startTransition(() => setTable({ ready: true, rows, occurrences }));
    };
    const timer = lengthOf(compiled) < LARGE ? undefined : setTimeout(() => void read(), QUIET_MS);
    if (timer === undefined) void read();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [compiled, settings, states]);
  return table;
}
