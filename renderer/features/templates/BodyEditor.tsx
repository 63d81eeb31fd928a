import { Button, Checkbox, SegmentedControl, Switch, Tooltip } from '@mantine/core';
import { memo } from 'react';
import type { Finding } from '../../../shared/template/lint/finding.ts';
import type { PostbackForm } from '../../../shared/template/postback-form.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { IconBraces } from '../../components/icons.ts';
import { KeyCaps } from '../../components/Kbd.tsx';
import { useNarrow } from '../../components/useNarrow.ts';
import type { OnEdit } from '../../state/postback-drafts.ts';
import type { MarkContext } from './editor-marks.ts';
import { showPalette, usePanels } from './editor-panels.ts';
import { TemplateEditor } from './TemplateEditor.tsx';
import { useTemplateText } from './useTemplateText.ts';

interface Props {
  file: string;
  body: PostbackForm['body'];
  context: MarkContext;
  findings: readonly Finding[];
  /** The problem of the body that is open. */
  opened: Finding | null;
  onEdit: OnEdit;
}

/** The body of the request: on or off, its format, and the template. */
export function BodyEditor({ file, body, context, findings, opened, onEdit }: Props) {
  const { on, format, escape: how, template } = body;
  const urlAsTable = usePanels(({ urlView }) => urlView === 'table');
  return (
    <section aria-label="Body" className="templates-body">
      <BodyHead on={on} format={format} escape={how} onEdit={onEdit} />
      {on ? (
        <BodyText
          file={file}
          template={template}
          context={context}
          findings={findings}
          opened={opened}
          onEdit={onEdit}
        />
      ) : urlAsTable ? null : (
        <EmptyState title="No body">All values are in the URL. Switch the body on to send one.</EmptyState>
      )}
    </section>
  );
}

type HeadProps = Pick<PostbackForm['body'], 'on' | 'format' | 'escape'> & Pick<Props, 'onEdit'>;

const BodyHead = memo(({ on, format, escape: how, onEdit }: HeadProps) => {
  const set = (part: Partial<PostbackForm['body']>) =>
    onEdit((form) => ({ ...form, body: { ...form.body, ...part } }));
  return (
    <div className="templates-body-bar">
      <h2>Body</h2>
      <Switch
        size="xs"
        aria-label="Send a body"
        checked={on}
        onChange={(event) => set({ on: event.currentTarget.checked })}
      />
      {on ? (
        <>
          <SegmentedControl
            aria-label="Body format"
            value={format}
            onChange={(next) => set({ format: next as PostbackForm['body']['format'] })}
            data={[
              { value: 'json', label: 'JSON' },
              { value: 'xml', label: 'XML' },
              { value: 'form', label: 'Form' },
            ]}
          />
          <Tooltip label="Insert values without escaping, like a careless platform would">
            <Checkbox
              size="xs"
              label="Raw values"
              checked={how === 'raw'}
              onChange={(event) => set({ escape: event.currentTarget.checked ? 'raw' : 'by-place' })}
            />
          </Tooltip>
        </>
      ) : (
        <span className="faint text-12">not sent</span>
      )}
      <span className="spacer" />
      <InsertButton />
      <span className="templates-complete">
        <KeyCaps keys="Ctrl+Space" />
      </span>
    </div>
  );
});

/** Shows the placeholders to choose from among the previews. */
function InsertButton() {
  const narrow = useNarrow();
  const shown = usePanels(
    ({ palette, column, folds }) => palette && folds.includes('placeholders') && (column || !narrow),
  );
  return (
    <Tooltip label="List of all placeholders (Alt I). While typing, { or Ctrl Space completes a name.">
      <Button
        size="xs"
        variant="subtle"
        color="gray"
        className="templates-toggle"
        aria-pressed={shown}
        data-active={shown || undefined}
        leftSection={<IconBraces size={14} stroke={1.5} />}
        onClick={() => showPalette(!shown)}
      >
        Insert placeholder
      </Button>
    </Tooltip>
  );
}

interface TextProps extends Pick<Props, 'file' | 'context' | 'findings' | 'opened' | 'onEdit'> {
  template: string;
}

function BodyText({ file, template, context, findings, opened, onEdit }: TextProps) {
  const text = useTemplateText(file, 'body', template, (next, typed) =>
    onEdit((form) => ({ ...form, body: { ...form.body, template: next } }), typed),
  );
  return (
    <TemplateEditor
      label="Body template"
      field="body"
      text={text}
      value={template}
      findings={findings}
      opened={opened}
      context={context}
    />
  );
}
