import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { CaptureSummary } from '../../../shared/contract/captures.ts';
import { eventLabel } from '../../../shared/domain/world-event.ts';
import { IconSearch } from '../../components/icons.ts';
import { bytes, timeNear } from '../../lib/format.ts';
import { useCaptures } from '../../state/captures.ts';
import { useToday } from '../../state/clock.ts';
import { client } from '../../state/connection.ts';
import { attemptQuietly } from '../../state/notify.ts';
import { useZone } from '../../state/workspace.ts';

/** As many of the latest captures as are offered; the filter finds the others. */
const OFFERED = 50;
/** Ms without a key before the filter is asked for. */
const QUIET_MS = 150;

interface Props {
  chosen: number | null;
  onChoose: (id: number) => void;
}

/** The latest captures that fit a text; null until they are there. */
function useLatest(search: string): CaptureSummary[] | null {
  const [rows, setRows] = useState<CaptureSummary[] | null>(null);
  const newest = useCaptures((state) => state.newest);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new capture is a reason to ask again
  useEffect(() => {
    const ended = new AbortController();
    void attemptQuietly(async () => {
      try {
        const wanted = search === '' ? { limit: OFFERED } : { limit: OFFERED, search };
        setRows((await client.captures.list(wanted, { signal: ended.signal })).rows);
      } catch (error) {
        if (!ended.signal.aborted) throw error;
      }
    });
    return () => ended.abort();
  }, [search, newest]);
  return rows;
}

/** Chooses one of the receiver's captures. */
export function CapturePick({ chosen, onChoose }: Props) {
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.trim(), QUIET_MS);
  const rows = useLatest(search);
  const zone = useZone();
  const today = useToday();
  const onKeyDown = (event: React.KeyboardEvent<HTMLElement>) => {
    if (rows === null || rows.length === 0) return;
    const at = rows.findIndex(({ id }) => id === chosen);
    const to = { ArrowDown: at + 1, ArrowUp: Math.max(at - 1, 0), Home: 0, End: rows.length - 1 }[event.key];
    const next = to === undefined ? undefined : rows[to];
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-capture="${next.id}"]`)?.focus();
  };
  const reachable = rows?.some(({ id }) => id === chosen) === true ? chosen : rows?.[0]?.id;
  return (
    <div>
      <TextInput
        aria-label="Filter captures"
        placeholder="Search address, headers, and body"
        leftSection={<IconSearch size={15} stroke={1.5} />}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {rows?.length === 0 ? (
        <p className="dimmed templates-captures-none">
          {search === ''
            ? 'No captures yet. Send a request to the receiver, or run a scenario.'
            : `No captures match “${search}”.`}
        </p>
      ) : (
        <div
          className="templates-captures"
          role="listbox"
          aria-label="Captures"
          tabIndex={-1}
          onKeyDown={onKeyDown}
        >
          {rows?.map((row) => (
            <button
              key={row.id}
              type="button"
              role="option"
              aria-selected={row.id === chosen}
              tabIndex={row.id === reachable ? 0 : -1}
              className="templates-capture"
              data-capture={row.id}
              onClick={() => onChoose(row.id)}
            >
              <span className="mono dimmed">
                {row.receivedAt === null ? 'not recorded' : timeNear(row.receivedAt, zone, today)}
              </span>
              <span className="dimmed">{row.method === '' ? 'none' : row.method}</span>
              <span className="mono ellipsis" title={row.target}>
                {row.target}
              </span>
              <span className="dimmed nowrap">
                {row.delivery === null ? 'external' : eventLabel(row.delivery.event)}
              </span>
              <span className="dimmed nowrap align-right">
                {row.bodyLength === 0 ? 'no body' : bytes(row.bodyLength)}
              </span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
