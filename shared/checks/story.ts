import type { ActionItem } from '../domain/order-items.ts';
import type { WorldEvent } from '../domain/world-event.ts';
import type { Values } from '../placeholders/placeholder-values.ts';
import type { RenderedRequest } from '../template/postback.ts';
import type { BookRecord, Difference, Look, PlatformRecord } from './records/record.ts';

/** An action of a story, by a name of its own: "a". */
export type ActionName = string;

/**
 * What a purchase of a story is; amounts are in the smallest unit of their currency (12_000 is USD 120.00,
 * JPY 12000 or KWD 12.000), so that a story is possible in each. Without a payout, 1_200 of an amount of 12_000.
 */
export interface StoryPurchase {
  amount?: number;
  payout?: number;
  items?: readonly ActionItem[];
  currency?: string;
  exchangeRate?: number;
  /** Actions with the same word come from the same click. */
  click?: string;
}

/** One thing that happens on the platform. Events of a story are 2 s apart, so that UpdateDate tells them apart. */
export type StoryEvent = { action: ActionName } & (
  | { type: 'create'; purchase?: StoryPurchase }
  | {
      type: 'modify';
      amount?: number;
      payout?: number;
      items?: readonly { sku: string; amount?: number; quantity?: number }[];
      reason?: string;
    }
  | { type: 'reverse'; reason?: string }
  | { type: 'restore' }
  | { type: 'reset' }
  | { type: 'approve' }
  /** What leaves the action alone: an inquiry about it, the clearing of its payout, a new price in a catalog. */
  | { type: 'inquiry' }
  | { type: 'item' }
  | { type: 'clear' }
);

/**
 * One sending of a story. A request is sent for the first time as its event rendered it, and again byte for byte.
 * `early`: its predecessor comes later on purpose, so a refusal is not insisted on before the story goes on.
 * `lost`: the response is thrown away, as when a connection breaks; the platform takes it for a failure.
 */
export interface Send {
  /** Index of the event. */
  event: number;
  early?: boolean;
  lost?: boolean;
  /** So many at the same moment, on as many connections; at most 20. */
  together?: number;
  /** Not sent before everything else of the run is over; so are the sends behind it. */
  atEnd?: boolean;
  /** Waits this long in real time before it, in ms. */
  after?: number;
}

/** Values that an action carries in place of those from the simulated world, from its creation on. */
export type ActionValues = Readonly<Record<ActionName, Values>>;

/** A pure change of a rendered request; its words are for evidence: "with a wrong secret". */
export interface RequestChange {
  words: string;
  change: (request: RenderedRequest) => RenderedRequest;
}

/** What is played against a receiver: what happens on the platform, and what is sent of it in which order. */
export interface Story {
  events: readonly StoryEvent[];
  sends: readonly Send[];
  values?: ActionValues;
  /** Ids that only look like another action's: the one of that action, and what follows it. */
  ids?: Readonly<Record<ActionName, { of: ActionName; and: string }>>;
  /** Applied to every request of an action. */
  changes?: Readonly<Record<ActionName, RequestChange>>;
  /**
   * Whether the last request should change nothing (a duplicate, a late older update, what must be refused): then a
   * record that looks right may still turn wrong, and is looked at again after a while.
   */
  quiet?: boolean;
  /** Fields of the records that are compared; by default Status, Payout and Currency. */
  compare?: readonly string[];
  /** Actions of which the receiver should have no record at the end. */
  absent?: readonly ActionName[];
  /** Its records are not asked for: only responses are judged. */
  responsesOnly?: boolean;
}

/** A response, or why there was none. */
export interface StoryResponse {
  /** `answered`, or the outcome of the attempt: `refused`, `timeout`, `reset` … */
  outcome: string;
  status: number | null;
  headers: readonly (readonly [string, string])[];
  /** Its first 64 KiB, as text. */
  body: string;
  /** Real ms until its end. */
  ms: number;
  /** It was longer than what is kept of any response. */
  cut?: boolean;
}

/** One request of a story and what came back. */
export interface StoryExchange {
  /** Index of the send, and of its event. */
  send: number;
  event: number;
  /** What happened: `tracked`, `modified` … */
  what: WorldEvent;
  action: ActionName;
  /** Not the first time that these bytes left. */
  again: boolean;
  /** A retry of what was refused, as the platform retries. */
  retry: boolean;
  lost: boolean;
  early: boolean;
  /** With `{secret:NAME}` unresolved. */
  request: RenderedRequest;
  /** Real time, ms since the epoch. */
  sentAt: number;
  response: StoryResponse;
  /** Whether the platform takes it for delivered, and by which rule. */
  accepted: boolean;
  sentence: string;
  /** Records of its action before and after, where the story was played step by step. */
  before?: BookRecord;
  after?: BookRecord;
  /** What the platform's books say after the events delivered so far. */
  books: PlatformRecord;
}

/** One action after a story. */
export interface PlayedAction {
  id: string;
  platform: PlatformRecord;
  /** Values of each of its events, by the event's index. */
  events: ReadonlyMap<number, Values>;
  /** Undefined without a probe. */
  record: BookRecord | undefined;
  look: Look | undefined;
  /** Empty where the records are as expected, or were not compared. */
  differences: readonly Difference[];
  /** The record showed more than the platform ever stated. */
  overbooked: boolean;
  /** Real ms from the last response until the record was as expected; null where it never was. */
  settledMs: number | null;
}

/** A story as it went. */
export interface PlayedStory {
  story: Story;
  exchanges: readonly StoryExchange[];
  actions: Readonly<Record<ActionName, PlayedAction>>;
  /** Events that were sent and never accepted. */
  undelivered: readonly number[];
  /** The records could not be read; a sentence. */
  unread: string | undefined;
}
