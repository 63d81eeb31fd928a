import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { copyText } from '../lib/clipboard.ts';

const SAID_MS = 1_500;

interface CopyButtonProps {
  /** What to copy, or how to make it when it is costly; undefined when it could not be made. */
  text: string | (() => string | Promise<string | undefined>);
  /** Says what is copied: "Copy URL". */
  label: string;
  /** Shown beside the icon; without it the button is the icon alone. */
  caption?: string;
  /** Replaces the copy icon. */
  icon?: ReactNode;
  size?: 'xs' | 'sm';
  className?: string;
}

/** Copies a text and says Copied for a moment, to eyes and to screen readers. */
export function CopyButton({ text, label, caption, icon, size = 'xs', className = '' }: CopyButtonProps) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = async () => {
    const made = typeof text === 'string' ? text : await text();
    const copied = made !== undefined && (await copyText(made));
    clearTimeout(timer.current);
    setState(copied ? 'copied' : 'failed');
    timer.current = setTimeout(() => setState('idle'), SAID_MS);
  };

  const said = { idle: '', copied: 'Copied', failed: 'Not copied' }[state];
  const glyph =
    state === 'copied' ? (
      <IconCheck size={15} stroke={1.75} />
    ) : (
      (icon ?? <IconCopy size={15} stroke={1.5} />)
    );
  const live = (
    <span role="status" className="visually-hidden">
      {said}
    </span>
  );
  if (caption !== undefined) {
    return (
      <>
        <Button
          size={size}
          leftSection={glyph}
          onClick={copy}
          aria-label={label}
          className={`steady ${className}`}
        >
          {said === '' ? caption : said}
        </Button>
        {live}
      </>
    );
  }
  return (
    <>
      <Tooltip label={said === '' ? label : said} {...(said === '' ? {} : { opened: true })}>
        <ActionIcon size={size} aria-label={label} onClick={copy} className={className}>
          {glyph}
        </ActionIcon>
      </Tooltip>
      {live}
    </>
  );
}
