import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';

/** Where on the screen a menu opens, in px. */
export interface MenuPlace {
  x: number;
  y: number;
}

/**
 * Where the menu of a row belongs: at the pointer, or below the row where the event came from the keyboard, as it has no
 * place of its own in some browsers.
 */
export function placeOfMenu(event: React.MouseEvent, row: Element): MenuPlace {
  const { left, bottom } = row.getBoundingClientRect();
  const pointed = event.button === 2 && (event.clientX !== 0 || event.clientY !== 0);
  return pointed ? { x: event.clientX, y: event.clientY } : { x: left + 16, y: bottom };
}

interface ContextMenuProps {
  /** Names it for screen readers. */
  label: string;
  /** Null while it is closed. */
  at: MenuPlace | null;
  width?: number;
  onClose: () => void;
  /** Esc: back to where it was opened. */
  onBack: () => void;
  /** The items. */
  children: ReactNode;
}

/** A menu that opens where it was asked for. */
export function ContextMenu({ label, at, width = 208, onClose, onBack, children }: ContextMenuProps) {
  if (at === null) return null;
  return (
    <Menu key={`${at.x} ${at.y}`} opened position="bottom-start" width={width} onClose={onClose}>
      <Menu.Target>
        <span className="menu-place" style={{ left: at.x, top: at.y }} />
      </Menu.Target>
      <Menu.Dropdown
        aria-label={label}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onBack();
        }}
      >
        {children}
      </Menu.Dropdown>
    </Menu>
  );
}
