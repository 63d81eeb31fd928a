import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '../../../components/icons.ts';
import { count } from '../../../lib/format.ts';
import { useActivity } from '../../../state/activity.ts';
import { select, useUi, WORLD_TABS, type WorldTab } from '../../../state/ui.ts';
import { useWorld } from '../ProgramSelect.tsx';

/** What the kinds of things are called that can be listed by hand. */
export const KIND_TITLES: Record<WorldTab, string> = {
  actions: 'Actions',
  clicks: 'Clicks',
  inquiries: 'Inquiries',
  catalogs: 'Catalogs',
  programs: 'Programs',
};

/** How many there are of each kind; of catalogs and programs, how many of these. */
function useCounts(): Record<WorldTab, number> {
  const world = useWorld();
  const actions = useActivity((state) => state.actions.total);
  const clicks = useActivity((state) => state.clicks.total);
  const inquiries = useActivity((state) => state.inquiries.total);
  const catalogs = useActivity((state) => state.catalogKeys.length);
  return { actions, clicks, inquiries, catalogs, programs: world?.programs.length ?? 0 };
}

/** Which kind of thing is listed. */
export function KindPicker() {
  const kind = useUi(({ world }) => world);
  const counts = useCounts();
  return (
    <Menu position="bottom-start" width={180}>
      <Menu.Target>
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          className="hand-kind"
          aria-label={`Kind: ${KIND_TITLES[kind]}`}
          rightSection={<IconChevronDown size={14} stroke={1.75} />}
        >
          <h2>{KIND_TITLES[kind]}</h2>
          <span className="count hand-kind-count">{count(counts[kind])}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={kind} onChange={(world) => select({ world: world as WorldTab })}>
          {WORLD_TABS.map((each) => (
            <Menu.RadioItem
              key={each}
              value={each}
              closeMenuOnClick
              rightSection={<span className="count">{count(counts[each])}</span>}
            >
              {KIND_TITLES[each]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
