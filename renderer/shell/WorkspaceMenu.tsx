import { Menu } from '@mantine/core';
import { IconChevronDown, IconCopy, IconFolder, IconFolderPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Theme } from '../../shared/contract/engine.ts';
import { copyText } from '../lib/clipboard.ts';
import { client } from '../state/connection.ts';
import { attempt, notify } from '../state/notify.ts';
import { takeWorkspace, useWorkspace } from '../state/workspace.ts';
import { THEME_WORDS, THEMES, useTheme } from './useTheme.ts';

/** Opens a workspace folder and shows what is wrong with it otherwise. */
export async function openFolder(folder: string): Promise<void> {
  await attempt(async () => takeWorkspace(await client.workspace.open({ folder })));
}

/** Copies the folder of the workspace and says so. */
export async function copyFolder(folder: string): Promise<void> {
  if (await copyText(folder)) notify.say('Workspace path copied.');
}

/** The workspace's name, its folder, the ones before it, and the theme. */
export function WorkspaceMenu({
  onOpenFolder,
  onNewWorkspace,
}: {
  onOpenFolder: () => void;
  onNewWorkspace: () => void;
}) {
  const view = useWorkspace((state) => state.view);
  const [recent, setRecent] = useState<string[]>([]);
  const { theme, setTheme } = useTheme();
  if (view === null) return <span className="shell-workspace faint">Postbench</span>;
  const others = recent.filter((folder) => folder !== view.folder);
  const onOpen = () => void attempt(async () => setRecent(await client.workspace.recent()));
  return (
    <Menu width={320} position="bottom-start" onOpen={onOpen}>
      <Menu.Target>
        <button type="button" className="shell-workspace" title={view.folder}>
          <span className="ellipsis">{view.settings.name}</span>
          <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label className="shell-path">{view.folder}</Menu.Label>
        <Menu.Item
          leftSection={<IconCopy size={15} stroke={1.5} />}
          onClick={() => void copyFolder(view.folder)}
        >
          Copy path
        </Menu.Item>
        <Menu.Item leftSection={<IconFolder size={15} stroke={1.5} />} onClick={onOpenFolder}>
          Open another workspace…
        </Menu.Item>
        <Menu.Item leftSection={<IconFolderPlus size={15} stroke={1.5} />} onClick={onNewWorkspace}>
          New workspace…
        </Menu.Item>
        {others.length === 0 ? null : (
          <>
            <Menu.Divider />
            <Menu.Label>Recent</Menu.Label>
            {others.map((folder) => (
              <Menu.Item key={folder} title={folder} onClick={() => void openFolder(folder)}>
                <span className="mono shell-path">{folder}</span>
              </Menu.Item>
            ))}
          </>
        )}
        <Menu.Divider />
        <Menu.Label>Theme</Menu.Label>
        <Menu.RadioGroup value={theme} onChange={(choice) => setTheme(choice as Theme)}>
          {THEMES.map((choice) => (
            <Menu.RadioItem key={choice} value={choice}>
              {THEME_WORDS[choice]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
