import { Button, Switch, TextInput } from '@mantine/core';
import { memo } from 'react';
import type { FieldProblems } from '../../../shared/template/postback-form.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { IconArrowBackUp } from '../../components/icons.ts';
import { KeyCaps } from '../../components/Kbd.tsx';
import type { OnEdit } from '../../state/postback-drafts.ts';
import { FieldProblem } from './FieldProblem.tsx';
import { FiresOn } from './FiresOn.tsx';
import { MoreMenu } from './MoreMenu.tsx';
import { PostbackMenu } from './PostbackMenu.tsx';
import { revertWithUndo } from './revert-postback.ts';
import type { Scope } from './ScopeFields.tsx';
import { SendTestButton } from './SendTestButton.tsx';
import { savePostback } from './save-postback.ts';

interface Props extends Scope {
  file: string;
  name: string;
  enabled: boolean;
  edited: boolean;
  problems: FieldProblems;
  /** There is no list to choose from. */
  narrow: boolean;
  onEdit: OnEdit;
}

/** Name, whether and when it is sent, and what can be done with it. Texts that grow have no part in it. */
export const EditorHead = memo((props: Props) => {
  const { file, name, enabled, edited, problems, narrow, onEdit, ...scope } = props;
  return (
    <div className="pane-bar templates-head">
      {narrow ? <PostbackMenu shown={file} /> : null}
      <h1 className="templates-name">
        <TextInput
          aria-label="Postback name"
          value={name}
          error={problems.name !== undefined}
          aria-describedby="name-problem"
          onChange={(event) => {
            const next = event.currentTarget.value;
            onEdit((current) => ({ ...current, name: next }));
          }}
        />
      </h1>
      <FieldProblem text={problems.name} id="name-problem" />
      <Switch
        size="xs"
        label={enabled ? 'On' : 'Off'}
        aria-label="Enabled"
        className="templates-enabled"
        checked={enabled}
        onChange={(event) => {
          const on = event.currentTarget.checked;
          onEdit((current) => ({ ...current, enabled: on }));
        }}
      />
      <FiresOn file={file} problems={problems} onEdit={onEdit} {...scope} />
      <span className="spacer" />
      {edited ? (
        <>
          <span className="dimmed text-12 nowrap templates-edited">• edited</span>
          <IconButton
            label="Revert"
            icon={<IconArrowBackUp size={15} stroke={1.5} />}
            onClick={() => revertWithUndo(file)}
          />
        </>
      ) : null}
      {scope.kind === 'action' ? <SendTestButton file={file} level={scope.level} edited={edited} /> : null}
      <Button
        size="xs"
        variant={edited ? 'filled' : 'default'}
        disabled={!edited}
        data-testid="save-postback"
        rightSection={
          <span className="templates-save-keys">
            <KeyCaps keys="Mod+S" />
          </span>
        }
        onClick={() => void savePostback(file)}
      >
        Save
      </Button>
      <MoreMenu narrow={narrow} />
    </div>
  );
});
