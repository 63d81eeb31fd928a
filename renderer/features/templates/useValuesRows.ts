import { useEffect, useMemo, useState } from 'react';
import type { Values } from '../../../shared/domain/values.ts';
import type { CompiledPostback, RenderSettings } from '../../../shared/template/postback.ts';
import { type Field, fieldsOf, type ValuesRow, valuesTable } from '../../../shared/template/values-table.ts';
import { readXml } from './xml-fields.ts';

/** Characters of a body that are read at once; a longer one is read state by state, with room for keys between. */
const AT_ONCE = 10_000;
const NONE: ValuesRow[] = [];

/** What a receiver reads in each state, key by key; of a long body, the last that was read until the next is. */
export function useValuesRows(
  compiled: CompiledPostback,
  states: readonly { values: Values }[],
  settings: RenderSettings,
): ValuesRow[] {
  const long = (compiled.postback.body?.template.length ?? 0) > AT_ONCE;
  const atOnce = useMemo(
    () =>
      long ? null : valuesTable(states.map(({ values }) => fieldsOf(compiled, values, settings, readXml))),
    [long, compiled, settings, states],
  );
  const [later, setLater] = useState(NONE);
  useEffect(() => {
    if (!long) return;
    const read: Field[][] = [];
    let timer = setTimeout(function next() {
      const state = states[read.length];
      if (state === undefined) return setLater(valuesTable(read));
      read.push(fieldsOf(compiled, state.values, settings, readXml));
      timer = setTimeout(next);
    });
    return () => clearTimeout(timer);
  }, [long, compiled, settings, states]);
  return atOnce ?? later;
}
