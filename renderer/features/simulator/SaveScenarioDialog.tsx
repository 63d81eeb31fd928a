import { Textarea, TextInput } from '@mantine/core';
import { z } from 'zod';
import { useSchemaForm } from '../../components/useSchemaForm.ts';
import { counted } from '../../lib/format.ts';
import { client } from '../../state/connection.ts';
import { notify } from '../../state/notify.ts';
import { chooseMode } from '../../state/ui.ts';
import { closeDialog, ManualStepDialog } from './ManualStepDialog.tsx';
import { chooseScenario } from './simulator-view.ts';

/** What the fields are sent as: an empty description is none. */
const newScenario = z.object({
  name: z.string().trim().min(1, 'Enter a name.'),
  description: z
    .string()
    .trim()
    .transform((text) => (text === '' ? undefined : text)),
});

/** Writes what was done by hand into the workspace, to be run again and kept in git. */
export function SaveScenarioDialog() {
  const { values, good, getInputProps } = useSchemaForm({
    initialValues: { name: '', description: '' },
    schema: newScenario,
  });
  const send = async () => {
    const { name, description } = newScenario.parse(values);
    const { file, steps } = await client.workspace.saveScenario({
      name,
      ...(description === undefined ? {} : { description }),
    });
    closeDialog();
    chooseScenario(file);
    chooseMode('run');
    notify.say(`Saved ${file} with ${counted(steps, 'step')}.`);
  };
  return (
    <ManualStepDialog trigger={null} title="Save as scenario" verb="Save" good={good} onSend={send}>
      <p className="dimmed">
        Saves all manual steps so far as a scenario file in this workspace: tracked actions, clicks,
        inquiries, and catalog changes.
      </p>
      <TextInput
        data-autofocus
        label="Name"
        placeholder="Partial return of a tent"
        {...getInputProps('name')}
      />
      <Textarea label="Description" placeholder="empty" rows={2} {...getInputProps('description')} />
    </ManualStepDialog>
  );
}
