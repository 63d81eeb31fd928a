import type { RenderedRequest } from '../template/postback.ts';
import type { Skipped } from './skip.ts';
import type { Story } from './story.ts';
import type { WorldStep } from './story-world.ts';

/** What tells one event from the one before and orders them; one of them must travel where order is lost. */
export const ORDERING = ['DeltaPayout', 'UpdateDate'] as const;

/** What makes two events differ whose money is the same. */
const DISTINGUISHING = ['UpdateDate', 'DeltaPayout', 'StatusDetail'] as const;

/** The bytes of a request, for comparing two. */
export function bytesOf({ method, url, headers, body }: RenderedRequest): string {
  return JSON.stringify([method, url, headers, body]);
}

/**
 * Why a story says nothing about a receiver; undefined where every right receiver must end alike. The conditions, by
 * their letters: (a) no two events of an action render to the same bytes; (b) no event leaves the payout as it was;
 * (c) where something arrives after a later event, the template carries DeltaPayout or UpdateDate and no payout occurs
 * twice, the 0.00 before the creation counted, except for a reversal as the last event of an action whose creation
 * arrives once; (d) what is played in order may return to earlier payouts; (e) every event is sent. A duplicate that
 * comes at once, before any later event, is in order, except where `strict` asks for (c) wherever anything came twice.
 */
export function whyNotJudged(
  story: Story,
  steps: readonly WorldStep[],
  requests: readonly RenderedRequest[],
  placeholders: ReadonlySet<string>,
  { strict = false }: { strict?: boolean } = {},
): Skipped | undefined {
  const actions = new Set(steps.map(({ action }) => action));
  for (const action of actions) {
    const events = steps.flatMap((step, index) =>
      step.action === action && isOfAction(step) ? [index] : [],
    );
    const why =
      sameBytes(events, requests, placeholders) ??
      unchangedPayout(events, steps) ??
      unsent(events, story) ??
      ambiguousOrder(events, story, steps, placeholders, strict);
    if (why !== undefined) return why;
  }
  return undefined;
}

const isOfAction = ({ what }: WorldStep) =>
  what !== 'inquiry-opened' && what !== 'cleared' && what !== 'item-changed';

function sameBytes(
  events: readonly number[],
  requests: readonly RenderedRequest[],
  placeholders: ReadonlySet<string>,
): Skipped | undefined {
  const bytes = events.map((event) => bytesOf(requests[event]!));
  if (new Set(bytes).size === bytes.length) return undefined;
  const add = DISTINGUISHING.find((name) => !placeholders.has(name)) ?? null;
  const what = add === null ? 'what tells them apart' : `{${add}}`;
  return {
    isSameBytes: true,
    sentence: `Two events of this story render to the same bytes in this template, so no receiver can tell a late duplicate from a new event. Add ${what} to it.`,
    add,
  };
}

function unchangedPayout(events: readonly number[], steps: readonly WorldStep[]): Skipped | undefined {
  const payouts = events.map((event) => steps[event]!.values['Payout'] ?? '');
  const same = payouts.some((payout, index) => index > 0 && payout === payouts[index - 1]);
  return same ? { sentence: 'An event of this story leaves the payout as it was.', add: null } : undefined;
}

function unsent(events: readonly number[], { sends }: Story): Skipped | undefined {
  const missing = events.some((event) => !sends.some((send) => send.event === event && send.lost !== true));
  return missing ? { sentence: 'An event of this story is never delivered.', add: null } : undefined;
}

function ambiguousOrder(
  events: readonly number[],
  { sends }: Story,
  steps: readonly WorldStep[],
  placeholders: ReadonlySet<string>,
  strict: boolean,
): Skipped | undefined {
  const arrivals = sends.map(({ event }) => event).filter((event) => events.includes(event));
  const isInOrder = arrivals.every((event, index) => index === 0 || event >= arrivals[index - 1]!);
  const isOnce = new Set(arrivals).size === arrivals.length;
  if (isInOrder && (isOnce || !strict)) return undefined;
  if (!ORDERING.some((name) => placeholders.has(name)))
    return {
      sentence:
        'Something arrives after a later event here, and the template carries nothing that puts them in order. Add {DeltaPayout}, or {UpdateDate} (its name is inferred).',
      add: 'DeltaPayout',
    };
  const payouts = ['0.00', ...events.map((event) => steps[event]!.values['Payout'] ?? '')];
  const last = events.at(-1)!;
  const creations = arrivals.filter((event) => event === events[0]).length;
  const endsReversed = steps[last]!.what === 'reversed' && creations === 1;
  const counted = endsReversed ? payouts.slice(0, -1) : payouts;
  return new Set(counted).size === counted.length
    ? undefined
    : {
        sentence: 'A payout occurs twice in this story, so its order cannot be told from its values.',
        add: null,
      };
}
