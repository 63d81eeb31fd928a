import { Menu } from '@mantine/core';
import { Fragment } from 'react';
import { ContextMenu, type MenuPlace } from '../../../components/ContextMenu.tsx';
import { KeyCaps } from '../../../components/Kbd.tsx';
import { counted } from '../../../lib/format.ts';
import { useUi } from '../../../state/ui.ts';
import { actionsFor, type CaptureAction, titleFor } from './capture-actions.ts';
import type { CellTerm } from './cell-term.ts';
import { type ChosenCaptures, chosenOf, useSelection } from './chosen-captures.ts';

/** The captures that are selected together, else the current one; null for none. */
export function useChosen(): ChosenCaptures | null {
  const selection = useSelection();
  const captureId = useUi((state) => state.captureId);
  return chosenOf(selection, captureId);
}

interface CaptureMenuProps {
  at: (MenuPlace & { term: CellTerm | null }) | null;
  /** It closed; the focus belongs to the list again. */
  onClose: () => void;
}

/** The menu of a row, or of the rows that are selected together. */
export function CaptureMenu({ at, onClose }: CaptureMenuProps) {
  const current = useChosen();
  if (at === null || current === null) return null;
  const chosen = current.id === null ? current : { ...current, term: at.term };
  const label =
    chosen.id === null
      ? `Actions for ${counted(chosen.count, 'capture')}`
      : `Actions for capture ${chosen.id}`;
  return (
    <ContextMenu label={label} at={at} width={304} onClose={onClose} onBack={onClose}>
      <CaptureItems chosen={chosen} actions={actionsFor(chosen)} />
    </ContextMenu>
  );
}

interface CaptureItemsProps {
  chosen: ChosenCaptures;
  actions: readonly CaptureAction[];
}

/** Actions as items of a menu, a line between their groups. */
export function CaptureItems({ chosen, actions }: CaptureItemsProps) {
  return actions.map((action, index) => (
    <Fragment key={action.id}>
      {index > 0 && actions[index - 1]!.group !== action.group ? <Menu.Divider /> : null}
      <Menu.Item
        className={action.isDangerous === true ? 'menu-danger' : undefined}
        leftSection={<action.icon size={15} stroke={1.5} />}
        rightSection={action.keys === undefined ? undefined : <KeyCaps keys={action.keys} />}
        onClick={() => void action.run(chosen)}
      >
        {titleFor(action, chosen)}
      </Menu.Item>
    </Fragment>
  ));
}
