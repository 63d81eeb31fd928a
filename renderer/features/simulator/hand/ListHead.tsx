import { Button, Menu } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconChevronDown } from '../../../components/icons.ts';
import { count } from '../../../lib/format.ts';

/** Something that a list can be sorted by. */
export interface SortChoice<Name extends string> {
  name: Name;
  label: string;
}

interface ListHeadProps<Name extends string> {
  choices: readonly SortChoice<Name>[];
  /** What the list is sorted by; null for the newest first. */
  order: { name: Name; descending: boolean } | null;
  /** Sorts by one; by the same one again the other way round. */
  onSort: (name: Name) => void;
  /** Rows that came in above while the view stayed, and how to go there. */
  news: number;
  goHome: () => void;
}

/** Above the rows: their order, and how many came in meanwhile. */
export function ListHead<Name extends string>({ choices, order, onSort, news, goHome }: ListHeadProps<Name>) {
  const chosen = choices.find(({ name }) => name === order?.name);
  const Arrow = order?.descending === true ? IconArrowDown : IconArrowUp;
  return (
    <div className="list-head hand-head">
      {choices.length === 0 ? (
        <span>Newest first</span>
      ) : (
        <Menu position="bottom-start" width={180}>
          <Menu.Target>
            <Button
              size="xs"
              variant="subtle"
              color="gray"
              className="hand-sort"
              aria-label="Sort"
              rightSection={<IconChevronDown size={12} stroke={1.75} />}
            >
              {chosen === undefined ? 'Newest first' : `By ${chosen.label}`}
              {chosen === undefined ? null : <Arrow size={12} stroke={2} aria-hidden="true" />}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {choices.map(({ name, label }) => (
              <Menu.Item
                key={name}
                rightSection={name === order?.name ? <Arrow size={13} stroke={2} /> : null}
                aria-label={`Sort by ${label.toLowerCase()}${name === order?.name ? (order.descending ? ', descending' : ', ascending') : ''}`}
                onClick={() => onSort(name)}
              >
                {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <span className="spacer" />
      {news === 0 ? null : (
        <button type="button" className="new-rows" onClick={goHome}>
          {count(news)} new
        </button>
      )}
    </div>
  );
}
