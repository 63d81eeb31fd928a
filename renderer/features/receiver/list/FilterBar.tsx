import { Button, Menu } from '@mantine/core';
import { memo } from 'react';
import { closedValues } from '../../../../shared/receiver/query/closed-values.ts';
import { hasTerm, withoutSpan, withTerm } from '../../../../shared/receiver/query/edit-query.ts';
import { parseQueryLine, type QueryTerm } from '../../../../shared/receiver/query/parse-query.ts';
import { IconFilter, IconX } from '../../../components/icons.ts';
import { useEndpointNames } from '../../../state/workspace.ts';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import { rememberQuery, setQueryLine, useQueryLine } from './query-line.ts';

/** Fields with few values, which need no typing. */
const FACETS = [
  ['status', 'Status'],
  ['method', 'Method'],
  ['kind', 'Kind'],
  ['event', 'Event'],
  ['outcome', 'Outcome'],
  ['endpoint', 'Endpoint'],
] as const;

function write(line: string): void {
  setQueryLine(line);
  rememberQuery(line);
}

/** The terms of the query as chips, a menu that adds some, and the columns, of which some may have no room. */
export const FilterBar = memo(function FilterBar({ hidden }: { hidden: number }) {
  const line = useQueryLine((state) => state.text);
  const endpoints = useEndpointNames() ?? [];
  const { terms } = parseQueryLine(line);
  return (
    <div className="captures-filters">
      <Menu position="bottom-start" width={176}>
        <Menu.Target>
          <Button size="xs" variant="subtle" leftSection={<IconFilter size={14} stroke={1.5} />}>
            Filter
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {FACETS.map(([field, title]) => (
            <Menu.Sub key={field}>
              <Menu.Sub.Target>
                <Menu.Sub.Item>{title}</Menu.Sub.Item>
              </Menu.Sub.Target>
              <Menu.Sub.Dropdown>
                {closedValues(field, endpoints).map((value) => {
                  const has = hasTerm(line, { field, value });
                  return (
                    <Menu.Item
                      key={value}
                      aria-current={has || undefined}
                      onClick={() => write(withTerm(line, { field, value }))}
                    >
                      {value}
                    </Menu.Item>
                  );
                })}
              </Menu.Sub.Dropdown>
            </Menu.Sub>
          ))}
        </Menu.Dropdown>
      </Menu>
      <div className="captures-chips" role="group" aria-label="Filters">
        {terms.map((term) => (
          <TermChip key={term.start} line={line} term={term} />
        ))}
      </div>
      <ColumnsMenu hidden={hidden} />
    </div>
  );
});

function TermChip({ line, term }: { line: string; term: QueryTerm }) {
  const words = line.slice(term.start, term.end);
  return (
    <button
      type="button"
      className="captures-chip"
      data-excluded={term.excluded || undefined}
      aria-label={`Remove the filter ${words}`}
      title={`Remove ${words}`}
      onClick={() => write(withoutSpan(line, term))}
    >
      <span className="ellipsis">{words}</span>
      <IconX size={12} stroke={2} aria-hidden="true" />
    </button>
  );
}
