import { Button } from '@mantine/core';
import { IconPlus } from '../../../components/icons.ts';
import { KeyCaps } from '../../../components/Kbd.tsx';
import { SearchField } from '../SearchField.tsx';
import { useSimulator } from '../simulator-view.ts';
import { filterActions, useActionsList } from './actions-view.ts';
import { FilterButton } from './FilterButton.tsx';

/** What narrows the list of actions by choices, and what adds to it. */
export function ActionTools() {
  return (
    <>
      <FilterButton />
      <Button
        size="xs"
        px={8}
        leftSection={<IconPlus size={14} />}
        rightSection={<KeyCaps keys="T" />}
        onClick={() => useSimulator.setState({ dialog: 'track' })}
      >
        Track…
      </Button>
    </>
  );
}

/** Narrows the list of actions by a text. */
export function ActionSearch() {
  const query = useActionsList(({ filter }) => filter.query);
  return (
    <SearchField
      id="simulator-filter"
      label="Filter actions"
      placeholder="Id, SubId, order, program"
      value={query}
      onChange={(text) => filterActions({ query: text })}
    />
  );
}
