import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { readDocument } from '../../../../shared/checks/records/read-document.ts';
import type { DocumentRow } from '../../../../shared/checks/records/record.ts';
import type { FirstLook } from '../../../../shared/checks/report.ts';
import { IconCheck, IconMinus } from '../../../components/icons.ts';
import { change, useSetup } from './setup-draft.ts';

/** Listed even where the records do not seem to show them. */
const ALWAYS = ['ActionId', 'Status', 'Payout', 'Amount', 'Currency'];
const NONE = '';

/** Which field of the records holds what was sent; each can be corrected. */
export function FieldTable({ look, placeholders }: { look: FirstLook; placeholders: ReadonlySet<string> }) {
  const { fields } = useSetup();
  const row = useMemo(() => shownRow(look), [look]);
  const names = [
    ...new Set([
      ...ALWAYS.filter((name) => placeholders.has(name)),
      ...look.fields.map(({ name }) => name),
      ...Object.keys(fields),
    ]),
  ];
  const paths = [...new Set([...row.keys(), ...Object.values(fields)])].filter((path) => path !== NONE);
  const data = [{ value: NONE, label: 'not shown' }, ...paths.map((path) => ({ value: path, label: path }))];
  const used = names.filter((name) => pathOf(name, fields, look) !== NONE).length;
  return (
    <>
      <div className="section-head">
        Fields
        <span className="count">
          {used} of {names.length} found
        </span>
        <span className="spacer" />
        <span className="count wide-only">saved in check.yaml</span>
      </div>
      <table className="setup-table setup-fields">
        <thead>
          <tr>
            <th scope="col">Sent</th>
            <th scope="col">In your records</th>
            <th scope="col">Found</th>
            <th scope="col">
              <span className="visually-hidden">Shown</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => {
            const found = look.fields.find((field) => field.name === name);
            const path = pathOf(name, fields, look);
            const value = path === NONE ? undefined : (row.get(path)?.text ?? found?.recorded);
            return (
              <tr key={name}>
                <th scope="row" title={found === undefined ? name : `${name}: ${found.sent}`}>
                  {name}
                </th>
                <td>
                  <Select
                    size="xs"
                    aria-label={`Field that holds ${name}`}
                    classNames={{ input: path === NONE ? '' : 'mono' }}
                    searchable
                    allowDeselect={false}
                    comboboxProps={{ width: 240, position: 'bottom-start' }}
                    data={data}
                    value={path}
                    onChange={(chosen) => change({ fields: { ...fields, [name]: chosen ?? NONE } })}
                  />
                </td>
                <td className="mono" title={value}>
                  {value ?? <span className="faint">not compared</span>}
                </td>
                <td>
                  {path === NONE ? (
                    <IconMinus size={14} stroke={1.75} className="faint" aria-label="Not compared" />
                  ) : (
                    <IconCheck size={14} stroke={1.75} className="text-ok" aria-label="Compared" />
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}

function pathOf(name: string, fields: Readonly<Record<string, string>>, look: FirstLook): string {
  return fields[name] ?? look.fields.find((field) => field.name === name)?.path ?? NONE;
}

/** The row of the records that is about what was sent. */
function shownRow({ after, fields }: FirstLook): DocumentRow {
  const read = readDocument(after ?? '');
  if (!('rows' in read)) return new Map();
  const id = fields.find(({ name }) => name === 'ActionId')?.sent;
  const own = read.rows.findLast((row) => [...row.values()].some(({ text }) => text === id));
  return own ?? read.rows.at(-1) ?? new Map();
}
