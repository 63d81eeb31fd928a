import type { ComponentType } from 'react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { isClosing, isPressing, isTexts, isTyping, type Keys, matches } from '../lib/keys.ts';

/** Something that can be done from the palette, and by its keys. */
export interface Command {
  /** Stable and unique: "receiver.clear". */
  id: string;
  title: string;
  /** What it applies to, in a few words. */
  detail?: string | undefined;
  /** The palette's heading that it stands under. */
  section: string;
  keys?: Keys | undefined;
  /** Whether its keys work in dialogs as well, unless these use them. */
  inDialogs?: boolean | undefined;
  icon: ComponentType<{ size?: number | string; stroke?: number | string }>;
  /** Shown and bound unless false. */
  enabled?: boolean | undefined;
  /** Its rejection is shown by nobody: wrap what may fail in `attempt`. */
  run: () => void;
}

const owners = new Set<{ current: readonly Command[] }>();

/** All commands that can be given now, in the order in which screens registered them. */
export function allCommands(): Command[] {
  return [...owners].flatMap(({ current }) => current).filter(({ enabled }) => enabled !== false);
}

/** Gives a command by its id; nothing happens where it cannot be given now. */
export function runCommand(id: string): void {
  allCommands()
    .find((command) => command.id === id)
    ?.run();
}

/** Registers commands for as long as the component is on screen. The list may be made anew on each render. */
export function useCommands(commands: readonly Command[]): void {
  const owner = useRef(commands);
  useLayoutEffect(() => {
    owner.current = commands;
  });
  useEffect(() => {
    owners.add(owner);
    return () => {
      owners.delete(owner);
    };
  }, []);
}

/** The one place where keys become commands. Keys that a focused control has used are left alone. */
export function useCommandKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.isComposing || isPressing(event)) return;
      if (isClosing(event)) return;
      const typing = isTyping(event);
      // A dialog on top has the keyboard for itself.
      const inDialog = document.querySelector('[aria-modal="true"]') !== null;
      const command = allCommands().findLast(
        ({ keys, inDialogs = false }) =>
          keys !== undefined &&
          matches(event, keys) &&
          !(typing && isTexts(keys)) &&
          (inDialogs || !inDialog),
      );
      if (command === undefined) return;
      event.preventDefault();
      command.run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
