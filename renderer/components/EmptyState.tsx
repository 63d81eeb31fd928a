import type { ReactNode } from 'react';

/** What stands where rows would: what this place is for and how it fills. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty-state">
      <span className="medium">{title}</span>
      <div className="dimmed">{children}</div>
    </div>
  );
}
