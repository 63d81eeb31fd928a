import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { completeQuery } from '../../../../shared/receiver/query/complete-query.ts';
import { IconTable } from '../../../components/icons.ts';
import { useAsked } from '../../../state/asked.ts';
import { client } from '../../../state/connection.ts';
import { toggleColumn, useColumns } from './columns.ts';

/** How many fields are listed; typing finds the others. */
const LISTED = 60;

/** Which fields are columns: picked from all that captures have. */
export function ColumnsMenu({ hidden }: { hidden: number }) {
  const [opened, setOpened] = useState(false);
  return (
    <Menu position="bottom-end" width={320} opened={opened} onChange={setOpened}>
      <Menu.Target>
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconTable size={14} stroke={1.5} />}
          title={hidden === 0 ? undefined : `No room for ${hidden} of the columns: widen the list`}
        >
          Columns{hidden === 0 ? '' : ` (${hidden} hidden)`}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>{opened ? <Fields /> : null}</Menu.Dropdown>
    </Menu>
  );
}

function Fields() {
  const [typed, setTyped] = useState('');
  const columns = useColumns((state) => state.columns);
  const asked = useAsked('keys', (signal) => client.captures.keys(undefined, { signal }));
  const keys = asked.state === 'here' ? asked.value : [];
  const found = completeQuery(typed, typed.length, { keys, endpoints: [] })?.options ?? [];
  const fields = found
    .filter(({ text }) => text.endsWith(':'))
    .map(({ text, detail }) => ({ field: text.slice(0, -1), detail }));
  const isOn = (field: string) =>
    columns.some((column) => column.field.toLowerCase() === field.toLowerCase());
  return (
    <>
      <Menu.Search
        size="xs"
        value={typed}
        placeholder="Find a field"
        aria-label="Find a field"
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div className="captures-columns">
        {fields.slice(0, LISTED).map(({ field, detail }) => (
          <Menu.CheckboxItem
            key={field}
            closeMenuOnClick={false}
            checked={isOn(field)}
            onChange={() => toggleColumn(field)}
          >
            <span className="mono text-12">{field}</span> <span className="faint text-11">{detail}</span>
          </Menu.CheckboxItem>
        ))}
        {fields.length === 0 ? <Menu.Label>No capture has such a field.</Menu.Label> : null}
      </div>
    </>
  );
}
