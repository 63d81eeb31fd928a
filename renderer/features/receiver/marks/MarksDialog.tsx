import { TagsInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import {
  LABEL_LENGTH,
  labelSchema,
  MOST_LABELS,
  NO_MARK,
  NOTE_LENGTH,
} from '../../../../shared/receiver/capture-mark.ts';
import { Dialog, DialogForm } from '../../../components/Dialog.tsx';
import { counted } from '../../../lib/format.ts';
import { useAsked } from '../../../state/asked.ts';
import { changeMarks, closeMarks, useCaptureMarks } from '../../../state/capture-marks.ts';
import { client } from '../../../state/connection.ts';

/** Note and labels of a capture, or labels for several. */
export function MarksDialog() {
  const editing = useCaptureMarks((state) => state.editing);
  const title =
    editing !== null && editing.ids.length > 1
      ? `Label ${counted(editing.ids.length, 'capture')}`
      : 'Note and labels';
  return (
    <Dialog title={title} opened={editing !== null} onClose={closeMarks} size={480}>
      {editing === null ? null : <MarksForm {...editing} />}
    </Dialog>
  );
}

type Editing = NonNullable<ReturnType<typeof useCaptureMarks.getState>['editing']>;

function MarksForm({ ids, mark }: Editing) {
  const before = ids.length === 1 ? (mark ?? NO_MARK) : NO_MARK;
  const [labels, setLabels] = useState(before.labels);
  const [note, setNote] = useState(before.note);
  const [typed, setTyped] = useState('');
  const known = useAsked('labels', (signal) => client.captures.labels(undefined, { signal }));
  const isOne = ids.length === 1;
  const wrong = labels.find((label) => !labelSchema.safeParse(label).success);
  const submit = async () => {
    const removeLabels = before.labels.filter((label) => !labels.includes(label));
    const change = { addLabels: labels, removeLabels, ...(isOne && { note }) };
    closeMarks();
    await changeMarks(
      ids,
      change,
      isOne ? 'Saved note and labels.' : `Labeled ${counted(ids.length, 'capture')}.`,
    );
  };
  return (
    <DialogForm
      verb="Save"
      good={wrong === undefined && note.length <= NOTE_LENGTH && (isOne || labels.length > 0)}
      onSubmit={submit}
      onCancel={closeMarks}
    >
      <TagsInput
        label="Labels"
        description="Enter or a comma ends a label. Find captures by it with label:NAME."
        // Labels that are in use are offered once something is typed: the list would cover the note.
        data={typed !== '' && known.state === 'here' ? known.value.map(({ label }) => label) : []}
        searchValue={typed}
        onSearchChange={setTyped}
        value={labels}
        onChange={setLabels}
        maxTags={MOST_LABELS}
        error={
          wrong === undefined
            ? null
            : `“${wrong.slice(0, LABEL_LENGTH)}…” is longer than ${LABEL_LENGTH} characters.`
        }
        data-autofocus
      />
      {isOne ? (
        <Textarea
          label="Note"
          description="Find captures by it with note:TEXT."
          autosize
          minRows={3}
          maxRows={10}
          maxLength={NOTE_LENGTH}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      ) : null}
    </DialogForm>
  );
}
