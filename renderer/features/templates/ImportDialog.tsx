import './import-dialog.css';
import { Radio, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { POSTBACK_KINDS } from '../../../shared/placeholders/placeholder-registry.ts';
import type { ImportedTemplate } from '../../../shared/template/import/template-of-request.ts';
import { type PostbackForm, readForm } from '../../../shared/template/postback-form.ts';
import { freeName, nameProblem } from '../../../shared/workspace/names.ts';
import { Dialog, DialogForm } from '../../components/Dialog.tsx';
import { ProblemBox } from '../../components/ProblemBox.tsx';
import { counted } from '../../lib/format.ts';
import { edit } from '../../state/postback-drafts.ts';
import { closeImport, useUi } from '../../state/ui.ts';
import { CapturePick } from './CapturePick.tsx';
import { EntryPick } from './EntryPick.tsx';
import { ImportOutcome } from './ImportOutcome.tsx';
import { createFrom, emptyForm, otherNames } from './postback-commands.ts';
import { RequestPaste } from './RequestPaste.tsx';
import { offerUndoHere, restoreEdits } from './undo-postback-edits.ts';
import { type ImportSource, useImported } from './useImported.ts';
import { type PostbackEntry, usePostbacks, useShownPostback } from './usePostbacks.ts';

/** Makes a template from a request that is pasted or was captured, and shows what was guessed before it is taken. */
export function ImportDialog() {
  const importing = useUi((state) => state.importing);
  return (
    <Dialog opened={importing !== null} onClose={closeImport} title="Import a request" size={760}>
      {importing === null ? null : <IntoShown key={importing.captureId} capture={importing.captureId} />}
    </Dialog>
  );
}

/** The postback on screen is read only while the dialog is open. */
function IntoShown({ capture }: { capture: number | null }) {
  return <Import capture={capture} shown={useShownPostback(usePostbacks())} />;
}

/** The form with what was imported in place of its own request; name and settings stay. */
function withImport(form: PostbackForm, { method, url, headers, body }: ImportedTemplate): PostbackForm {
  return {
    ...form,
    method,
    url,
    headers: Object.entries(headers).map(([name, value], id) => ({ id, name, value })),
    body: body === undefined ? { ...form.body, on: false } : { on: true, ...body },
  };
}

/** Replaces the request of a postback that is edited, with Undo. */
function replaceRequest({ file, onDisk, draft, form }: PostbackEntry, made: ImportedTemplate): void {
  const content = onDisk?.content ?? draft?.base;
  if (content === undefined || form === null) return;
  const current = { version: onDisk?.version ?? draft!.version, content };
  const after = withImport(form, made);
  edit(file, current, () => after);
  const guessed =
    made.guesses.length === 0 ? '' : ` ${counted(made.guesses.length, 'value')} guessed: please check.`;
  offerUndoHere({
    id: `imported ${file}`,
    text: `Imported into ${form.name || file}. Not saved yet.${guessed}`,
    file,
    undo: () => restoreEdits(file, after, draft ?? { version: current.version, base: content, form }),
  });
}

function Import({ capture, shown }: { capture: number | null; shown: PostbackEntry | undefined }) {
  const [source, setSource] = useState<ImportSource>({
    from: capture === null ? 'text' : 'capture',
    text: '',
    file: null,
    notes: [],
    entry: 0,
    capture,
  });
  const [into, setInto] = useState<'new' | 'this'>('new');
  const [name, setName] = useState(() => freeName('Imported postback', otherNames()));
  const [kind, setKind] = useState<PostbackForm['kind']>('action');
  const here = shown?.form ?? null;
  const isNew = into === 'new' || here === null;
  const { found, textProblem, made, problem } = useImported(source, isNew ? kind : here.kind);
  const form = made === null ? null : withImport(isNew ? emptyForm(kind) : here, made);
  const wrongName = isNew ? nameProblem(name, otherNames()) : undefined;
  const wrong = form === null ? undefined : Object.values(readForm({ ...form, name: 'x' }).problems)[0];
  const good = form !== null && wrongName === undefined && (!isNew || wrong === undefined);
  const use = async () => {
    if (made === null || form === null) return;
    if (!isNew) replaceRequest(shown!, made);
    else if (!(await createFrom(name.trim(), form))) return;
    closeImport();
  };
  return (
    <DialogForm
      verb={isNew ? 'Create postback' : 'Replace request'}
      good={good}
      onSubmit={use}
      onCancel={closeImport}
    >
      <SegmentedControl
        aria-label="Source of the request"
        value={source.from}
        onChange={(from) => setSource({ ...source, from: from as ImportSource['from'] })}
        data={[
          { value: 'text', label: 'Text or file' },
          { value: 'capture', label: 'Capture' },
        ]}
      />
      {source.from === 'text' ? (
        <RequestPaste
          source={source}
          found={found}
          problem={textProblem}
          onChange={(text) => setSource({ ...source, ...text })}
        />
      ) : (
        <CapturePick chosen={source.capture} onChoose={(id) => setSource({ ...source, capture: id })} />
      )}
      {source.from === 'text' && found !== null && found.entries.length > 1 ? (
        <EntryPick
          key={source.text.length}
          entries={found.entries}
          selected={source.entry}
          onSelect={(entry) => setSource({ ...source, entry })}
        />
      ) : null}
      {problem === null ? null : <ProblemBox problem={problem} />}
      {made === null ? null : <ImportOutcome made={made} />}
      <Radio.Group
        className="templates-into"
        aria-label="Destination"
        value={isNew ? 'new' : 'this'}
        onChange={(value) => setInto(value as 'new' | 'this')}
      >
        <Radio size="xs" value="new" label="New postback" />
        {here === null ? null : (
          <Radio size="xs" value="this" label={`Replace in ${here.name || shown!.file}`} />
        )}
      </Radio.Group>
      {isNew ? (
        <div className="templates-import-new">
          <TextInput
            label="Name"
            value={name}
            error={wrongName ?? null}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label="Kind"
            value={kind}
            data={[...POSTBACK_KINDS]}
            onChange={(value) => setKind(value as PostbackForm['kind'])}
            allowDeselect={false}
          />
        </div>
      ) : (
        <p className="dimmed text-12">
          This replaces the method, URL, headers, and body in the editor. Nothing is saved until you save, and
          you can undo it.
        </p>
      )}
      {isNew && wrong !== undefined ? (
        <p className="text-bad text-12">The request is not valid: {wrong}.</p>
      ) : null}
    </DialogForm>
  );
}
