import { type ReactNode, useEffect, useMemo } from 'react';
import type { ActionRow } from '../../../../shared/contract/activity.ts';
import { useActivity } from '../../../state/activity.ts';
import { client } from '../../../state/connection.ts';
import { useRow } from '../../../state/row.ts';
import { select, useUi, type WorldTab } from '../../../state/ui.ts';
import { ActionPane } from '../actions/ActionPane.tsx';
import { ItemDetail } from '../catalogs/ItemDetail.tsx';
import { useItemsList } from '../catalogs/items-view.ts';
import { InquiryDetail } from '../inquiries/InquiryDetail.tsx';
import { inquiryEvents } from '../inquiries/inquiry-words.ts';
import { useSelectedInquiry } from '../inquiries/useInquiries.ts';
import { LinkPane } from '../links/LinkPane.tsx';
import { useSelectedClick } from '../links/useClicks.ts';
import { ProgramDetail } from '../programs/ProgramDetail.tsx';
import { useSelectedProgram } from '../programs/ProgramList.tsx';
import { takeAction, useSelectedAction } from '../useActionView.ts';
import { type Sent, useSent } from '../useSent.ts';
import type { SentFor } from './SentPane.tsx';

/** The thing that is selected of a kind. */
interface Thing {
  /** What it is called, in a button. */
  name: string;
  pane: ReactNode;
  /** What was sent about it; null for kinds that nothing is sent about. */
  sent: Sent | null;
  /** The event whose deliveries are shown. */
  what: SentFor | null;
}

/** What is selected of a kind, with its pane and what was sent about it. */
export function useThing(kind: WorldTab): Thing {
  const action = useAction();
  const inquiry = useInquiry();
  const item = useItem();
  const click = useSelectedClick();
  const program = useSelectedProgram();
  switch (kind) {
    case 'actions':
      return action;
    case 'inquiries':
      return inquiry;
    case 'catalogs':
      return item;
    case 'clicks':
      return { name: click?.click.id ?? 'Clicks', pane: <LinkPane />, sent: null, what: null };
    case 'programs':
      return { name: program?.name.trim() ?? 'Programs', pane: <ProgramDetail />, sent: null, what: null };
  }
}

/** The number of the event that is chosen of something, else of its latest. */
function useNth(subject: 'action' | 'inquiry', key: number | null, latest: number): number {
  const event = useUi((state) => state.event);
  const chosen = event !== null && event.subject === subject && event.key === key ? event.nth : latest;
  return chosen >= 1 && chosen <= latest ? chosen : latest;
}

function useAction(): Thing {
  const key = useUi(({ actionKey }) => actionKey);
  const view = useSelectedAction();
  const sent = useSent('action', key);
  const nth = useNth('action', key, view?.ledger.length ?? 0);
  const entry = view?.ledger[nth - 1];
  return {
    name: view?.action.id ?? 'Actions',
    pane: <ActionPane sent={sent} nth={nth} />,
    sent,
    what: entry === undefined ? null : { event: entry.kind, nth, at: entry.at },
  };
}

function useInquiry(): Thing {
  const key = useUi(({ inquiryKey }) => inquiryKey);
  const view = useSelectedInquiry();
  const sent = useSent('inquiry', key);
  const events = view === undefined ? [] : inquiryEvents(view.inquiry);
  const nth = useNth('inquiry', key, events.length);
  return {
    name: view?.inquiry.id ?? 'Inquiries',
    pane: <InquiryDetail sent={sent} nth={nth} />,
    sent,
    what: events[nth - 1] ?? null,
  };
}

function useItem(): Thing {
  const item = useItemsList((state) => state.item);
  const several = useItemsList(({ selectedSkus }) => selectedSkus.size > 0);
  const one = several ? null : item;
  const sent = useSent('item', one?.key ?? null);
  return {
    name: item?.sku ?? 'Catalogs',
    pane: <ItemDetail />,
    sent,
    what: one === null ? null : { event: 'item-changed' },
  };
}

/** The newest action; read in full before it is selected, so that its ledger is shown at once. */
async function readNewest(): Promise<ActionRow | null> {
  const row = (await client.activity.actions({ limit: 1 })).rows[0];
  if (row === undefined) return null;
  const view = await client.activity.action({ key: row.key });
  // Another one may have been selected meanwhile.
  if (useUi.getState().actionKey === null) takeAction(view);
  return row;
}

/** As long as no action is selected, the newest one is. */
export function useFirstAction(): void {
  const none = useUi(({ world, actionKey }) => world === 'actions' && actionKey === null);
  const fetch = useMemo(() => (none ? readNewest : null), [none]);
  const first = useRow(
    fetch,
    useActivity(({ actions }) => actions.change),
  );
  useEffect(() => {
    if (first !== undefined && useUi.getState().actionKey === null) select({ actionKey: first.key });
  }, [first]);
}
