import { type DeclaredPlaceholder, placeholdersFor } from '../placeholders/placeholder-registry.ts';
import { actionValues, type Values } from '../placeholders/placeholder-values.ts';
import type { Action, ActionCommand, LedgerEntry } from './action.ts';
import { applyCommand } from './action.ts';
import { parseMoney } from './money.ts';
import type { World } from './program.ts';
import type { Millis } from './time.ts';
import { trackPurchase } from './track.ts';
import { kindOfEvent } from './world-event.ts';

/** What can be rendered without a scenario. */
export const EVENT_KINDS = [
  'tracked',
  'modified',
  'reversed',
  'restored',
  'approved',
  'cleared',
  'inquiry-opened',
  'inquiry-closed',
  'item-changed',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** The program of samples if there is no workspace. */
export const SAMPLE_WORLD: World = {
  partner: { id: '1924609', name: 'Hazel Nutt', kind: 'cashback', properties: [] },
  programs: [
    {
      id: '1000',
      name: 'Acme Outdoor ',
      timeZone: 'America/Los_Angeles',
      currency: 'USD',
      adId: '506720',
      ads: [],
      trackingDomain: 'goto.example.com',
      landingPage: 'https://www.example.com/',
      lockingDays: 35,
      clearingDays: 30,
      catalogs: [],
      eventTypes: [{ id: '2240', name: 'Purchase', type: 'SALE', payout: { type: 'percent', percent: 10 } }],
    },
  ],
};

/** A fixed seed: samples do not change from one call to the next. */
export const SAMPLE_SEED = 42;
export const SAMPLE_TIME: Millis = 1_778_619_731_000;

const HISTORIES: Partial<Record<EventKind, ActionCommand[]>> = {
  modified: [{ type: 'modify', amount: parseMoney('80'), payout: parseMoney('8'), reason: 'ORDER_UPDATE' }],
  reversed: [{ type: 'reverse', reason: 'ITEM_RETURNED' }],
  restored: [{ type: 'reverse', reason: 'ITEM_RETURNED' }, { type: 'restore' }],
  approved: [{ type: 'approve' }],
  cleared: [{ type: 'approve' }, { type: 'clear' }],
};

function actionSample(event: EventKind, world: World): Values {
  const purchase = { amount: parseMoney('120'), payout: parseMoney('12'), subId1: 'spring-tents' };
  const { moneyDigits } = world;
  let state: { action: Action; entry: LedgerEntry } = trackPurchase(
    world,
    purchase,
    SAMPLE_TIME,
    SAMPLE_SEED,
    0,
  );
  for (const command of HISTORIES[event] ?? [])
    state = applyCommand(state.action, command, SAMPLE_TIME, moneyDigits);
  return actionValues(state.action, state.entry, { moneyDigits });
}

const OPENED: Values = {
  ResolutionStatus: 'UNRESOLVED',
  RejectReason: '',
  FinalPayout: '',
  ResolutionDate: '',
  ResolutionNotes: '',
};
const CLOSED: Values = {
  ResolutionStatus: 'DECLINED',
  RejectReason: 'Transaction cannot be traced',
  FinalPayout: '0.00',
  ResolutionDate: '2026-05-28T09:12:04-07:00',
};

/** The values of a sample event; a workspace's own placeholders have their declared samples. */
export function sampleValues(
  event: EventKind,
  world: World = SAMPLE_WORLD,
  declared: readonly DeclaredPlaceholder[] = [],
): Values {
  const kind = kindOfEvent(event);
  const own = Object.fromEntries(
    [...placeholdersFor(kind, declared).values()]
      .filter(({ certainty }) => certainty === 'declared')
      .map(({ name, example }) => [name, example]),
  );
  if (kind === 'action' || kind === 'clearing') return { ...actionSample(event, world), ...own };
  const examples = Object.fromEntries(
    [...placeholdersFor(kind).values()].map(({ name, example }) => [name, example]),
  );
  const state = event === 'inquiry-opened' ? OPENED : event === 'inquiry-closed' ? CLOSED : {};
  return { ...examples, ...state, ...own };
}
