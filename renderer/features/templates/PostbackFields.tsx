import type { Finding } from '../../../shared/template/lint/finding.ts';
import type { FieldProblems, PostbackForm } from '../../../shared/template/postback-form.ts';
import { Pane } from '../../components/Pane.tsx';
import { BodyEditor } from './BodyEditor.tsx';
import type { MarkContext } from './editor-marks.ts';
import { FindingsList } from './FindingsList.tsx';
import { HeadersEditor } from './HeadersEditor.tsx';
import { usePanels } from './panels.ts';
import { ScopeFields } from './ScopeFields.tsx';
import { UrlField } from './UrlField.tsx';
import { UrlTable } from './UrlTable.tsx';
import { useTemplateText } from './useTemplateText.ts';

interface Props {
  file: string;
  edited: boolean;
  form: PostbackForm;
  problems: FieldProblems;
  context: MarkContext;
  findings: readonly Finding[];
  /** Whether the linter has looked at the texts as they are now. */
  looked: boolean;
  onEdit: (change: (form: PostbackForm) => PostbackForm) => void;
}

/** Method, URL, what it fires on, headers and body. */
export function PostbackFields({ file, edited, form, problems, context, findings, looked, onEdit }: Props) {
  const asTable = usePanels(({ urlView }) => urlView === 'table');
  const url = useTemplateText(file, 'url', form.url, (next) =>
    onEdit((current) => ({ ...current, url: next })),
  );
  return (
    <Pane label="Template" className="tp-form">
      <UrlField
        text={url}
        form={form}
        problem={problems.url}
        context={context}
        findings={findings}
        onEdit={onEdit}
      />
      <div className="scroll tp-rest">
        {asTable ? (
          <UrlTable
            text={url}
            url={form.url}
            findings={findings}
            context={context}
            invalid={problems.url !== undefined}
          />
        ) : null}
        <ScopeFields file={file} form={form} edited={edited} problems={problems} onEdit={onEdit} />
        <FindingsList findings={findings} looked={looked} onEdit={onEdit} />
        <HeadersEditor
          file={file}
          rows={form.headers}
          problems={problems}
          context={context}
          findings={findings}
          onEdit={onEdit}
        />
        <BodyEditor file={file} body={form.body} context={context} findings={findings} onEdit={onEdit} />
      </div>
    </Pane>
  );
}
