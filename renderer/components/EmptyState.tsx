import type { ReactNode } from 'react';

/** What stands where rows would: what this place is for and how it fills. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="none">
      <span className="b">{title}</span>
      <div className="t2">{children}</div>
    </div>
  );
}
