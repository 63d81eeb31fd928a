import { Checkbox, SegmentedControl, Switch, Tooltip } from '@mantine/core';
import { memo } from 'react';
import type { Finding } from '../../../shared/template/lint/finding.ts';
import type { PostbackForm } from '../../../shared/template/postback-form.ts';
import type { OnEdit } from '../../state/postback-drafts.ts';
import type { MarkContext } from './editor-marks.ts';
import { TemplateEditor } from './TemplateEditor.tsx';
import { useTemplateText } from './useTemplateText.ts';

interface Props {
  file: string;
  body: PostbackForm['body'];
  context: MarkContext;
  findings: readonly Finding[];
  onEdit: OnEdit;
}

/** The body of the request: on or off, its format, and the template. */
export function BodyEditor({ file, body, context, findings, onEdit }: Props) {
  const { on, format, escape: how, template } = body;
  return (
    <section aria-label="Body" className="templates-body">
      <BodyHead on={on} format={format} escape={how} onEdit={onEdit} />
      {on ? (
        <BodyText file={file} template={template} context={context} findings={findings} onEdit={onEdit} />
      ) : null}
    </section>
  );
}

type HeadProps = Pick<PostbackForm['body'], 'on' | 'format' | 'escape'> & Pick<Props, 'onEdit'>;

const BodyHead = memo(({ on, format, escape: how, onEdit }: HeadProps) => {
  const set = (part: Partial<PostbackForm['body']>) =>
    onEdit((form) => ({ ...form, body: { ...form.body, ...part } }));
  return (
    <div className="templates-section">
      <h2 className="strong text-12">Body</h2>
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
          <span className="spacer" />
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
    </div>
  );
});

interface TextProps extends Pick<Props, 'file' | 'context' | 'findings' | 'onEdit'> {
  template: string;
}

function BodyText({ file, template, context, findings, onEdit }: TextProps) {
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
      context={context}
    />
  );
}
