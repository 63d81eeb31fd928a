import { setTimeout as wait } from 'node:timers/promises';
import type { Lag } from '../../../shared/checks/lag.ts';
import { rowsIn } from '../../../shared/checks/records/columns.ts';
import {
  type FoundMapping,
  findMapping,
  type GivenMapping,
} from '../../../shared/checks/records/find-mapping.ts';
import { type LifeLook, learnMapping } from '../../../shared/checks/records/learn-mapping.ts';
import { readRecord } from '../../../shared/checks/records/read-record.ts';
import type { Look, Mapping, RecordStatus } from '../../../shared/checks/records/record.ts';
import type { FirstLook } from '../../../shared/checks/report.ts';
import type { Story, StoryExchange, StoryResponse } from '../../../shared/checks/story.ts';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import type { PlayedSends, StoryPlayer, StoryPurpose } from './play-story.ts';
import type { Probe } from './probe.ts';

/** Ms between two looks while the first record is waited for. */
const LOOK_EVERY = 10;
/** Characters of a document that a report keeps. */
const KEPT = 4_096;

/** An ordinary purchase with values that are told apart, so that fields are found by their values too. */
const FIRST_STORY: Story = {
  events: [{ action: 'a', type: 'create', purchase: { amount: 14_370, payout: 1_437 } }],
  sends: [{ event: 0 }],
};

/** What an in-order life shows: the words for reversed, and what rows are. */
const LIFE: Story = {
  events: [
    { action: 'a', type: 'create', purchase: { amount: 12_000, payout: 1_200 } },
    { action: 'a', type: 'modify', amount: 8_000, payout: 800 },
    { action: 'a', type: 'reverse' },
    { action: 'a', type: 'restore' },
  ],
  sends: [{ event: 0 }, { event: 1 }, { event: 2 }, { event: 3 }],
};

const FIRST_LOOK: StoryPurpose = { check: '', title: 'First look' };

export interface FirstLookOptions {
  player: StoryPlayer;
  /** How records are seen; undefined where they are not. */
  probe: Pick<Probe, 'look'> | undefined;
  /** The response to the postback is the record. */
  inResponse: ((response: StoryResponse) => Look) | undefined;
  given: GivenMapping;
  /** Somebody sees the mapping before it is used, and can correct it. */
  confirmed: boolean;
  lag: Lag;
  signal: AbortSignal;
}

/** The first look, and the life that explains the words; what was played is evidence like any other story. */
export interface LookedFirst {
  view: FirstLook;
  /** Undefined without a probe, or where nothing was found. */
  mapping: Mapping | undefined;
  played: readonly PlayedSends[];
}

/** One harmless tracked action: the response, the record found, and how records are read. */
export async function lookFirst(options: FirstLookOptions): Promise<LookedFirst> {
  const { player, probe, lag, given, confirmed, inResponse, signal } = options;
  const prepared = player.prepare(FIRST_STORY);
  const { values } = prepared.steps[0]!;
  const before = await probe?.look(values, signal);
  const played = await player.play(FIRST_STORY, { purpose: FIRST_LOOK, prepared });
  const exchange = played.exchanges.at(-1)!;
  const answered: Pick<FirstLook, 'response' | 'accepted'> = {
    response: exchange.response,
    accepted: exchange.accepted,
  };
  const nothing = { fields: [], words: [], unsure: [], booked: false, lagMs: null, problem: '', unseen: '' };
  if (probe === undefined && inResponse === undefined)
    return {
      view: { ...answered, before: null, after: null, ...nothing },
      mapping: undefined,
      played: [played],
    };
  const { look: after, ms } =
    inResponse === undefined
      ? await firstRecord(probe!, values, before!, played.endedAt, options)
      : { look: inResponse(exchange.response), ms: 0 };
  const found = findMapping(before, after, values, given);
  const booked = isBooked(before, after, found, values['ActionId'] ?? '');
  const other = otherAction(after, found, values['ActionId'] ?? '');
  if (booked) lag.saw(ms);
  const view: FirstLook = {
    ...answered,
    before: before === undefined ? null : textOf(before),
    after: textOf(after),
    fields: found.fields,
    words: [],
    unsure: found.unsure,
    booked,
    lagMs: booked ? ms : null,
    problem: problemOf(after, found, booked, exchange, other),
    unseen: after.type === 'failed' ? `${after.sentence} ${after.remedy}` : other,
  };
  if (!booked) return { view, mapping: undefined, played: [played] };
  const life = await liveThrough(options);
  const { unsure, mapping, fields } = learnMapping(found, life.looks, given, {
    before: life.before,
    confirmed,
  });
  const words = wordsIn(life.looks, mapping);
  return { view: { ...view, words, unsure, fields }, mapping, played: [played, life.played] };
}

/** Whether the first action is on record; what was there before in the same words is not its record. */
function isBooked(
  before: Look | undefined,
  after: Look,
  { mapping, fields }: FoundMapping,
  actionId: string,
): boolean {
  if (after.type !== 'rows' || (before?.type === 'rows' && before.text === after.text)) return false;
  // A probe may repeat the id that it was asked for; a record says more than that.
  return fields.some(({ name }) => name !== 'ActionId') && readRecord(after, mapping, actionId).exists;
}

/** Looks until the record is there, or it never was. */
async function firstRecord(
  probe: Pick<Probe, 'look'>,
  values: Values,
  before: Look,
  endedAt: number,
  { given, lag, signal }: FirstLookOptions,
): Promise<{ look: Look; ms: number }> {
  for (;;) {
    const ms = performance.now() - endedAt;
    const look = await probe.look(values, signal);
    const isThere = isBooked(
      before,
      look,
      findMapping(before, look, values, given),
      values['ActionId'] ?? '',
    );
    if (isThere || ms >= lag.failed) return { look, ms };
    await wait(ms < 500 ? LOOK_EVERY : 100, undefined, { signal });
  }
}

/** The words that the records had for a status, each once. */
function wordsIn(looks: readonly LifeLook[], mapping: Mapping): FirstLook['words'] {
  const words = new Map<string, RecordStatus>();
  for (const { look, values } of looks) {
    const { status, statusWord } = readRecord(look, mapping, values['ActionId'] ?? '');
    if (status !== undefined && status !== null && statusWord !== '') words.set(statusWord, status);
  }
  return [...words].map(([word, status]) => ({ word, status }));
}

async function liveThrough(
  options: FirstLookOptions,
): Promise<{ before: Look | undefined; looks: LifeLook[]; played: PlayedSends }> {
  const { player, probe, inResponse, lag, signal } = options;
  const looks: LifeLook[] = [];
  const prepared = player.prepare(LIFE);
  // What is there before it is not its own.
  const before = await probe?.look(prepared.steps[0]!.values, signal);
  const names = ['created', 'modified', 'reversed', 'restored'] as const;
  const played = await player.play(LIFE, {
    purpose: FIRST_LOOK,
    prepared,
    afterEach: async (exchange, values) => {
      if (!exchange.accepted || (probe === undefined && inResponse === undefined)) return;
      if (probe !== undefined) await wait(Math.max(5 * lag.largest, 40), undefined, { signal });
      const look =
        inResponse === undefined ? await probe!.look(values, signal) : inResponse(exchange.response);
      looks.push({ event: names[exchange.event]!, look, values });
    },
  });
  return { before, looks, played };
}

function textOf(look: Look): string {
  return look.text.slice(0, KEPT);
}

/** Where records name actions, and not the one that was asked for; '' otherwise. */
function otherAction(after: Look, { mapping }: FoundMapping, actionId: string): string {
  const path = mapping.fields['ActionId'];
  const named = path === undefined ? [] : rowsIn(after).map((row) => row.get(path)?.text ?? '');
  const [other] = named.filter((id) => id !== '');
  if (other === undefined || named.includes(actionId)) return '';
  return `Your records show another action: ${other} instead of ${actionId}. Let the probe look up the action that it is asked for, as in ?id={ActionId}.`;
}

function problemOf(
  after: Look,
  { fields }: FoundMapping,
  booked: boolean,
  { accepted, response, sentence }: StoryExchange,
  other: string,
): string {
  if (after.type === 'failed') return `${after.sentence} ${after.remedy}`;
  if (response.status === null) return `The first action had no response. ${sentence}`;
  if (!accepted)
    return `The first action was refused with ${response.status}: your receiver stores nothing, or does not know this click. Register it with --before, or fix its values with --set.`;
  if (booked) return '';
  if (other !== '') return other;
  if (after.type === 'none')
    return 'The first action was acknowledged, but your records do not show it: your receiver stores nothing, or does not know this click. Register it with --before, or fix its values with --set.';
  return fields.length === 0
    ? 'The records do not show anything that was sent. Point this at what you pay out, or map its fields in check.yaml.'
    : 'The records are the same before and after the first action. Point this at what you pay out, and let it look up the action that it is asked for, as in ?id={ActionId}.';
}
