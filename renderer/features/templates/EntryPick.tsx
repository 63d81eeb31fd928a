import { TextInput } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';
import type { FoundEntry } from '../../../shared/template/import/found-request.ts';
import { IconSearch } from '../../components/icons.ts';
import { VirtualList } from '../../components/VirtualList.tsx';
import { count, counted, fullTime, timeNear } from '../../lib/format.ts';
import { useToday } from '../../state/clock.ts';
import { useZone } from '../../state/workspace.ts';

/** From so many on, a filter is worth its room. */
const FILTERED_FROM = 6;

interface Props {
  entries: readonly FoundEntry[];
  selected: number;
  onSelect: (index: number) => void;
}

/** What a filter is looked for in. */
const wordsOf = ({ method, url, status }: FoundEntry) => `${method} ${url} ${status ?? ''}`.toLowerCase();

/** Selects one of the requests that were found in a text. */
export function EntryPick({ entries, selected, onSelect }: Props) {
  const [filter, setFilter] = useState('');
  const wanted = useDeferredValue(filter.trim().toLowerCase());
  const texts = useMemo(() => entries.map(wordsOf), [entries]);
  const shown = useMemo(() => {
    const words = wanted.split(/\s+/);
    return entries
      .map((_, index) => index)
      .filter((index) => words.every((word) => texts[index]!.includes(word)));
  }, [entries, texts, wanted]);
  const hasStatus = useMemo(() => entries.some(({ status }) => status !== null), [entries]);
  const hasTime = useMemo(() => entries.some(({ time }) => time !== null), [entries]);
  const zone = useZone();
  const today = useToday();
  const columns = `templates-entry${hasStatus ? ' templates-entry-with-status' : ''}${hasTime ? ' templates-entry-with-time' : ''}`;
  return (
    <section aria-label="Requests found" className="templates-entries-pick">
      {entries.length < FILTERED_FROM ? null : (
        <div className="hstack">
          <TextInput
            className="grow"
            aria-label="Filter requests"
            placeholder="Filter by method, URL, or status"
            leftSection={<IconSearch size={15} stroke={1.5} />}
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
          />
          <span className="dimmed text-12 nowrap">
            {wanted === ''
              ? counted(entries.length, 'request')
              : `${count(shown.length)} of ${count(entries.length)}`}
          </span>
        </div>
      )}
      <div className="templates-entries">
        <VirtualList
          label="Requests"
          count={shown.length}
          keyOf={(row) => shown[row]!}
          selected={shown.indexOf(selected)}
          onSelect={(row) => onSelect(shown[row]!)}
          copyOf={(row) => entries[shown[row]!]!.url}
          rowClass={columns}
          renderHead={() => (
            <div className={`list-head ${columns}`}>
              <span>Method</span>
              <span>URL</span>
              {hasStatus ? <span className="align-right">Status</span> : null}
              {hasTime ? <span>Time</span> : null}
              <span>Body</span>
            </div>
          )}
          renderRow={(row) => {
            const { method, url, status, time, hasBody } = entries[shown[row]!]!;
            return (
              <>
                <span role="gridcell" className="dimmed">
                  {method}
                </span>
                <span role="gridcell" className="mono ellipsis" title={url}>
                  {url.replace(/^https?:\/\//i, '')}
                </span>
                {hasStatus ? (
                  <span role="gridcell" className="dimmed align-right">
                    {status ?? ''}
                  </span>
                ) : null}
                {hasTime ? (
                  <span
                    role="gridcell"
                    className="mono dimmed nowrap"
                    title={time === null ? undefined : fullTime(time, zone)}
                  >
                    {time === null ? '' : timeNear(time, zone, today)}
                  </span>
                ) : null}
                <span role="gridcell" className="dimmed">
                  {hasBody ? 'yes' : 'no'}
                </span>
              </>
            );
          }}
          empty={<p className="dimmed templates-captures-none">No requests match “{filter.trim()}”.</p>}
        />
      </div>
    </section>
  );
}
