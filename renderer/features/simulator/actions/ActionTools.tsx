import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { KeyCaps } from '../../../components/Kbd.tsx';
import { SearchField } from '../SearchField.tsx';
import { useSimulator } from '../simulator-view.ts';
import { filterActions, useActionsList } from './actions-view.ts';
import { FilterButton } from './FilterButton.tsx';

/** What narrows the list of actions, and what adds to it. */
export function ActionTools({ narrow }: { narrow: boolean }) {
  const query = useActionsList(({ filter }) => filter.query);
  return (
    <>
      <SearchField
        id="simulator-filter"
        label="Filter actions"
        placeholder={narrow ? 'Filter' : 'Id, SubId, order, program'}
        value={query}
        onChange={(text) => filterActions({ query: text })}
      />
      <FilterButton narrow={narrow} />
      <Button
        size="xs"
        px={8}
        leftSection={<IconPlus size={14} />}
        rightSection={narrow ? undefined : <KeyCaps keys="T" />}
        onClick={() => useSimulator.setState({ dialog: 'track' })}
      >
        Track…
      </Button>
    </>
  );
}
