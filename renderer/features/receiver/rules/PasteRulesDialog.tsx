import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { Dialog, DialogForm } from '../../../components/Dialog.tsx';
import { counted } from '../../../lib/format.ts';
import { client } from '../../../state/connection.ts';
import { notify } from '../../../state/notify.ts';
import { useRules } from '../../../state/rules.ts';

const EXAMPLE = '- name: Booked, response lost\n  when: { path: /pb, attempt: 1 }\n  fault: reset';

/** Takes rules from the text of a file of rules, above one's own. */
export function PasteRulesDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Dialog title="Paste rules" opened={opened} onClose={onClose} size={560}>
      <PasteForm onClose={onClose} />
    </Dialog>
  );
}

function PasteForm({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const submit = async () => {
    const { rules } = await client.receiver.readRules({ text });
    const layers = useRules.getState().view?.layers ?? [];
    const own = layers.find(({ owner }) => owner === 'user')?.rules ?? [];
    await client.receiver.setRules({
      rules: [...rules.map((rule) => ({ rule })), ...own.map(({ id, rule }) => ({ id, rule }))],
    });
    notify.say(`Added ${counted(rules.length, 'rule')}.`);
    onClose();
  };
  return (
    <DialogForm verb="Add rules" good={text.trim() !== ''} onSubmit={submit} onCancel={onClose}>
      <Textarea
        label="Rules as YAML"
        description="As in a file for receive --rules. They come above your other rules."
        classNames={{ input: 'mono' }}
        placeholder={EXAMPLE}
        spellCheck={false}
        autosize
        minRows={8}
        maxRows={16}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
    </DialogForm>
  );
}
