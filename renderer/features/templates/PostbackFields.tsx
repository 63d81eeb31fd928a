import { useCallback, useLayoutEffect, useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Finding } from '../../../shared/template/lint/finding.ts';
import type { FieldProblems, PostbackForm } from '../../../shared/template/postback-form.ts';
import { Pane } from '../../components/Pane.tsx';
import type { OnEdit } from '../../state/postback-drafts.ts';
import { BodyEditor } from './BodyEditor.tsx';
import type { MarkContext } from './editor-marks.ts';
import { usePanels } from './editor-panels.ts';
import { FindingsList } from './FindingsList.tsx';
import { HeadersEditor } from './HeadersEditor.tsx';
import { ScopeFields } from './ScopeFields.tsx';
import { UrlField } from './UrlField.tsx';
import { UrlParameterTable } from './UrlParameterTable.tsx';
import { inForm, withFixes } from './useFindings.ts';
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
  onEdit: OnEdit;
}

const found = (which: (finding: Finding) => boolean) => (all: readonly Finding[]) => all.filter(which);

/** Method, URL, what it fires on, headers and body. */
export function PostbackFields({ file, edited, form, problems, context, findings, looked, onEdit }: Props) {
  const asTable = usePanels(({ urlView }) => urlView === 'table');
  const url = useTemplateText(file, 'url', form.url, (next, typed) =>
    onEdit((current) => ({ ...current, url: next }), typed),
  );
  // Each field is given its own, the same array for as long as nothing in it is new: a key draws one field.
  const ofUrl = useShallow(found(({ field }) => field === 'url'))(findings);
  const ofBody = useShallow(found(({ field }) => field === 'body'))(findings);
  const ofHeaders = useShallow(found(({ field }) => field !== 'url' && field !== 'body'))(findings);
  const drawn = useRef(form);
  useLayoutEffect(() => {
    drawn.current = form;
  });
  const onFix = useCallback(
    // What was typed since they were drawn has moved them.
    (wanted: readonly Finding[]) =>
      onEdit((now) => withFixes(now, now === drawn.current ? wanted : inForm(wanted, drawn.current, now))),
    [onEdit],
  );
  return (
    <Pane label="Template" className="templates-form">
      <UrlField
        text={url}
        url={form.url}
        method={form.method}
        problem={problems.url}
        context={context}
        findings={ofUrl}
        onEdit={onEdit}
      />
      <div className="scroll templates-rest">
        {asTable ? (
          <UrlParameterTable
            text={url}
            url={form.url}
            findings={ofUrl}
            context={context}
            invalid={problems.url !== undefined}
          />
        ) : null}
        <ScopeFields
          file={file}
          kind={form.kind}
          level={form.level}
          program={form.program}
          eventType={form.eventType}
          changes={form.changes}
          edited={edited}
          problems={problems}
          onEdit={onEdit}
        />
        <FindingsList findings={findings} looked={looked} onFix={onFix} />
        <HeadersEditor
          file={file}
          rows={form.headers}
          problems={problems}
          context={context}
          findings={ofHeaders}
          onEdit={onEdit}
        />
        <BodyEditor file={file} body={form.body} context={context} findings={ofBody} onEdit={onEdit} />
      </div>
    </Pane>
  );
}
