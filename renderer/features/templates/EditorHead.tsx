import { Button, Switch, TextInput } from '@mantine/core';
import type { FieldProblems, PostbackForm } from '../../../shared/template/postback-form.ts';
import { KeyCaps } from '../../components/Kbd.tsx';
import { FieldProblem } from './FieldProblem.tsx';
import { MoreMenu } from './MoreMenu.tsx';
import { PostbackMenu } from './PostbackMenu.tsx';
import { revertWithUndo } from './revert.ts';
import { savePostback } from './saving.ts';
import type { PostbackEntry } from './usePostbacks.ts';

interface Props {
  entry: PostbackEntry;
  form: PostbackForm;
  edited: boolean;
  problems: FieldProblems;
  entries: readonly PostbackEntry[];
  /** There is no list to choose from. */
  narrow: boolean;
  onEdit: (change: (form: PostbackForm) => PostbackForm) => void;
}

/** Name, whether it is sent, and what can be done with the edits. */
export function EditorHead({ entry, form, edited, problems, entries, narrow, onEdit }: Props) {
  const { file } = entry;
  return (
    <div className="bar tp-head">
      {narrow ? <PostbackMenu entries={entries} shown={file} /> : null}
      <h1 className="tp-name">
        <TextInput
          aria-label="Name of the postback"
          value={form.name}
          error={problems.name !== undefined}
          aria-describedby="name-problem"
          onChange={(event) => {
            const name = event.currentTarget.value;
            onEdit((current) => ({ ...current, name }));
          }}
        />
      </h1>
      <FieldProblem text={problems.name} id="name-problem" />
      <Switch
        size="xs"
        label={form.enabled ? 'Enabled' : 'Disabled'}
        aria-label="Enabled"
        className="tp-enabled"
        checked={form.enabled}
        onChange={(event) => {
          const enabled = event.currentTarget.checked;
          onEdit((current) => ({ ...current, enabled }));
        }}
      />
      <span className="sp" />
      <span className="t2 f12 nw tp-edited" data-on={edited}>
        {edited ? '• edited' : ''}
      </span>
      <Button size="xs" disabled={!edited} onClick={() => revertWithUndo(file)}>
        Revert
      </Button>
      <Button
        size="xs"
        variant={edited ? 'filled' : 'default'}
        disabled={!edited}
        data-testid="save-postback"
        rightSection={<KeyCaps keys="Mod+S" />}
        onClick={() => void savePostback(file)}
      >
        Save
      </Button>
      <MoreMenu entry={entry} entries={entries} form={form} narrow={narrow} />
    </div>
  );
}
