import { Menu } from '@mantine/core';
import { useRef } from 'react';
import { IconChevronLeft, IconChevronRight, IconMinus, IconPlus, IconX } from '../../../components/icons.ts';
import { useIsNumeric } from '../../../state/capture-values.ts';
import { type Column, moveColumn, resizeColumn, toggleColumn, WIDTHS } from './columns.ts';

interface ColumnHeadProps {
  column: Column;
  nth: number;
  isLast: boolean;
}

/** The head of a column: its menu, and its left edge, which sizes it. */
export function ColumnHead({ column: { field, width }, nth, isLast }: ColumnHeadProps) {
  const numeric = useIsNumeric(nth);
  const dragged = useRef<{ x: number; width: number }>(null);
  return (
    <span className={numeric ? 'captures-column align-right' : 'captures-column'}>
      {/* The menu has the same for the keyboard. */}
      <span
        className="captures-column-edge"
        aria-hidden="true"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          dragged.current = { x: event.clientX, width };
        }}
        onPointerMove={(event) => {
          if (dragged.current !== null)
            resizeColumn(field, dragged.current.width + dragged.current.x - event.clientX);
        }}
        onPointerUp={() => {
          dragged.current = null;
        }}
      />
      <Menu position="bottom-start" width={184}>
        <Menu.Target>
          <button type="button" className="captures-column-head mono ellipsis" title={field}>
            {field}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconChevronLeft size={15} stroke={1.5} />}
            disabled={nth === 0}
            onClick={() => moveColumn(field, -1)}
          >
            Move left
          </Menu.Item>
          <Menu.Item
            leftSection={<IconChevronRight size={15} stroke={1.5} />}
            disabled={isLast}
            onClick={() => moveColumn(field, 1)}
          >
            Move right
          </Menu.Item>
          <Menu.Item
            leftSection={<IconPlus size={15} stroke={1.5} />}
            onClick={() => resizeColumn(field, width + WIDTHS.step)}
          >
            Wider
          </Menu.Item>
          <Menu.Item
            leftSection={<IconMinus size={15} stroke={1.5} />}
            onClick={() => resizeColumn(field, width - WIDTHS.step)}
          >
            Narrower
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconX size={15} stroke={1.5} />} onClick={() => toggleColumn(field)}>
            Remove column
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}
