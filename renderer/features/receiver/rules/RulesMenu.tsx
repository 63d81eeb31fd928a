import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { useState } from 'react';
import type { RuleView } from '../../../../shared/contract/receiver.ts';
import { IconCopy, IconDots, IconFileImport } from '../../../components/icons.ts';
import { copyText } from '../../../lib/clipboard.ts';
import { client } from '../../../state/connection.ts';
import { attempt, notify } from '../../../state/notify.ts';
import { PasteRulesDialog } from './PasteRulesDialog.tsx';

/** Rules as text: one's own copied for a file, and those of a file taken over. */
export function RulesMenu({ own }: { own: readonly RuleView[] }) {
  const [pasting, setPasting] = useState(false);
  const copyAll = async () => {
    const made = await attempt(() => client.receiver.rulesText({ rules: own.map(({ rule }) => rule) }));
    if (made !== undefined && (await copyText(made.text))) notify.say('Copied your rules as YAML.');
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Tooltip label="More">
            <ActionIcon size="xs" aria-label="More for responses">
              <IconDots size={16} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconCopy size={15} stroke={1.5} />}
            disabled={own.length === 0}
            onClick={() => void copyAll()}
          >
            Copy your rules as YAML
          </Menu.Item>
          <Menu.Item leftSection={<IconFileImport size={15} stroke={1.5} />} onClick={() => setPasting(true)}>
            Paste rules…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <PasteRulesDialog opened={pasting} onClose={() => setPasting(false)} />
    </>
  );
}
