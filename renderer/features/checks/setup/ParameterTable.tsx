import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { placeholdersFor } from '../../../../shared/placeholders/placeholder-registry.ts';
import { isSecretName, MASK } from '../../../../shared/secrets/mask.ts';
import type { ImportedValue } from '../../../../shared/template/import/guessed-values.ts';
import { change, useSetup } from './setup-draft.ts';

const SAME = '';

/** What was pasted, and what is sent in its place; each guess can be corrected. */
export function ParameterTable({ values }: { values: readonly ImportedValue[] }) {
  const { choices } = useSetup();
  const registry = useMemo(() => placeholdersFor('action'), []);
  const names = useMemo(
    () => [...registry.keys()].map((name) => ({ value: name, label: `{${name}}` })),
    [registry],
  );
  return (
    <table className="setup-table setup-parameters">
      <thead>
        <tr>
          <th scope="col">Parameter</th>
          <th scope="col">Pasted</th>
          <th scope="col">Sent as</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        {values.map(({ key, value, name }, index) => {
          const shown = isSecretName(key) && name === null ? MASK + value.slice(-2) : value;
          // What is a template already is not a sample of anything else.
          const fixed = name !== null && value === `{${name}}` && choices[key] === undefined;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: parameters may repeat, and stand where they stand
            <tr key={index}>
              <th scope="row" className="mono" title={key}>
                {key}
              </th>
              <td className="mono dimmed" title={shown}>
                {shown === '' ? <span className="faint">empty</span> : shown}
              </td>
              <td>
                <Select
                  size="xs"
                  aria-label={`${key} is sent as`}
                  classNames={{ input: name === null ? '' : 'mono' }}
                  searchable
                  allowDeselect={false}
                  comboboxProps={{ width: 240, position: 'bottom-start' }}
                  data={fixed ? names : [{ value: SAME, label: 'Always the same' }, ...names]}
                  value={name ?? SAME}
                  onChange={(chosen) =>
                    change({ choices: { ...choices, [key]: chosen === SAME ? null : chosen }, tried: null })
                  }
                />
              </td>
              <td className="dimmed" title={name === null ? undefined : registry.get(name)?.description}>
                {name === null ? 'Sent unchanged in every postback' : (registry.get(name)?.description ?? '')}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
