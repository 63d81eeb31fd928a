import { Highlight } from '@mantine/core';
import { createSpotlight, Spotlight, useSpotlight } from '@mantine/spotlight';
import { useEffect, useState } from 'react';
import { IconSearch } from '../components/icons.ts';
import { KeyCaps } from '../components/Kbd.tsx';
import { allCommands, type Command } from '../state/commands.ts';
import { useUi } from '../state/ui.ts';
import { found, grouped, offered } from './find-commands.ts';
import { recentCommands, rememberCommand } from './recent-commands.ts';
import { SECTION_TITLES } from './screens.tsx';

const [store, palette] = createSpotlight();

/** Opens the palette over whatever is on screen. */
export const openPalette = palette.open;

/** All commands, found by typing; each with its keys. */
export function CommandPalette() {
  const [query, setQuery] = useState('');
  // Read when the palette opens: it lies above the screen, so nothing registers meanwhile.
  const [commands, setCommands] = useState<Command[]>([]);
  const [recent, setRecent] = useState<readonly string[]>([]);
  const screen = useUi(({ section }) => SECTION_TITLES[section]);
  const ordered = offered(commands, screen, query.trim() === '' ? recent : []);
  const shown = found(ordered, query);
  const { opened } = useSpotlight(store);
  // The field has the focus only once the palette is drawn: what is typed until then belongs to it all the same. Mantine
  // selects the first row some time after something was typed; Enter runs it before that, too.
  useEffect(() => {
    if (!opened) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const field = document.querySelector<HTMLInputElement>('.shell-palette input');
      const isText = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
      const isInField = document.activeElement === field;
      if (isText ? isInField : event.key !== 'Enter' || event.isComposing) return;
      const row =
        document.querySelector<HTMLElement>('.shell-palette [data-selected]') ??
        document.querySelector<HTMLElement>('.shell-palette [data-action]');
      event.preventDefault();
      event.stopPropagation();
      if (isText) setQuery((before) => before + event.key);
      else row?.click();
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, [opened]);
  // Mantine chooses the first row once something is typed; Enter shall do it before that too.
  useEffect(() => {
    if (commands.length === 0) return;
    document.querySelector('.shell-palette [data-action]')?.setAttribute('data-selected', 'true');
    store.updateState((state) => ({ ...state, selected: 0 }));
  }, [commands]);
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      onSpotlightOpen={() => {
        setCommands(allCommands());
        setRecent(recentCommands());
      }}
      size={600}
      yOffset={96}
      centered={false}
      overlayProps={{ blur: 0 }}
      attributes={{ content: { 'aria-label': 'Commands' } }}
      classNames={{ content: 'shell-palette' }}
      // Gone at once, as dialogs are: the key that is pressed next belongs to what lies below.
      transitionProps={{ duration: 90, exitDuration: 0 }}
    >
      <Spotlight.Search
        placeholder="Type a command"
        aria-label="Find a command"
        leftSection={<IconSearch size={16} stroke={1.5} />}
        rightSection={<kbd className="keycap">Esc</kbd>}
        rightSectionWidth={48}
      />
      <Spotlight.ActionsList>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
        <div className="shell-palette-list" role="group" aria-label="Matching commands" tabIndex={0}>
          {grouped(shown).map(([section, rows]) => (
            <Spotlight.ActionsGroup key={section} label={section}>
              {rows.map((command) => (
                <PaletteRow key={command.id} command={command} query={query} />
              ))}
            </Spotlight.ActionsGroup>
          ))}
          {shown.length === 0 ? <Spotlight.Empty>No commands match “{query.trim()}”.</Spotlight.Empty> : null}
        </div>
      </Spotlight.ActionsList>
      <div className="shell-palette-foot">
        <span>
          <kbd className="keycap">↑</kbd>
          <kbd className="keycap">↓</kbd> select
        </span>
        <span>
          <kbd className="keycap">Enter</kbd> run
        </span>
        <span className="spacer" />
        <span>
          {shown.length} of {commands.length} commands
        </span>
      </div>
    </Spotlight.Root>
  );
}

function PaletteRow({ command, query }: { command: Command; query: string }) {
  const { id, title, detail, keys, icon: Icon, run } = command;
  const choose = () => {
    rememberCommand(id);
    run();
  };
  const words = query.trim().split(/\s+/);
  return (
    <Spotlight.Action onClick={choose}>
      <span className="shell-palette-item">
        <Icon size={16} stroke={1.5} />
        <Highlight
          component="span"
          className="medium nowrap"
          inherit
          highlight={words}
          highlightStyles={MARK}
        >
          {title}
        </Highlight>
        <span className="dimmed ellipsis text-12">{detail}</span>
        <span className="spacer" />
        {keys === undefined ? null : <KeyCaps keys={keys} />}
      </span>
    </Spotlight.Action>
  );
}

const MARK = { background: 'none', color: 'var(--accent)', fontWeight: 600 };
