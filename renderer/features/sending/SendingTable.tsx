import type { ReactNode, Ref } from 'react';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';

interface SendingTableProps {
  /** Names the table and the region that it scrolls in. */
  label: string;
  /** The heads of its columns. */
  heads: readonly ReactNode[];
  className?: string;
  /** Widths of the columns: `col` elements. */
  columns?: ReactNode;
  handle?: Ref<HTMLElement>;
  /** Its rows. */
  children: ReactNode;
}

/** A table that scrolls under its head. */
export function SendingTable({ label, heads, className = '', columns, handle, children }: SendingTableProps) {
  return (
    <ScrollRegion label={label} className="sending-scroll" {...(handle === undefined ? {} : { handle })}>
      <table className={`sending-table ${className}`.trim()} aria-label={label}>
        {columns === undefined ? null : <colgroup>{columns}</colgroup>}
        <thead>
          <tr>
            {heads.map((head, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the columns stay where they are
              <th key={index} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </ScrollRegion>
  );
}
