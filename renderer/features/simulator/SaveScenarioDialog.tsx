import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { counted } from '../../lib/format.ts';
import { client } from '../../state/connection.ts';
import { notify } from '../../state/notify.ts';
import { closeDialog, ManualStepDialog } from './ManualStepDialog.tsx';
import { chooseAside, chooseScenario } from './simulator-view.ts';

/** Writes what was done by hand into the workspace, to be run again and kept in git. */
export function SaveScenarioDialog() {
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const send = async () => {
    const { file, steps } = await client.workspace.saveScenario({
      name: name.trim(),
      ...(description.trim() === '' ? {} : { description: description.trim() }),
    });
    closeDialog();
    chooseScenario(file);
    chooseAside('steps');
    notify.say(`Saved ${file} with ${counted(steps, 'step')}.`);
  };
  return (
    <ManualStepDialog silent title="Save as a scenario" verb="Save" good={name.trim() !== ''} onSend={send}>
      <p className="dimmed">
        Everything that was done by hand so far becomes the steps of a scenario file in this workspace:
        tracked actions, clicks, inquiries, changes of catalogs.
      </p>
      <TextInput
        data-autofocus
        label="Name"
        placeholder="Partial return of a tent"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        label="Description"
        placeholder="empty"
        rows={2}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
    </ManualStepDialog>
  );
}
