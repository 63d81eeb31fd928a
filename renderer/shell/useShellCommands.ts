import {
  IconArrowBackUp,
  IconCopy,
  IconDatabase,
  IconFolder,
  IconFolderPlus,
  IconKeyboard,
  IconLayoutSidebarRightExpand,
  IconListCheck,
  IconMessageCheck,
  IconMoon,
  IconRefresh,
  IconRestore,
  IconSearch,
  IconSend,
} from '../components/icons.ts';
import { focusNextPane } from '../components/Pane.tsx';
import { runAgain } from '../features/checks/check-run-commands.ts';
import { openSetup } from '../features/checks/checks-view.ts';
import { copyText } from '../lib/clipboard.ts';
import { UNDO_KEYS } from '../lib/keys.ts';
import { useChecks } from '../state/checks.ts';
import { type Command, useCommands } from '../state/commands.ts';
import { client } from '../state/connection.ts';
import { useEngine } from '../state/engine.ts';
import { attempt, notify } from '../state/notify.ts';
import { openResponses, toggleResponses } from '../state/responses-panel.ts';
import { backToHealthy, useDeviation } from '../state/rules.ts';
import { SECTIONS } from '../state/sections.ts';
import { openSection, useUi } from '../state/ui.ts';
import { useUndos } from '../state/undo.ts';
import { useWorkspace } from '../state/workspace.ts';
import { survivePowerCut } from './DataFolder.tsx';
import { SECTION_ICONS, SECTION_TITLES } from './screens.tsx';
import { THEME_WORDS, THEMES, useTheme } from './useTheme.ts';
import { copyFolder } from './WorkspaceMenu.tsx';

interface Openers {
  palette: () => void;
  keys: () => void;
  open: () => void;
  make: () => void;
}

/** The commands that work in every section. */
export function useShellCommands({ palette, keys, open, make }: Openers): void {
  const receiver = useEngine(({ view }) => view?.receiver);
  const full = useEngine(({ view }) => view?.synchronous === 'full');
  const engineKnown = useEngine(({ view }) => view !== null);
  const workspace = useWorkspace(({ view }) => view?.folder);
  const { theme, setTheme } = useTheme();
  const checked = useWorkspace(({ view }) => (view?.check?.content ?? null) !== null);
  const checking = useChecks(({ state }) => (state?.current ?? null) !== null);
  const address = receiver?.address ?? '';

  const copyAddress = async () => {
    if (await copyText(address)) notify.say(`Copied ${address}`);
  };
  const restart = async () => {
    const view = await attempt(() => client.engine.restartReceiver());
    if (view?.state === 'listening') notify.say(`The receiver listens on ${view.address}.`);
  };

  const sections = SECTIONS.map(
    (section, index): Command => ({
      id: `section.${section}`,
      title: `Go to ${SECTION_TITLES[section]}`,
      section: 'Go',
      keys: `Alt+${index + 1}`,
      icon: SECTION_ICONS[section],
      run: () => openSection(section),
    }),
  );
  const themes = THEMES.map(
    (choice): Command => ({
      id: `theme.${choice}`,
      title: `Theme: ${THEME_WORDS[choice].toLowerCase()}`,
      section: 'Appearance',
      icon: IconMoon,
      enabled: choice !== theme,
      run: () => setTheme(choice),
    }),
  );

  const deviation = useDeviation();
  const undoable = useUndos(({ undos }) => undos.at(-1));
  useCommands([
    {
      id: 'receiver.copyAddress',
      title: 'Copy receiver address',
      detail: address,
      section: 'Receiver',
      keys: 'Mod+Shift+C',
      icon: IconCopy,
      enabled: address !== '',
      run: () => void copyAddress(),
    },
    {
      id: 'receiver.restart',
      title: 'Restart receiver',
      detail: receiver?.state === 'listening' ? address : receiver?.note,
      section: 'Receiver',
      icon: IconRefresh,
      run: () => void restart(),
    },
    {
      id: 'receiver.healthy',
      title: 'Back to healthy',
      detail: deviation === null ? 'the receiver responds 200' : `turn off ${deviation.text}`,
      section: 'Receiver',
      keys: 'F9',
      inDialogs: true,
      icon: IconRestore,
      run: () => void backToHealthy(),
    },
    {
      id: 'receiver.responses',
      title: 'Response rules',
      detail: 'how the receiver responds',
      section: 'Receiver',
      keys: 'Shift+F9',
      icon: IconMessageCheck,
      run: () => {
        if (useUi.getState().section === 'receiver') toggleResponses();
        else openResponses();
      },
    },
    ...sections,
    {
      id: 'checks.setup',
      title: 'Test my receiver…',
      detail: 'find what would cost money',
      section: 'Checks',
      icon: IconSend,
      run: () => openSetup(),
    },
    {
      id: 'checks.run',
      title: 'Run checks again',
      detail: checked ? 'as check.yaml says' : undefined,
      section: 'Checks',
      icon: IconListCheck,
      enabled: checked && !checking,
      run: () => void runAgain(),
    },
    {
      id: 'pane.next',
      title: 'Next pane',
      section: 'Go',
      keys: 'F6',
      icon: IconLayoutSidebarRightExpand,
      run: () => focusNextPane(false),
    },
    {
      id: 'pane.previous',
      title: 'Previous pane',
      section: 'Go',
      keys: 'Shift+F6',
      icon: IconLayoutSidebarRightExpand,
      run: () => focusNextPane(true),
    },
    {
      id: 'workspace.open',
      title: 'Open another workspace…',
      detail: workspace,
      section: 'Workspace',
      icon: IconFolder,
      run: open,
    },
    {
      id: 'workspace.new',
      title: 'New workspace…',
      section: 'Workspace',
      icon: IconFolderPlus,
      run: make,
    },
    {
      id: 'workspace.copyPath',
      title: 'Copy workspace path',
      detail: workspace,
      section: 'Workspace',
      icon: IconCopy,
      enabled: workspace !== undefined,
      run: () => void copyFolder(workspace!),
    },
    {
      id: 'store.powerCut',
      title: full ? 'Write without waiting for the disk' : 'Survive power failures',
      detail: full
        ? 'Faster; a power cut may lose the last moments'
        : 'Each write waits for the disk; slower',
      section: 'Data',
      icon: IconDatabase,
      enabled: engineKnown,
      run: () => void survivePowerCut(!full),
    },
    ...themes,
    {
      id: 'undo',
      title: 'Undo',
      detail: undoable?.text,
      section: 'Workspace',
      keys: UNDO_KEYS,
      icon: IconArrowBackUp,
      enabled: undoable !== undefined,
      run: () => undoable?.undo(),
    },
    { id: 'palette', title: 'All commands', section: 'Help', keys: 'Mod+K', icon: IconSearch, run: palette },
    { id: 'keys', title: 'Keyboard shortcuts', section: 'Help', keys: '?', icon: IconKeyboard, run: keys },
  ]);
}
