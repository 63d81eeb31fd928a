import { useMemo } from 'react';
import { catalogueFor } from '../../../shared/placeholders/catalogue.ts';
import { compilePostback } from '../../../shared/template/postback.ts';
import { draftOf, type PostbackForm, readForm } from '../../../shared/template/postback-form.ts';
import { Pane } from '../../components/Pane.tsx';
import { Split } from '../../components/Split.tsx';
import { useWorkspace } from '../../state/workspace.ts';
import { ChangedBanner } from './ChangedBanner.tsx';
import { EditorHead } from './EditorHead.tsx';
import type { MarkContext } from './editor-marks.ts';
import { PlaceholderPalette } from './PlaceholderPalette.tsx';
import { PostbackFields } from './PostbackFields.tsx';
import { NarrowPreviews, type PreviewProps, SidePreviews, ValuesPane } from './Previews.tsx';
import { usePanels } from './panels.ts';
import { edit } from './store.ts';
import { useFindings } from './useFindings.ts';
import type { PostbackEntry } from './usePostbacks.ts';
import { usePreviewed } from './usePreviewed.ts';
import { useRenderSettings, useSample } from './useSample.ts';
import { useTemplateCommands } from './useTemplateCommands.ts';

interface Props {
  entry: PostbackEntry;
  form: PostbackForm;
  entries: readonly PostbackEntry[];
  narrow: boolean;
}

/** One postback: its fields, and what they come to, live. */
export function PostbackEditor({ entry, form, entries, narrow }: Props) {
  const { file, draft, onDisk } = entry;
  const settings = useRenderSettings(form.kind);
  const previewed = usePreviewed(form);
  const compiled = useMemo(() => compilePostback(draftOf(previewed)), [previewed]);
  const sample = useSample(compiled, settings);
  const values = sample.current?.values ?? null;
  const declared = useWorkspace(({ view }) => view?.settings.placeholders);
  const catalogue = useMemo(() => catalogueFor(form.kind, declared), [form.kind, declared]);
  const context = useMemo(
    (): MarkContext => ({ known: settings.known, values, catalogue }),
    [settings, values, catalogue],
  );
  const { findings, current } = useFindings(form);
  const { problems } = useMemo(() => readForm(form), [form]);
  const onEdit = (change: (form: PostbackForm) => PostbackForm) => {
    const content = onDisk?.content ?? draft?.base;
    if (content !== undefined) edit(file, { version: onDisk?.version ?? draft!.version, content }, change);
  };
  useTemplateCommands({ file, edited: draft !== undefined, sample, narrow });

  const open = usePanels((panels) => panels.palette);
  // Drawn anew only when what they show has changed, which a key in a long text does not yet.
  const palette = useMemo(
    () => (open ? <PlaceholderPalette form={previewed} catalogue={catalogue} /> : null),
    [open, previewed, catalogue],
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
        entry={entry}
        form={form}
        edited={draft !== undefined}
        problems={problems}
        entries={entries}
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
        label="Width of the placeholders"
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
