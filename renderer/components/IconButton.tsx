import { ActionIcon, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Keys, keyCaps } from '../lib/keys.ts';

interface IconButtonProps {
  /** What it does; the tooltip and the name for screen readers. */
  label: string;
  keys?: Keys;
  icon: ReactNode;
  onClick: () => void;
  size?: 'xs' | 'sm';
  disabled?: boolean;
  /** For a switch: whether it is on. */
  pressed?: boolean;
}

/** A button that is an icon alone; its name stands in a tooltip. */
export function IconButton({ label, keys, icon, onClick, size = 'xs', disabled, pressed }: IconButtonProps) {
  const tip = keys === undefined ? label : `${label} (${keyCaps(keys).join(' ')})`;
  return (
    <Tooltip label={tip}>
      <ActionIcon
        size={size}
        aria-label={label}
        aria-pressed={pressed}
        data-active={pressed || undefined}
        disabled={disabled ?? false}
        onClick={onClick}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
