import { NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { create } from 'zustand';
import { formatDuration } from '../../../../shared/domain/duration.ts';
import { DEFAULT_ENDPOINT } from '../../../../shared/receiver/endpoints/endpoint-name.ts';
import { endpointNames } from '../../../../shared/receiver/endpoints/endpoint-schema.ts';
import { sizeText } from '../../../../shared/receiver/endpoints/retention.ts';
import { Dialog, DialogForm } from '../../../components/Dialog.tsx';
import { bytes, counted } from '../../../lib/format.ts';
import { client } from '../../../state/connection.ts';
import { useEngine } from '../../../state/engine.ts';
import { notify } from '../../../state/notify.ts';
import { takeWorkspace, useWorkspace } from '../../../state/workspace.ts';

const useRetentionDialog = create<{ opened: boolean }>()(() => ({ opened: false }));

export const openRetention = () => useRetentionDialog.setState({ opened: true });
const close = () => useRetentionDialog.setState({ opened: false });

/** How many captures of each endpoint are kept. */
export function RetentionDialog() {
  const opened = useRetentionDialog((state) => state.opened);
  const [endpoint, setEndpoint] = useState(DEFAULT_ENDPOINT);
  return (
    <Dialog title="Retention" opened={opened} onClose={close} size={480}>
      <RetentionForm key={endpoint} endpoint={endpoint} onEndpoint={setEndpoint} />
    </Dialog>
  );
}

interface RetentionFormProps {
  endpoint: string;
  onEndpoint: (name: string) => void;
}

function RetentionForm({ endpoint, onEndpoint }: RetentionFormProps) {
  const endpoints = useWorkspace(({ view }) => view?.settings.endpoints) ?? [];
  const totals = useEngine(({ view }) => view?.captureTotals) ?? [];
  const now = endpoints.find(({ name }) => name === endpoint)?.retention;
  const total = totals.find((one) => one.endpoint === endpoint);
  const [count, setCount] = useState<string | number>(now?.count ?? '');
  const [age, setAge] = useState(now?.age === undefined ? '' : formatDuration(now.age));
  const [size, setSize] = useState(now?.size === undefined ? '' : sizeText(now.size));
  const submit = async () => {
    const retention = {
      ...(count !== '' && { count: Number(count) }),
      ...(age.trim() !== '' && { age: age.trim() }),
      ...(size.trim() !== '' && { size: size.trim() }),
    };
    const isOff = Object.keys(retention).length === 0;
    takeWorkspace(await client.workspace.setRetention({ endpoint, retention: isOff ? null : retention }));
    notify.say(isOff ? `Keeps all captures of ${endpoint}.` : `Saved the retention of ${endpoint}.`);
    close();
  };
  const kept =
    total === undefined ? 'No captures yet' : `${counted(total.captures, 'capture')}, ${bytes(total.bytes)}`;
  const dropped =
    total === undefined || total.dropped === 0
      ? ''
      : `; ${counted(total.dropped, 'capture')} dropped since the last Clear`;
  return (
    <DialogForm verb="Save" onSubmit={submit} onCancel={close}>
      <Select
        label="Endpoint"
        description={`${kept}${dropped}.`}
        data={endpointNames(endpoints)}
        value={endpoint}
        allowDeselect={false}
        onChange={(name) => onEndpoint(name ?? DEFAULT_ENDPOINT)}
      />
      <NumberInput
        label="Keep at most this many captures"
        placeholder="All"
        min={1}
        allowDecimal={false}
        thousandSeparator=","
        value={count}
        onChange={setCount}
        data-autofocus
      />
      <TextInput
        label="Keep them for"
        placeholder="Always; for example 7 d, 12 h"
        value={age}
        onChange={(event) => setAge(event.currentTarget.value)}
      />
      <TextInput
        label="Keep at most this size"
        placeholder="Any; for example 500 MB"
        value={size}
        onChange={(event) => setSize(event.currentTarget.value)}
      />
      <p className="dimmed text-12">
        The oldest captures go first. Pinned captures are never dropped and do not count. The limits are saved
        in postbench.yaml.
      </p>
    </DialogForm>
  );
}
