import { startTransition, useEffect, useMemo, useState } from 'react';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import { type FieldTableRequest, fieldTable, type PackedRow } from '../../../shared/template/field-table.ts';
import type { CompiledPostback } from '../../../shared/template/postback.ts';
import type { NamedSettings } from '../../../shared/template/settings.ts';
import { backgroundValues } from './background.ts';

export interface FieldTable<State> {
  /** What the columns are: those that were read, while others are being read. */
  states: readonly State[];
  rows: readonly PackedRow[];
  /** "reading" while the table is one of before, or there is none yet. */
  state: 'ready' | 'reading' | 'first';
}

/** Characters, once for each state, that are read on the spot: about 3 ms. */
const AT_ONCE = 20_000;

interface Read<State> {
  request: FieldTableRequest;
  states: readonly State[];
  rows: readonly PackedRow[];
}

const NO_ROWS: readonly PackedRow[] = [];

/**
 * What a receiver reads in each state. That of a small template is there at once; a large one is read beside the page's
 * own thread, the table before standing until then.
 */
export function useFieldTable<State extends { values: Values }>(
  { postback }: CompiledPostback,
  { data: settings }: NamedSettings,
  states: readonly State[],
): FieldTable<State> {
  const request = useMemo(
    (): FieldTableRequest => ({ postback, settings, states: states.map(({ values }) => values) }),
    [postback, settings, states],
  );
  const size = postback.url.length + (postback.body?.template.length ?? 0);
  const atOnce = useMemo(
    () => (size * states.length > AT_ONCE ? null : fieldTable(request)),
    [request, size, states.length],
  );
  const [read, setRead] = useState<Read<State> | null>(null);
  const large = atOnce === null;
  useEffect(() => {
    if (!large) return undefined;
    return backgroundValues.ask(request, (rows) => startTransition(() => setRead({ request, states, rows })));
  }, [large, request, states]);
  if (atOnce !== null) return { states, rows: atOnce, state: 'ready' };
  if (read === null) return { states, rows: NO_ROWS, state: 'first' };
  return { states: read.states, rows: read.rows, state: read.request === request ? 'ready' : 'reading' };
}
