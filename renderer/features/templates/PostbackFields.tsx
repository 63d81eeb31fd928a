import { SegmentedControl } from '@mantine/core';
import type { Finding } from '../../../shared/template/lint/finding.ts';
import type { FieldProblems, PostbackForm } from '../../../shared/template/postback-form.ts';
import { Pane } from '../../components/Pane.tsx';
import { BodyEditor } from './BodyEditor.tsx';
import type { MarkContext } from './editor-marks.ts';
import { FieldProblem } from './FieldProblem.tsx';
import { FindingsList } from './FindingsList.tsx';
import { HeadersEditor } from './HeadersEditor.tsx';
import { ScopeFields } from './ScopeFields.tsx';
import { TemplateEditor } from './TemplateEditor.tsx';

interface Props {
  file: string;
  edited: boolean;
  form: PostbackForm;
  problems: FieldProblems;
  context: MarkContext;
  findings: readonly Finding[];
  onEdit: (change: (form: PostbackForm) => PostbackForm) => void;
}

/** Method, URL, what it fires on, headers and body. */
export function PostbackFields({ file, edited, form, problems, context, findings, onEdit }: Props) {
  return (
    <Pane label="Template" className="tp-form">
      <div className="tp-url">
        <SegmentedControl
          aria-label="Method"
          value={form.method}
          onChange={(method) =>
            onEdit((current) => ({ ...current, method: method as PostbackForm['method'] }))
          }
          data={['GET', 'POST']}
        />
        <div className="grow">
          <TemplateEditor
            oneLine
            label="URL"
            field="url"
            findings={findings}
            value={form.url}
            context={context}
            invalid={problems.url !== undefined}
            onChange={(url) => onEdit((current) => ({ ...current, url }))}
          />
          <FieldProblem text={problems.url} />
        </div>
      </div>
      <div className="scroll tp-rest">
        <ScopeFields file={file} form={form} edited={edited} problems={problems} onEdit={onEdit} />
        <FindingsList findings={findings} onEdit={onEdit} />
        <HeadersEditor
          rows={form.headers}
          problems={problems}
          context={context}
          findings={findings}
          onEdit={onEdit}
        />
        <BodyEditor body={form.body} context={context} findings={findings} onEdit={onEdit} />
      </div>
    </Pane>
  );
}
