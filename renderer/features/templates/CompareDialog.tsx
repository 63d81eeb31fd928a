import { Checkbox, Select } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { COMPARED, type ComparedField, comparePostbacks } from '../../../shared/template/compare.ts';
import type { Postback } from '../../../shared/template/postback.ts';
import { draftOf } from '../../../shared/template/postback-form.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Dialog, DialogContent } from '../../components/Dialog.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { counted } from '../../lib/format.ts';
import { ComparedTextHead } from './ComparedTextHead.tsx';
import { ComparedWires } from './ComparedWires.tsx';
import { TextDiff } from './TextDiff.tsx';
import { useTemplatesView } from './templates-view.ts';
import { type PostbackEntry, usePostbacks } from './usePostbacks.ts';

const close = () => useTemplatesView.setState({ dialog: null });

/** Two postbacks side by side, as they are edited: field by field, and what each would send. */
export function CompareDialog() {
  const opened = useTemplatesView(({ dialog }) => dialog === 'compare');
  return (
    <Dialog opened={opened} onClose={close} title="Compare two postbacks" size={1080}>
      {opened ? <Chosen /> : null}
    </Dialog>
  );
}

/** The two that were chosen; read only while the dialog is open. */
function Chosen() {
  const entries = usePostbacks();
  const compared = useTemplatesView((state) => state.compared);
  const readable = entries.filter(({ form }) => form !== null);
  const left = readable.find(({ file }) => file === compared.left) ?? readable[0];
  const right =
    readable.find(({ file }) => file === compared.right) ?? mostAlike(left, readable) ?? readable[0];
  if (left === undefined || right === undefined) return null;
  return <Comparison left={left} right={right} entries={readable} />;
}

/** What a postback is compared with until another is chosen: one of its kind, else any other. */
function mostAlike(
  left: PostbackEntry | undefined,
  entries: readonly PostbackEntry[],
): PostbackEntry | undefined {
  const others = entries.filter((entry) => entry !== left);
  return others.find(({ form }) => form?.kind === left?.form?.kind) ?? others[0];
}

interface ComparisonProps {
  left: PostbackEntry;
  right: PostbackEntry;
  entries: readonly PostbackEntry[];
}

function Comparison({ left, right, entries }: ComparisonProps) {
  const [only, setOnly] = useState(false);
  const [a, b] = useMemo(
    () => [left, right].map(({ form }) => draftOf(form!)) as [Postback, Postback],
    [left, right],
  );
  const fields = useMemo(() => comparePostbacks(a, b), [a, b]);
  const bodies = [a, b].map(({ body }) => body?.template ?? '') as [string, string];
  const differing = fields.filter(({ same }) => !same).length + (bodies[0] === bodies[1] ? 0 : 1);
  const choose = (compared: { left: string; right: string }) => useTemplatesView.setState({ compared });
  const data = entries.map(({ file, form }) => ({ value: file, label: form?.name || file }));
  return (
    <DialogContent>
      <div className="templates-compare-head">
        <Select
          aria-label="Left postback"
          allowDeselect={false}
          data={data}
          value={left.file}
          onChange={(file) => choose({ left: file!, right: right.file })}
        />
        <IconButton
          label="Swap"
          icon={<IconArrowsExchange size={16} stroke={1.5} />}
          onClick={() => choose({ left: right.file, right: left.file })}
        />
        <Select
          aria-label="Right postback"
          data-autofocus
          allowDeselect={false}
          data={data}
          value={right.file}
          onChange={(file) => choose({ left: left.file, right: file! })}
        />
      </div>
      <div className="hstack templates-compare-bar">
        <span className="dimmed text-12 grow" role="status">
          {differing === 0
            ? 'These postbacks are identical except for their names.'
            : `${counted(differing, 'field')} ${differing === 1 ? 'differs' : 'differ'}.`}
        </span>
        <Checkbox
          size="xs"
          label="Only differences"
          checked={only}
          onChange={(event) => setOnly(event.currentTarget.checked)}
        />
      </div>
      <FieldTable fields={only ? fields.filter(({ same }) => !same) : fields} />
      {bodies[0] === '' && bodies[1] === '' ? null : only && bodies[0] === bodies[1] ? null : (
        <section aria-label="Body template" className="templates-compare-text">
          <ComparedTextHead title="Body template" texts={bodies} />
          <TextDiff label="Body template" left={bodies[0]} right={bodies[1]} />
        </section>
      )}
      <ComparedWires left={a} right={b} />
    </DialogContent>
  );
}

function FieldTable({ fields }: { fields: readonly ComparedField[] }) {
  const sections = COMPARED.map((section) => ({
    section,
    rows: fields.filter((field) => field.section === section),
  })).filter(({ rows }) => rows.length > 0);
  return (
    <table className="templates-compare" aria-label="Fields">
      <colgroup>
        <col className="templates-compare-name" />
        <col />
        <col />
      </colgroup>
      {sections.map(({ section, rows }) => (
        <tbody key={section}>
          <tr className="templates-compare-section">
            <th colSpan={3} scope="colgroup">
              {section}
            </th>
          </tr>
          {rows.map(({ name, left, right, same }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a key may be there twice, and rows have no state
            <tr key={`${name} ${at}`} data-same={same}>
              <th scope="row">
                <span className="mono">{name}</span>
                {same ? null : <span className="visually-hidden">, differs</span>}
              </th>
              <Cell name={name} side="left" text={left} />
              <Cell name={name} side="right" text={right} />
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

function Cell({ name, side, text }: { name: string; side: 'left' | 'right'; text: string | null }) {
  if (text === null) return <td className="faint">missing</td>;
  return (
    <td>
      <span className="templates-compare-cell">
        {text === '' ? <i className="faint">empty</i> : <span className="mono grow">{text}</span>}
        {text === '' ? null : <CopyButton text={text} label={`Copy ${name}, ${side}`} />}
      </span>
    </td>
  );
}
