import './world.css';
import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { Split } from '../../components/Split.tsx';
import { count } from '../../lib/format.ts';
import { useActivity } from '../../state/activity.ts';
import { select, useUi, WORLD_TABS, type WorldTab } from '../../state/ui.ts';
import { ActionsTab } from './actions/ActionsTab.tsx';
import { ActionTools } from './actions/ActionTools.tsx';
import { LedgerPane } from './actions/LedgerPane.tsx';
import { CatalogTools } from './catalogs/CatalogTools.tsx';
import { ItemDetail } from './catalogs/ItemDetail.tsx';
import { ItemsTable } from './catalogs/ItemsTable.tsx';
import { InquiriesTab, InquiryTools } from './inquiries/InquiriesTab.tsx';
import { InquiryDetail } from './inquiries/InquiryDetail.tsx';
import { ClicksTab } from './links/ClicksTab.tsx';
import { LinkPane } from './links/LinkPane.tsx';
import { useWorld } from './ProgramSelect.tsx';
import { ProgramDetail } from './programs/ProgramDetail.tsx';
import { ProgramsTab, ProgramTools } from './programs/ProgramsTab.tsx';

interface Part {
  title: string;
  Tools: (props: { narrow: boolean }) => ReactNode;
  List: () => ReactNode;
  Detail: () => ReactNode;
}

const PARTS: Record<WorldTab, Part> = {
  actions: { title: 'Actions', Tools: ActionTools, List: ActionsTab, Detail: LedgerPane },
  clicks: { title: 'Clicks', Tools: () => null, List: ClicksTab, Detail: LinkPane },
  inquiries: { title: 'Inquiries', Tools: InquiryTools, List: InquiriesTab, Detail: InquiryDetail },
  catalogs: { title: 'Catalogs', Tools: CatalogTools, List: ItemsTable, Detail: ItemDetail },
  programs: { title: 'Programs', Tools: ProgramTools, List: ProgramsTab, Detail: ProgramDetail },
};

export const WORLD_TITLES = Object.fromEntries(WORLD_TABS.map((tab) => [tab, PARTS[tab].title])) as Record<
  WorldTab,
  string
>;

/** The simulated world: actions, clicks, inquiries, catalogs and programs, one at a time with its detail. */
export function WorldPane({ narrow }: { narrow: boolean }) {
  const tab = useUi(({ world }) => world);
  const { Tools, List, Detail } = PARTS[tab];
  return (
    <Tabs
      className="world"
      keepMounted={false}
      value={tab}
      onChange={(next) => select({ world: next as WorldTab })}
    >
      <div className="world-bar">
        <Tabs.List aria-label="World">
          {WORLD_TABS.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {PARTS[each].title}
              {narrow ? null : <TabCount tab={each} />}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <span className="spacer" />
        <Tools narrow={narrow} />
      </div>
      <Tabs.Panel value={tab} className="world-panel">
        <Split
          key={narrow ? 'column' : 'row'}
          id={narrow ? 'simulator.world-narrow' : 'simulator.ledger'}
          label={narrow ? 'Height of the detail' : 'Width of the detail'}
          direction={narrow ? 'column' : 'row'}
          sized="second"
          initial={narrow ? 216 : 420}
          min={narrow ? 120 : 300}
          minOther={narrow ? 110 : 300}
          first={<List />}
          second={<Detail />}
        />
      </Tabs.Panel>
    </Tabs>
  );
}

function TabCount({ tab }: { tab: WorldTab }) {
  const world = useWorld();
  const number = useActivity((state) => {
    switch (tab) {
      case 'actions':
        return state.actions.total;
      case 'clicks':
        return state.clicks.total;
      case 'inquiries':
        return state.inquiries.total;
      case 'catalogs':
        return state.catalogKeys.length;
      case 'programs':
        return world?.programs.length ?? 0;
    }
  });
  return <span className="count world-count">{count(number)}</span>;
}
