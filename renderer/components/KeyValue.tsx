import type { ReactNode } from 'react';

export interface KeyValueRow {
  /** Unique in its table; names may repeat. */
  id: string | number;
  name: ReactNode;
  value: ReactNode;
}

/** Names and values as they stand on the wire: long ones wrap, none is cut. */
export function KeyValue({ rows, label }: { rows: readonly KeyValueRow[]; label: string }) {
  return (
    <dl className="key-values" aria-label={label}>
      {rows.map(({ id, name, value }) => (
        <div key={id}>
          <dt className="key-values-name">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
