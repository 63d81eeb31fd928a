import { useShallow } from 'zustand/react/shallow';
import type { Finding } from '../../../shared/template/lint/finding.ts';
import type { FieldProblems, PostbackForm } from '../../../shared/template/postback-form.ts';
import { Pane } from '../../components/Pane.tsx';
import type { OnEdit } from '../../state/postback-drafts.ts';
import { BodyEditor } from './BodyEditor.tsx';
import type { MarkContext } from './editor-marks.ts';
import { usePanels } from './editor-panels.ts';
import { HeadersEditor } from './HeadersEditor.tsx';
import { ProblemDrawer } from './ProblemDrawer.tsx';
import { useProblemList } from './problem-list.ts';
import { UrlField } from './UrlField.tsx';
import { UrlParameterTable } from './UrlParameterTable.tsx';
import { useTemplateText } from './useTemplateText.ts';

interface Props {
  file: string;
  form: PostbackForm;
  problems: FieldProblems;
  context: MarkContext;
  findings: readonly Finding[];
  onEdit: OnEdit;
}

const found = (which: (finding: Finding) => boolean) => (all: readonly Finding[]) => all.filter(which);

/** The request of a postback: method and URL in one line, then the body with the rest of the room, then its problems. */
export function PostbackFields({ file, form, problems, context, findings, onEdit }: Props) {
  const asTable = usePanels(({ urlView }) => urlView === 'table');
  const headersShown = usePanels(({ headers }) => headers);
  const { opened } = useProblemList();
  const url = useTemplateText(file, 'url', form.url, (next, typed) =>
    onEdit((current) => ({ ...current, url: next }), typed),
  );
  // Each field is given its own, the same array for as long as nothing in it is new: a key draws one field.
  const ofUrl = useShallow(found(({ field }) => field === 'url'))(findings);
  const ofBody = useShallow(found(({ field }) => field === 'body'))(findings);
  const ofHeaders = useShallow(found(({ field }) => field !== 'url' && field !== 'body'))(findings);
  return (
    <Pane label="Template" className={form.body.on ? '' : 'templates-bodiless'}>
      <UrlField
        text={url}
        url={form.url}
        method={form.method}
        problem={problems.url}
        context={context}
        findings={ofUrl}
        headers={form.headers.length}
        ofHeaders={ofHeaders}
        onEdit={onEdit}
      />
      {asTable ? (
        <UrlParameterTable
          text={url}
          url={form.url}
          findings={ofUrl}
          context={context}
          invalid={problems.url !== undefined}
          whole={!form.body.on}
        />
      ) : null}
      {headersShown ? (
        <HeadersEditor
          file={file}
          rows={form.headers}
          problems={problems}
          context={context}
          findings={ofHeaders}
          onEdit={onEdit}
        />
      ) : null}
      <BodyEditor
        file={file}
        body={form.body}
        context={context}
        findings={ofBody}
        opened={opened?.field === 'body' ? opened : null}
        onEdit={onEdit}
      />
      <ProblemDrawer form={form} />
    </Pane>
  );
}
