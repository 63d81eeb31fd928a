import type { ReactNode } from 'react';
import { Pane } from '../../../components/Pane.tsx';
import { useUi, type WorldTab } from '../../../state/ui.ts';
import { ActionList } from '../actions/ActionList.tsx';
import { ActionSearch, ActionTools } from '../actions/ActionTools.tsx';
import { CatalogSearch, CatalogTools } from '../catalogs/CatalogTools.tsx';
import { ItemList } from '../catalogs/ItemList.tsx';
import { InquiryList, InquiryTools } from '../inquiries/InquiryList.tsx';
import { ClickList } from '../links/ClickList.tsx';
import { LinkTools } from '../links/LinkPane.tsx';
import { ProgramList } from '../programs/ProgramList.tsx';
import { KIND_TITLES, KindPicker } from './KindPicker.tsx';

interface Kind {
  Tools: () => ReactNode;
  Search?: () => ReactNode;
  List: (props: { onOpen: () => void }) => ReactNode;
}

const KINDS: Record<WorldTab, Kind> = {
  actions: { Tools: ActionTools, Search: ActionSearch, List: ActionList },
  clicks: { Tools: LinkTools, List: ClickList },
  inquiries: { Tools: InquiryTools, List: InquiryList },
  catalogs: { Tools: CatalogTools, Search: CatalogSearch, List: ItemList },
  programs: { Tools: () => null, List: ProgramList },
};

/** Things of one kind: which kind, what narrows them, and the things. `onOpen`: Enter or a double click on one. */
export function ThingList({ onOpen }: { onOpen: () => void }) {
  const kind = useUi(({ world }) => world);
  const { Tools, Search, List } = KINDS[kind];
  return (
    <Pane label={KIND_TITLES[kind]}>
      <div className="pane-bar hand-bar">
        <KindPicker />
        <span className="spacer" />
        <Tools />
      </div>
      {Search === undefined ? null : (
        <div className="hand-search">
          <Search />
        </div>
      )}
      <List onOpen={onOpen} />
    </Pane>
  );
}
