import type { ReactNode } from 'react';

export type Tone = 'plain' | 'ok' | 'warn' | 'bad' | 'note' | 'accent' | 'outline';

const CLASS: Record<Tone, string> = {
  plain: '',
  ok: 'chip-ok',
  warn: 'chip-warn',
  bad: 'chip-bad',
  note: 'chip-note',
  accent: 'chip-accent',
  outline: 'chip-outline',
};

/** A word or a number with a tint that says how good or bad it is; the word says the same. */
export function Chip({
  tone = 'plain',
  title,
  children,
}: {
  tone?: Tone;
  title?: string;
  children: ReactNode;
}) {
  return (
    <span className={`chip ${CLASS[tone]}`} title={title}>
      {children}
    </span>
  );
}
