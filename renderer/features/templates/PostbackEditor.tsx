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
import { usePanels } from './editor-panels.ts';
import { PlaceholderPalette } from './PlaceholderPalette.tsx';
import { PostbackFields } from './PostbackFields.tsx';
import { NarrowPreviews, type PreviewProps, SidePreviews, ValuesPane } from './Previews.tsx';
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
  useTemplateCommands({ file, edited: draft !== undefined, sample, narrow });

  const open = usePanels((panels) => panels.palette);
  // Drawn anew only when what they show has changed, which a key in a long text does not yet.
  const palette = useMemo(
    () => (open ? <PlaceholderPalette form={previewed} registry={registry} /> : null),
    [open, previewed, registry],
  );
  const previews = useMemo(
    (): PreviewProps => ({ compiled, settings, sample }),
    [compiled, settings, sample],
  );
  const table = useMemo(() => <ValuesPane {...previews} />, [previews]);
  const side = useMemo(() => <SidePreviews {...previews} instead={palette} />, [previews, palette]);
  const below = useMemo(() => <NarrowPreviews {...previews} />, [previews]);
  const head = (
    <>
      <EditorHead
        file={file}
        name={form.name}
        enabled={form.enabled}
        edited={draft !== undefined}
        problem={problems.name}
        narrow={narrow}
        onEdit={onEdit}
      />
      {entry.changedOnDisk ? <ChangedBanner entry={entry} /> : null}
    </>
  );
  const fields = (
    <PostbackFields
      file={file}
      edited={draft !== undefined}
      form={form}
      problems={problems}
      context={context}
      findings={findings}
      looked={current}
      onEdit={onEdit}
    />
  );
  if (narrow) {
    const withPalette = (
      <Split
        id="templates.palette"
        label="Placeholder list width"
        sized="second"
        initial={250}
        min={200}
        minOther={400}
        first={fields}
        second={palette}
      />
    );
    return (
      <Pane label={form.name}>
        {head}
        <Split
          id="templates.narrow"
          label="Height of the previews"
          direction="column"
          sized="second"
          initial={230}
          min={120}
          minOther={140}
          first={withPalette}
          second={below}
        />
      </Pane>
    );
  }
  return (
    <Pane label={form.name}>
      {head}
      <Split
        id="templates.side"
        label="Width of the previews"
        sized="second"
        initial={376}
        min={260}
        minOther={380}
        first={
          <Split
            id="templates.values"
            label="Height of the values"
            direction="column"
            sized="second"
            initial={330}
            min={110}
            minOther={150}
            first={fields}
            second={table}
          />
        }
        second={side}
      />
    </Pane>
  );
}
