import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { IconButton } from '../../components/IconButton.tsx';
import { IconLayoutSidebarRightExpand } from '../../components/icons.ts';
import { FOLDS, type Fold, showColumn, showFold, usePanels } from './editor-panels.ts';

const TITLES: Record<Fold, string> = {
  wire: 'On the wire',
  values: 'Values',
  placeholders: 'Placeholders',
  test: 'Test',
};

interface Props {
  /** The previews that there are. */
  folds: readonly Fold[];
  /** The column of the previews. */
  children: ReactNode;
}

/** The previews where there is no room for their column: a strip of their names, each of which lays them over the text. */
export function PreviewStrip({ folds, children }: Props) {
  const open = usePanels(({ column }) => column);
  const strip = useRef<HTMLDivElement>(null);
  const close = () => {
    showColumn(false);
    strip.current?.querySelector('button')?.focus();
  };
  const show = (fold: Fold) => {
    // One at a time: there is little room, and this one was asked for.
    for (const other of FOLDS) showFold(other, other === fold);
    showColumn(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    close();
  };
  return (
    <>
      {open ? (
        <section className="templates-over" aria-label="Previews over the text" onKeyDown={onKeyDown}>
          {children}
        </section>
      ) : null}
      <div
        ref={strip}
        className="templates-strip"
        role="toolbar"
        aria-orientation="vertical"
        aria-label="Previews"
      >
        <IconButton
          label={open ? 'Hide previews' : 'Show previews'}
          keys="Mod+\"
          icon={<IconLayoutSidebarRightExpand size={15} stroke={1.5} />}
          pressed={open}
          onClick={() => (open ? close() : showColumn(true))}
        />
        {FOLDS.filter((fold) => folds.includes(fold)).map((fold) => (
          <Label key={fold} fold={fold} column={open} onShow={() => show(fold)} onHide={close} />
        ))}
      </div>
    </>
  );
}

interface LabelProps {
  fold: Fold;
  column: boolean;
  onShow: () => void;
  onHide: () => void;
}

function Label({ fold, column, onShow, onHide }: LabelProps) {
  const shown = usePanels(({ folds }) => folds.includes(fold)) && column;
  return (
    <button type="button" aria-pressed={shown} onClick={shown ? onHide : onShow}>
      {TITLES[fold]}
    </button>
  );
}
