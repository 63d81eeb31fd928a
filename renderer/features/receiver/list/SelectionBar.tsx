import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconButton } from '../../../components/IconButton.tsx';
import { IconDots, IconX } from '../../../components/icons.ts';
import { count } from '../../../lib/format.ts';
import { CaptureItems, useChosen } from './CaptureMenu.tsx';
import { actionsFor, titleFor } from './capture-actions.ts';
import { clearSelection, useSelection } from './chosen-captures.ts';

/** How many captures are selected together, and what can be done with them. */
export function SelectionBar({ toList }: { toList: () => void }) {
  const chosen = useChosen();
  const counted = useSelection((state) => state.count);
  if (chosen === null) return null;
  const actions = actionsFor(chosen);
  const others = actions.filter(({ inBar }) => inBar === undefined);
  return (
    <div className="hstack captures-selection" role="group" aria-label="Selected captures">
      <span className="text-12 nowrap" role="status">
        <b className="medium">{counted === null ? '…' : count(counted)}</b> selected
      </span>
      <span className="spacer" />
      {actions
        .filter(({ inBar }) => inBar !== undefined)
        .map((action) => (
          <Button
            key={action.id}
            size="xs"
            leftSection={<action.icon size={14} stroke={1.5} />}
            title={titleFor(action, chosen)}
            onClick={() => void action.run(chosen)}
          >
            {action.inBar}
          </Button>
        ))}
      {others.length === 0 ? null : (
        <Menu position="top-end" width={280}>
          <Menu.Target>
            <Tooltip label="More">
              <ActionIcon size="xs" aria-label="More for the selected captures">
                <IconDots size={16} stroke={1.5} />
              </ActionIcon>
            </Tooltip>
          </Menu.Target>
          <Menu.Dropdown>
            <CaptureItems chosen={chosen} actions={others} />
          </Menu.Dropdown>
        </Menu>
      )}
      <IconButton
        label="Clear selection"
        keys="Escape"
        icon={<IconX size={14} stroke={1.5} />}
        onClick={() => {
          clearSelection();
          toList();
        }}
      />
    </div>
  );
}
