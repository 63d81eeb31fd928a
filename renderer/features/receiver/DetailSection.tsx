import type { ReactNode } from 'react';

interface SectionProps {
  title: string;
  /** How many, or how large. */
  note?: ReactNode;
  /** Buttons at the right end. */
  tools?: ReactNode;
  children?: ReactNode;
}

/** A headed part of a detail. */
export function DetailSection({ title, note, tools, children }: SectionProps) {
  return (
    <section className="receiver-part" aria-label={title}>
      <h2 className="section-head">
        {title}
        {note === undefined ? null : <span className="count">{note}</span>}
        <span className="spacer" />
        {tools}
      </h2>
      {children}
    </section>
  );
}
