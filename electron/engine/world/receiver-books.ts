import { setTimeout as wait } from 'node:timers/promises';
import { DEFAULT_SETTLE, Lag } from '../../../shared/checks/lag.ts';
import {
  COMPARED,
  differencesOf,
  isOverbooked,
  keepsReversedPayout,
} from '../../../shared/checks/records/compare-records.ts';
import { decimal } from '../../../shared/checks/records/decimal.ts';
import { type FoundMapping, findMapping } from '../../../shared/checks/records/find-mapping.ts';
import { type LifeLook, learnMapping } from '../../../shared/checks/records/learn-mapping.ts';
import { otherActionIn, otherActionLook } from '../../../shared/checks/records/other-action.ts';
import { readRecord } from '../../../shared/checks/records/read-record.ts';
import type { BookRecord, Difference, Look, Mapping } from '../../../shared/checks/records/record.ts';
import type { MoneyDigits } from '../../../shared/domain/currency-digits.ts';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import {
  type ComparedAction,
  MOST_RECORDS,
  type ReceiverBooks,
} from '../../../shared/scenario/receiver-books.ts';
import { type AwaitedRecord, type JudgedRecord, settleRecords } from '../checks/settle-records.ts';
import type { ActivityStore } from '../store/activity.ts';
import { isOfOwner, RecordsBefore } from './records-before.ts';
import type { RecordsSource } from './records-source.ts';
import { type ToldAction, togetherBy, toldActions } from './told-actions.ts';

/** The life of the run's first action is looked at this often; it explains the receiver's words. */
const MOST_LIFE_LOOKS = 6;
const NO_RECORDS =
  'Your records show none of these actions: your receiver stored nothing, or does not know their clicks, or Postbench looks in the wrong place.';
const OF_OWNER =
  'Your records belong to a click or user, so what changed in them since before the run was compared with all of its actions there.';
const NO_RECORD_YET: Difference = { field: 'record', expected: 'a record', found: 'no record' };
const NOTHING: Look = { type: 'none', text: '', ms: 0 };

export interface ReceiverBooksOptions {
  store: ActivityStore;
  runId: number;
  /** Undefined where records cannot be seen, for this reason. */
  source: RecordsSource | { problem: string };
  /** How many digits the run's amounts have. */
  moneyDigits: MoneyDigits;
  /** Files of the postbacks that go to the user's receiver. */
  files: ReadonlySet<string>;
  signal: AbortSignal;
}

/** The books before anything was looked at. */
export function unseenBooks(problem: string, probe = ''): ReceiverBooks {
  return {
    state: problem === '' ? 'waiting' : 'unseen',
    probe,
    problem,
    actions: 0,
    compared: 0,
    different: 0,
    waiting: 0,
    lagMs: null,
    unsure: [],
    records: [],
  };
}

/** A record that is waited for, and what it is judged by. */
interface Judged extends JudgedRecord {
  look: Look;
  differences: Difference[];
  record: BookRecord | undefined;
}
interface RunRecord extends AwaitedRecord<Judged> {
  told: ToldAction;
}

/**
 * Puts the receiver's records beside the platform's books of one run: looks on while its first action is told of, so
 * that the receiver's words explain themselves, and at all actions once everything was delivered.
 */
export class RunBooks {
  readonly #options: ReceiverBooksOptions;
  readonly #source: RecordsSource | undefined;
  readonly #lag: Lag;
  readonly #recordsBefore: RecordsBefore;
  readonly #life: (LifeLook & { entry: number })[] = [];
  #lifeOf: string | undefined;

  constructor(options: ReceiverBooksOptions) {
    this.#options = options;
    const { source } = options;
    this.#source = 'problem' in source ? undefined : source;
    this.#recordsBefore = new RecordsBefore(this.#source ?? { probe: undefined, byAction: true });
    this.#lag = new Lag({ settle: this.#source?.settle ?? DEFAULT_SETTLE });
  }

  /** The books before the run ends. */
  get before(): ReceiverBooks {
    const { source } = this.#options;
    return 'problem' in source ? unseenBooks(source.problem) : unseenBooks('', source.words);
  }

  /** Looks at records of clicks and users that deliveries will change, before the first of them leaves. */
  async beforeSending(deliveries: readonly number[]): Promise<void> {
    if (!this.#recordsBefore.areShared) return;
    const { store, signal } = this.#options;
    const values = deliveries.filter((id) => this.#goesThere(id)).map((id) => store.outbox.values(id));
    await this.#recordsBefore.look(values, signal);
  }

  /** A delivery about an action that goes to the user's receiver. */
  #goesThere(delivery: number): boolean {
    const { outbox } = this.#options.store;
    return (
      outbox.actionOf(delivery) !== undefined &&
      this.#options.files.has(outbox.postbackOf(delivery)?.postback ?? '')
    );
  }

  /**
   * Looks at the record of the first action after a step of it: what was delivered last is what the record should say,
   * so its words are learned from the receiver itself.
   */
  async afterStep(deliveries: readonly number[]): Promise<void> {
    const { store, signal } = this.#options;
    const probe = this.#source?.probe;
    if (probe === undefined || this.#life.length >= MOST_LIFE_LOOKS) return;
    const { outbox } = store;
    const id = deliveries.find((one) => this.#goesThere(one));
    if (id === undefined || outbox.state(id) !== 'delivered') return;
    const values = outbox.values(id);
    const entry = (store.actions.stored(outbox.actionOf(id)!)?.entries ?? 1) - 1;
    const actionId = values['ActionId'] ?? '';
    this.#lifeOf ??= actionId;
    if (this.#lifeOf !== actionId) return;
    if (this.#life.length > 0) {
      await wait(Math.max(5 * this.#lag.largest, 40), undefined, { signal });
      this.#life.push({
        event: this.#eventOf(values),
        look: await probe.look(values, signal),
        values,
        entry,
      });
      return;
    }
    // A record that never comes is waited for at the end.
    const lag = new Lag({ settle: this.#lag.quiet });
    const look = await this.#recordOf(values, performance.now(), lag);
    this.#lag.saw(lag.largest);
    this.#life.push({ event: 'created', look, values, entry });
  }

  #eventOf(values: Values): LifeLook['event'] {
    if (values['Status'] === 'REVERSED') return 'reversed';
    return this.#life.at(-1)?.event === 'reversed' ? 'restored' : 'modified';
  }

  /**
   * Looks at the records of the run's actions, and waits for those that differ; `onWaiting` is told how many that are.
   * Rejects only when it is cancelled.
   */
  async compare(onWaiting: (waiting: number) => void): Promise<ReceiverBooks> {
    const { store, runId, files, source, moneyDigits } = this.#options;
    const all = toldActions(store, runId, files, moneyDigits);
    const actions = all.length;
    if ('problem' in source) return { ...this.before, actions };
    if (actions === 0)
      return { ...unseenBooks('The run told your receiver about no action.', source.words), actions };
    const endedAt = performance.now();
    const found = await this.#mapping(all, endedAt);
    if ('problem' in found) return { ...unseenBooks(found.problem, source.words), actions };
    const isTogether = this.#recordsBefore.areShared && isOfOwner(found.mapping);
    const told = isTogether ? togetherBy(all, (values) => this.#recordsBefore.ownerOf(values)) : all;
    const unsure = isTogether ? [...found.unsure, OF_OWNER] : found.unsure;
    return this.#settled(spread(told, MOST_RECORDS), { ...found, unsure }, { actions, endedAt, onWaiting });
  }

  /** How records are read: from the first action that has one. */
  async #mapping(told: readonly ToldAction[], endedAt: number): Promise<FoundMapping | { problem: string }> {
    const { given, probe } = this.#source!;
    const seen = this.#life.filter(({ look }) => look.type === 'rows');
    const last: LifeLook[] = [];
    for (const [index, of] of told.slice(0, MOST_LIFE_LOOKS).entries()) {
      const isAwaited = index === 0 && seen.length === 0 && probe !== undefined;
      const look = isAwaited ? await this.#recordOf(of.values, endedAt, this.#lag) : await this.#look(of);
      if (look.type === 'failed') return { problem: `${look.sentence} ${look.remedy}` };
      last.push({ event: of.reversed ? 'reversed' : 'created', look, values: of.values });
    }
    const life = seen.length > 0 ? seen : last;
    const first = life.find(({ look }) => look.type === 'rows');
    if (first === undefined) return { problem: NO_RECORDS };
    const before = this.#recordsBefore.of(first.values);
    const found = findMapping(before, first.look, first.values, given);
    // The word of an action that is reversed by now does not mean pending.
    if (first.event === 'reversed') found.mapping = { ...found.mapping, statuses: { ...given.statuses } };
    const learnt = learnMapping(found, life, given, { before });
    const { fields } = learnt.mapping;
    if (learnt.mapping.shared && !this.#recordsBefore.areShared)
      return {
        problem:
          'Your records are those of a click or user, so they cannot be told apart by action. Ask for one action, with {ActionId} in the URL or command.',
      };
    if (fields['Payout'] === undefined && fields['Status'] === undefined)
      return {
        problem:
          'The records do not show anything that was sent. Point Postbench at what you pay out, or map its fields in check.yaml.',
      };
    return learnt;
  }

  /** Looks until there is a record, or as long as one that differs is waited for. */
  async #recordOf(values: Values, endedAt: number, lag: Lag): Promise<Look> {
    const { signal } = this.#options;
    const before = this.#recordsBefore.of(values)?.text;
    const record: AwaitedRecord<JudgedRecord & { look: Look }> = {
      endedAt,
      quiet: false,
      once: false,
      look: () => this.#source!.probe!.look(values, signal),
      judge: (look) => ({
        look,
        // A balance that was there before is not the record yet.
        differences: look.type === 'rows' && look.text !== before ? [] : [NO_RECORD_YET],
        overbooked: false,
      }),
    };
    const settled = await settleRecords<JudgedRecord & { look: Look }, typeof record>([record], {
      lag,
      signal,
    });
    return settled.get(record)!.judged.look;
  }

  async #settled(
    told: readonly ToldAction[],
    { mapping, unsure }: FoundMapping,
    {
      actions,
      endedAt,
      onWaiting,
    }: { actions: number; endedAt: number; onWaiting: (waiting: number) => void },
  ): Promise<ReceiverBooks> {
    const { signal } = this.#options;
    const source = this.#source!;
    const recordsBefore = this.#recordsBefore;
    const ids = new Set(told.map(({ values }) => values['ActionId'] ?? ''));
    const awaited = told.map(
      (one): RunRecord => ({
        told: one,
        endedAt,
        quiet: one.disordered,
        // What says nothing about the receiver is not waited for.
        once: source.inResponse !== undefined || one.unjudged !== '',
        look: () => this.#look(one),
        judge: (look) => judged(look, one, mapping, { ids, recordsBefore }),
      }),
    );
    const books = { ...unseenBooks('', source.words), actions, unsure };
    const settled = await settleRecords<Judged, RunRecord>(awaited, { lag: this.#lag, signal, onWaiting });
    const lines = awaited.map((one) => {
      const last = settled.get(one)!.judged;
      const line = comparedAction(one.told, last, source.inResponse !== undefined);
      return line.actionId === this.#lifeOf ? { ...line, seen: this.#seen(mapping) } : line;
    });
    const counting = lines.filter(({ unjudged }) => unjudged === '');
    return {
      ...books,
      state: 'compared',
      problem:
        mapping.fields['Payout'] === undefined
          ? 'Your records show no payout, so only the status was compared. Map the payout in check.yaml: state: {fields: {Payout: …}}.'
          : '',
      compared: counting.length,
      different: counting.filter(({ differences }) => differences.length > 0).length,
      lagMs: this.#lag.largest === 0 ? null : Math.round(this.#lag.largest),
      records: lines,
    };
  }

  /** What the first action's record said after each step of it. */
  #seen(mapping: Mapping): ComparedAction['seen'] {
    return this.#life.map(({ look, values, entry }) => {
      const record = readRecord(look, mapping, values['ActionId'] ?? '');
      const { fields, statusWord } = this.#recordsBefore.since(record, values, mapping);
      return { entry, status: statusWord, payout: fields['Payout'] ?? '' };
    });
  }

  async #look({ values, response }: ToldAction): Promise<Look> {
    const { probe, inResponse } = this.#source!;
    if (inResponse === undefined) return probe!.look(values, this.#options.signal);
    const last = response();
    return last === undefined ? NOTHING : inResponse(last);
  }
}

function judged(
  look: Look,
  { platform, values, timeZone }: ToldAction,
  mapping: Mapping,
  { ids, recordsBefore }: { ids: ReadonlySet<string>; recordsBefore: RecordsBefore },
): Judged {
  const actionId = values['ActionId'] ?? '';
  const other = otherActionIn(look, mapping, (id) => id === actionId || !ids.has(id));
  const seen: Look = other === undefined ? look : otherActionLook(other, look);
  if (seen.type === 'failed') return { look: seen, differences: [], overbooked: false, record: undefined };
  const record = recordsBefore.since(readRecord(look, mapping, actionId), values, mapping);
  const differences = differencesOf(record, platform, {
    mapping,
    compare: COMPARED,
    timeZone,
    absent: false,
  });
  const overbooked = isOverbooked(record, platform);
  // What was never stated is wrong even in a record that is marked reversed.
  if (overbooked && !differences.some(({ field }) => field === 'Payout'))
    differences.push({
      field: 'Payout',
      expected: platform.values['Payout'] ?? '',
      found: record.fields['Payout'] ?? '',
    });
  return { look, differences, overbooked, record };
}

function comparedAction(
  { key, together, values, platform, books, unjudged, disordered }: ToldAction,
  { look, record, differences, overbooked }: Judged,
  isResponse: boolean,
): ComparedAction {
  const field = (name: string) => record?.fields[name] ?? '';
  // A word that nobody explained may mean that the payout no longer counts.
  const isUnknown =
    record?.status === null &&
    platform.status === 'reversed' &&
    !overbooked &&
    field('Payout') !== '' &&
    decimal(field('Payout'))?.eq(0) !== true;
  const word = JSON.stringify(record?.statusWord ?? '');
  // Of a record that several actions share, only the sum is known: where it is right, each of them is.
  const isSum = together > 1 && differences.length > 0;
  const isAlike = together > 1 && !isSum;
  return {
    key,
    actionId: values['ActionId'] ?? '',
    platform: isSum ? { ...books, payout: platform.values['Payout'] ?? '' } : books,
    receiver:
      record?.exists === true
        ? {
            status: record.statusWord,
            payout: isAlike ? books.payout : field('Payout'),
            currency: field('Currency'),
          }
        : null,
    differences,
    seen: [],
    keepsPayout: record !== undefined && differences.length === 0 && keepsReversedPayout(record, platform),
    unjudged:
      look.type === 'failed'
        ? `${look.sentence} ${look.remedy}`
        : unjudged !== ''
          ? unjudged
          : isResponse && disordered
            ? 'Responses show records only of what was sent once and in order.'
            : isUnknown
              ? `Your record says ${word}, and what that means is not known. Add it to check.yaml: state: {statuses: {${word}: reversed}}.`
              : '',
  };
}

/** At most so many of a list, evenly spread over it. */
function spread<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list];
  return Array.from({ length: most }, (_, index) => list[Math.floor((index * list.length) / most)]!);
}
