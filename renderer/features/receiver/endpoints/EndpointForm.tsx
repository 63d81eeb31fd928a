import { SegmentedControl, Switch, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import {
  type EndpointDraft,
  endpointDraft,
  endpointOfDraft,
  NEW_ENDPOINT,
  rangesOf,
} from '../../../../shared/receiver/endpoints/endpoint-draft.ts';
import { DEFAULT_ENDPOINT } from '../../../../shared/receiver/endpoints/endpoint-name.ts';
import { endpointsSchema } from '../../../../shared/receiver/endpoints/endpoint-schema.ts';
import { endpointSettings } from '../../../../shared/receiver/endpoints/endpoint-settings.ts';
import { DialogForm } from '../../../components/Dialog.tsx';
import { useSchemaForm } from '../../../components/useSchemaForm.ts';
import { useEndpointsDialog } from '../../../state/endpoints-dialog.ts';
import { useWorkspace } from '../../../state/workspace.ts';
import { AccessFields } from './AccessFields.tsx';
import { saveEndpoint } from './endpoint-changes.ts';
import { reachWords } from './endpoint-words.ts';
import type { ListedEndpoint } from './useEndpoints.ts';

/** Above all indexes of others, so that errors of the edited one are found by it. */
const OWN = 0;

const NO_PORT = 'Must be a whole number from 0 to 65,535';

const isLoopback = (bind: string) => bind === '' || bind === '::1' || bind.startsWith('127.');

/** An endpoint in fields: a new one, or one whose response rules stay as they are. */
export function EndpointForm({ endpoint }: { endpoint: ListedEndpoint | null }) {
  const all = useWorkspace(({ view }) => view?.settings.endpoints);
  const name = endpoint?.view.name;
  const others = useMemo(
    () => (all ?? []).filter((one) => one.name !== name).map((one) => endpointSettings(one)),
    [all, name],
  );
  const initialValues: EndpointDraft =
    endpoint === null
      ? NEW_ENDPOINT
      : endpointDraft(
          endpoint.settings === undefined ? { name: DEFAULT_ENDPOINT } : endpointSettings(endpoint.settings),
        );
  const form = useSchemaForm<EndpointDraft>({
    initialValues,
    schema: endpointsSchema,
    read: (draft) => [endpointOfDraft(draft), ...others],
  });
  const { values, problems } = form;
  const isDefault = name === DEFAULT_ENDPOINT;
  const touched = form.isDirty();
  /** The error of a key of the edited endpoint, or, where two clash, of the other one. */
  const errorAt = (key: string) =>
    !touched
      ? undefined
      : Object.entries(problems).find(
          ([path]) =>
            path === `${OWN}.${key}` ||
            path.startsWith(`${OWN}.${key}.`) ||
            new RegExp(`^\\d+\\.${key}$`).test(path),
        )?.[1];
  const set = (part: Partial<EndpointDraft>) => form.setValues(part);
  const ranges = rangesOf(values.allow);
  return (
    <DialogForm
      verb={endpoint === null ? 'Add endpoint' : 'Save'}
      good={form.good}
      onSubmit={() => saveEndpoint(endpointOfDraft(form.getValues()), name)}
      onCancel={() => useEndpointsDialog.setState({ editing: null })}
    >
      <TextInput
        label="Name"
        description={isDefault ? 'The receiver’s own port; its name stays.' : 'In URLs as endpoint:NAME/…'}
        placeholder="hooks"
        data-autofocus
        disabled={isDefault}
        value={values.name}
        error={errorAt('name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      {isDefault ? null : (
        <div className="endpoints-place">
          <SegmentedControl
            aria-label="Place"
            data={[
              { value: 'path', label: 'A path' },
              { value: 'port', label: 'A port' },
            ]}
            value={values.place}
            onChange={(place) => set({ place: place as EndpointDraft['place'] })}
          />
          {values.place === 'path' ? (
            <TextInput
              aria-label="Path"
              className="grow"
              classNames={{ input: 'mono' }}
              placeholder="/hooks"
              value={values.path}
              error={errorAt('path')}
              onChange={(event) => set({ path: event.currentTarget.value })}
            />
          ) : (
            <TextInput
              aria-label="Port"
              className="grow"
              inputMode="numeric"
              placeholder="7400, or 0 for any free one"
              value={values.port}
              error={touched && !/^\d+$/.test(values.port.trim()) ? NO_PORT : errorAt('port')}
              onChange={(event) => set({ port: event.currentTarget.value })}
            />
          )}
        </div>
      )}
      {values.place === 'path' ? (
        <p className="dimmed text-12">
          Every path below it, on the receiver’s own port. Protocol and address are those of the endpoint
          default.
        </p>
      ) : (
        <>
          <Switch
            label="HTTPS"
            description="With a self-signed certificate that Postbench makes"
            checked={values.tls}
            onChange={(event) => set({ tls: event.currentTarget.checked })}
          />
          <TextInput
            label="Listens on"
            description="This machine only, unless you name another of its addresses; 0.0.0.0 or :: is all of them."
            placeholder="127.0.0.1"
            classNames={{ input: 'mono' }}
            value={values.bind}
            error={errorAt('bind')}
            onChange={(event) => set({ bind: event.currentTarget.value })}
          />
          {isLoopback(values.bind.trim()) || errorAt('bind') !== undefined ? null : (
            <p className="text-12 text-warn">
              {reachWords(values.bind.trim())} It stays on 127.0.0.1 until that is confirmed on this machine.
            </p>
          )}
        </>
      )}
      <AccessFields values={values} ranges={ranges.length} errorAt={errorAt} onChange={set} />
      {touched && problems[String(OWN)] !== undefined ? (
        <p className="text-12 text-bad">{problems[String(OWN)]}</p>
      ) : null}
    </DialogForm>
  );
}
