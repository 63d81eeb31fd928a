import { Button, Switch, TextInput } from '@mantine/core';
import { memo } from 'react';
import { KeyCaps } from '../../components/Kbd.tsx';
import type { OnEdit } from '../../state/postback-drafts.ts';
import { FieldProblem } from './FieldProblem.tsx';
import { MoreMenu } from './MoreMenu.tsx';
import { PostbackMenu } from './PostbackMenu.tsx';
import { revertWithUndo } from './revert-postback.ts';
import { savePostback } from './save-postback.ts';

interface Props {
  file: string;
  name: string;
  enabled: boolean;
  edited: boolean;
  /** What is wrong with the name. */
  problem: string | undefined;
  /** There is no list to choose from. */
  narrow: boolean;
  onEdit: OnEdit;
}

/** Name, whether it is sent, and what can be done with the edits. Texts that grow have no part in it. */
export const EditorHead = memo(({ file, name, enabled, edited, problem, narrow, onEdit }: Props) => {
  return (
    <div className="pane-bar templates-head">
      {narrow ? <PostbackMenu shown={file} /> : null}
      <h1 className="templates-name">
        <TextInput
          aria-label="Postback name"
          value={name}
          error={problem !== undefined}
          aria-describedby="name-problem"
          onChange={(event) => {
            const next = event.currentTarget.value;
            onEdit((current) => ({ ...current, name: next }));
          }}
        />
      </h1>
      <FieldProblem text={problem} id="name-problem" />
      <Switch
        size="xs"
        label={enabled ? 'Enabled' : 'Disabled'}
        aria-label="Enabled"
        className="templates-enabled"
        checked={enabled}
        onChange={(event) => {
          const on = event.currentTarget.checked;
          onEdit((current) => ({ ...current, enabled: on }));
        }}
      />
      <span className="spacer" />
      <span className="dimmed text-12 nowrap templates-edited" data-on={edited}>
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
      <MoreMenu narrow={narrow} />
    </div>
  );
});
