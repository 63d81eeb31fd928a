import { Button, TextInput } from '@mantine/core';
import { memo, useRef } from 'react';
import type { Finding } from '../../../shared/template/lint/finding.ts';
import type { FieldProblems, HeaderRow } from '../../../shared/template/postback-form.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { IconPlus, IconX } from '../../components/icons.ts';
import type { OnEdit } from '../../state/postback-drafts.ts';
import type { MarkContext } from './editor-marks.ts';
import { FieldFindings } from './FieldFindings.tsx';
import { FieldProblem } from './FieldProblem.tsx';
import { headerTexts } from './header-texts.ts';
import { TemplateEditor } from './TemplateEditor.tsx';
import { useTemplateText } from './useTemplateText.ts';

interface Props {
  file: string;
  rows: readonly HeaderRow[];
  problems: FieldProblems;
  context: MarkContext;
  findings: readonly Finding[];
  onEdit: OnEdit;
}

/** The postback's own headers; the platform's are added when it is sent. */
export const HeadersEditor = memo(({ file, rows, problems, context, findings, onEdit }: Props) => {
  const setRows = (change: (rows: HeaderRow[]) => HeaderRow[], typed = false) =>
    onEdit((form) => ({ ...form, headers: change(form.headers) }), typed);
  const setRow = (id: number, part: Partial<HeaderRow>, typed = false) =>
    setRows((all) => all.map((row) => (row.id === id ? { ...row, ...part } : row)), typed);
  const texts = headerTexts(file, rows);
  const added = useRef<number>(null);
  const add = () => {
    const id = Math.max(-1, ...rows.map((row) => row.id)) + 1;
    added.current = id;
    setRows((all) => [...all, { id, name: '', value: '' }]);
  };
  return (
    <section aria-label="Headers" id="templates-headers" className="templates-headers">
      {rows.map(({ id, name, value }, index) => (
        <div className="templates-header" key={texts[index]}>
          <TextInput
            aria-label={`Header ${index + 1} name`}
            placeholder="X-Name"
            classNames={{ input: 'mono' }}
            value={name}
            ref={(field) => {
              // A row just added is there to be filled in.
              if (field === null || added.current !== id) return;
              added.current = null;
              field.focus();
            }}
            error={problems[`headers.${id}`] !== undefined}
            aria-describedby={`header-problem-${id}`}
            onChange={(event) => setRow(id, { name: event.currentTarget.value })}
          />
          <HeaderValue
            file={file}
            text={texts[index]!}
            label={`Header ${index + 1} value`}
            name={name}
            value={value}
            findings={findings}
            context={context}
            onChange={(next, typed) => setRow(id, { value: next }, typed)}
          />
          <IconButton
            label={`Remove header ${name}`}
            icon={<IconX size={14} />}
            onClick={() => setRows((all) => all.filter((row) => row.id !== id))}
          />
          <FieldProblem text={problems[`headers.${id}`]} id={`header-problem-${id}`} />
          <FieldFindings field={`header:${name}`} />
        </div>
      ))}
      <div className="hstack">
        <Button size="xs" variant="subtle" color="gray" leftSection={<IconPlus size={14} />} onClick={add}>
          Add header
        </Button>
        <span className="faint text-12 ellipsis">
          {rows.length === 0
            ? 'The headers of the platform are sent.'
            : 'The headers of the platform are sent too.'}
        </span>
      </div>
    </section>
  );
});

interface ValueProps extends Pick<Props, 'file' | 'context' | 'findings'> {
  /** The name of its text; it stays when the row is numbered anew or renamed. */
  text: string;
  label: string;
  name: string;
  value: string;
  onChange: (value: string, typed: boolean) => void;
}

function HeaderValue({ file, text, label, name, value, findings, context, onChange }: ValueProps) {
  return (
    <TemplateEditor
      oneLine
      label={label}
      field={`header:${name}`}
      text={useTemplateText(file, text, value, onChange)}
      value={value}
      findings={findings}
      context={context}
    />
  );
}
