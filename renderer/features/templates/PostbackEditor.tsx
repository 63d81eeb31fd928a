import { useCallback, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { placeholdersFor } from '../../../shared/placeholders/placeholder-registry.ts';
import { compilePostback } from '../../../shared/template/postback.ts';
import {
  draftOf,
  type FieldProblems,
  type PostbackForm,
  readForm,
} from '../../../shared/template/postback-form.ts';
import { Pane } from '../../components/Pane.tsx';
import { Split } from '../../components/Split.tsx';
import { edit, type OnEdit } from '../../state/postback-drafts.ts';
import { useRenderSettings } from '../../state/render-settings.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { ChangedBanner } from './ChangedBanner.tsx';
import { EditorHead } from './EditorHead.tsx';
import type { MarkContext } from './editor-marks.ts';
import { FOLDS } from './editor-panels.ts';
import { PostbackFields } from './PostbackFields.tsx';
import { PreviewCards, PreviewColumn, type PreviewProps } from './PreviewColumn.tsx';
import { PreviewStrip } from './PreviewStrip.tsx';
import { ProblemContext, useProblemsOf } from './problem-list.ts';
import { useFindings } from './useFindings.ts';
import type { PostbackEntry } from './usePostbacks.ts';
import { usePreviewed } from './usePreviewed.ts';
import { usePreviewSample } from './usePreviewSample.ts';
import { useTemplateCommands } from './useTemplateCommands.ts';

interface Props {
  entry: PostbackEntry;
  form: PostbackForm;
  narrow: boolean;
}

/** What is wrong at each field; the same object for as long as that is the same. */
function useProblems(form: PostbackForm): FieldProblems {
  const now = useMemo(() => readForm(form).problems, [form]);
  return useShallow((problems: FieldProblems) => problems)(now);
}

/** One postback: its fields, and what they come to, live. */
export function PostbackEditor({ entry, form, narrow }: Props) {
  const { file, draft, onDisk } = entry;
  const settings = useRenderSettings(form.kind);
  const previewed = usePreviewed(form);
  const compiled = useMemo(() => compilePostback(draftOf(previewed)), [previewed]);
  const sample = usePreviewSample(compiled, settings);
  const values = sample.current?.values ?? null;
  const declared = useWorkspace(({ view }) => view?.settings.placeholders);
  const registry = useMemo(() => placeholdersFor(form.kind, declared), [form.kind, declared]);
  const context = useMemo(
    (): MarkContext => ({ known: settings.known, values, registry }),
    [settings, values, registry],
  );
  const { findings, current } = useFindings(form);
  const problems = useProblems(form);
  const version = onDisk?.version ?? draft?.version;
  const content = onDisk?.content ?? draft?.base;
  const onEdit = useCallback<OnEdit>(
    (change, typed) => {
      if (content !== undefined && version !== undefined) edit(file, { version, content }, change, typed);
    },
    [file, version, content],
  );
  const list = useProblemsOf(form, findings, current, onEdit);
  const edited = draft !== undefined;
  useTemplateCommands({ file, edited, sample, problems: list });

  // Drawn anew only when what they show has changed, which a key in a long text does not yet.
  const previews = useMemo(
    (): PreviewProps => ({ file, edited, form: previewed, compiled, settings, sample }),
    [file, edited, previewed, compiled, settings, sample],
  );
  const column = useMemo(() => <PreviewColumn {...previews} />, [previews]);
  const cards = useMemo(
    () => <PreviewCards compiled={compiled} settings={settings} sample={sample} />,
    [compiled, settings, sample],
  );
  const fields = (
    <PostbackFields
      file={file}
      form={form}
      problems={problems}
      context={context}
      findings={findings}
      onEdit={onEdit}
    />
  );
  return (
    <ProblemContext value={list}>
      <Pane label={form.name}>
        <EditorHead
          file={file}
          name={form.name}
          enabled={form.enabled}
          kind={form.kind}
          level={form.level}
          program={form.program}
          eventType={form.eventType}
          changes={form.changes}
          edited={edited}
          problems={problems}
          narrow={narrow}
          onEdit={onEdit}
        />
        {entry.changedOnDisk ? <ChangedBanner entry={entry} /> : null}
        {narrow ? (
          <div className="panes templates-narrow">
            {fields}
            <PreviewStrip folds={FOLDS.filter((fold) => fold !== 'test' || form.kind === 'action')}>
              {column}
            </PreviewStrip>
          </div>
        ) : (
          <Split
            id="templates.side"
            label="Width of the previews"
            sized="second"
            initial={376}
            min={260}
            minOther={380}
            first={fields}
            second={column}
          />
        )}
        {cards}
      </Pane>
    </ProblemContext>
  );
}
