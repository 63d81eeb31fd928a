import { Checkbox, SegmentedControl, Switch, Tooltip } from '@mantine/core';
import type { Finding } from '../../../shared/template/lint/finding.ts';
import type { PostbackForm } from '../../../shared/template/postback-form.ts';
import type { MarkContext } from './editor-marks.ts';
import { TemplateEditor } from './TemplateEditor.tsx';
import { useTemplateText } from './useTemplateText.ts';

interface Props {
  file: string;
  body: PostbackForm['body'];
  context: MarkContext;
  findings: readonly Finding[];
  onEdit: (change: (form: PostbackForm) => PostbackForm) => void;
}

/** The body of the request: on or off, its format, and the template. */
export function BodyEditor({ file, body, context, findings, onEdit }: Props) {
  const set = (part: Partial<PostbackForm['body']>) =>
    onEdit((form) => ({ ...form, body: { ...form.body, ...part } }));
  return (
    <section aria-label="Body" className="tp-body">
      <div className="tp-section">
        <h2 className="bb f12">Body</h2>
        <Switch
          size="xs"
          aria-label="Send a body"
          checked={body.on}
          onChange={(event) => set({ on: event.currentTarget.checked })}
        />
        {body.on ? (
          <>
            <SegmentedControl
              aria-label="Format of the body"
              value={body.format}
              onChange={(format) => set({ format: format as PostbackForm['body']['format'] })}
              data={[
                { value: 'json', label: 'JSON' },
                { value: 'xml', label: 'XML' },
                { value: 'form', label: 'Form' },
              ]}
            />
            <span className="sp" />
            <Tooltip label="Writes values unescaped, as a careless platform would">
              <Checkbox
                size="xs"
                label="Raw values"
                checked={body.escape === 'raw'}
                onChange={(event) => set({ escape: event.currentTarget.checked ? 'raw' : 'by-place' })}
              />
            </Tooltip>
          </>
        ) : (
          <span className="t3 f12">none is sent</span>
        )}
      </div>
      {body.on ? (
        <BodyText
          file={file}
          template={body.template}
          context={context}
          findings={findings}
          onEdit={onEdit}
        />
      ) : null}
    </section>
  );
}

interface TextProps extends Pick<Props, 'file' | 'context' | 'findings' | 'onEdit'> {
  template: string;
}

function BodyText({ file, template, context, findings, onEdit }: TextProps) {
  const text = useTemplateText(file, 'body', template, (next) =>
    onEdit((form) => ({ ...form, body: { ...form.body, template: next } })),
  );
  return (
    <TemplateEditor label="Body template" field="body" text={text} findings={findings} context={context} />
  );
}
