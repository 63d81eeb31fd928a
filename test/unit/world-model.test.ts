import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fires } from '../../shared/delivery/fired-postbacks.ts';
import type { Action, LedgerEntry } from '../../shared/domain/action.ts';
import { worldSchema } from '../../shared/domain/program.ts';
import { SAMPLE_TIME } from '../../shared/domain/samples.ts';
import { agendaOf } from '../../shared/scenario/agenda.ts';
import { ScenarioPlayer } from '../../shared/scenario/player.ts';
import { type StepInput, scenarioSchema } from '../../shared/scenario/schema.ts';
import { postbackSchema } from '../../shared/template/postback.ts';
import { type DomainEvent, eventOf } from '../../shared/world/domain-event.ts';
import { MemoryThings } from '../../shared/world/memory-things.ts';
import { passDates } from '../../shared/world/perform.ts';
import { cents } from '../fixtures/cents.ts';

const DAY = 86_400_000;
const SEED = 11;
const world = worldSchema.parse({
  partner: { id: '1', name: 'Hazel Nutt' },
  programs: [
    {
      id: '1000',
      name: 'Acme',
      timeZone: 'Europe/Berlin',
      currency: 'EUR',
      lockingDays: 5,
      clearingDays: 4,
      eventTypes: [{ id: '1', name: 'Purchase', payout: '10 %' }],
    },
  ],
});

/** The plainest thing that could be right: numbers and a state, kept apart from the rules under test. */
interface Model {
  state: 'PENDING' | 'APPROVED' | 'REVERSED';
  amount: number;
  first: number;
  before: number;
  cleared: boolean;
  approvedAt: number | null;
  trackedAt: number;
}

const tenth = (amount: number) => Math.round(amount / 10);
/** Midnight in Berlin, days after a day of May 2026: two hours ahead of UTC. */
const midnight = (at: number, days: number) => (Math.floor((at + 7_200_000) / DAY) + days) * DAY - 7_200_000;

/** What the calendar has done to a model by a time; returns the events. */
function passing(model: Model, at: number): string[] {
  const events: string[] = [];
  const locks = midnight(model.trackedAt, 5);
  if (model.state === 'PENDING' && at >= locks) {
    model.state = 'APPROVED';
    model.approvedAt = locks;
    events.push('locked');
  }
  if (model.state === 'APPROVED' && !model.cleared && at >= midnight(model.approvedAt!, 4)) {
    model.cleared = true;
    events.push('cleared');
  }
  return events;
}

type Verb = 'modify' | 'reverse' | 'restore' | 'reset' | 'approve' | 'clear';

/** What a command does to a model; undefined where it must be refused. */
function command(model: Model, verb: Verb, amount: number, at: number): string | undefined {
  const open = at < midnight(model.trackedAt, 5);
  const { state } = model;
  switch (verb) {
    case 'modify':
      if (state !== 'PENDING' || !open) return undefined;
      if (amount === 0 && model.amount !== 0) return command(model, 'reverse', 0, at);
      model.amount = amount;
      return 'modified';
    case 'reverse':
      if (state !== 'PENDING' || !open) return undefined;
      model.before = model.amount;
      model.amount = 0;
      model.state = 'REVERSED';
      return 'reversed';
    case 'restore':
      if (state !== 'REVERSED' || !open) return undefined;
      model.amount = model.before;
      model.state = 'PENDING';
      return 'restored';
    case 'reset':
      if (!open || state === 'APPROVED' || (state === 'PENDING' && model.amount === model.first))
        return undefined;
      model.amount = model.first;
      model.state = 'PENDING';
      return 'reset';
    case 'approve':
      if (state !== 'PENDING') return undefined;
      model.state = 'APPROVED';
      model.approvedAt = at;
      return 'approved';
    case 'clear':
      if (state !== 'APPROVED' || model.cleared) return undefined;
      model.cleared = true;
      return 'cleared';
  }
}

const things = fc.array(
  fc.record({
    action: fc.integer({ min: 0, max: 2 }),
    verb: fc.constantFrom<Verb>('modify', 'reverse', 'restore', 'reset', 'approve', 'clear'),
    amount: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 500_000 })),
    after: fc.oneof(fc.integer({ min: 1, max: 3_600_000 }), fc.integer({ min: 1, max: 2 * DAY })),
  }),
  { maxLength: 25 },
);
const firsts = fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: 0, max: 500_000 })));
const euros = (count: number) => (count / 100).toFixed(2);

function stepOf(verb: Verb, id: string, amount: number): StepInput {
  if (verb === 'modify') return { modify: { action: id, amount: euros(amount) } };
  return { [verb]: { action: id } } as unknown as StepInput;
}

/** Plays one step of a file at a time, as a run does once dates have passed. */
function play(player: ScenarioPlayer, input: StepInput, at: number): DomainEvent[] {
  const scenario = scenarioSchema.shape.steps.parse([input]);
  const [item] = agendaOf({ steps: scenario }, [0], { start: at, now: at, seed: SEED });
  return player.play(item!, scenario[0]!);
}

describe('the world against a plain model of it', () => {
  it('agrees on states, totals, refusals and events, and every ledger adds up', () => {
    fc.assert(
      fc.property(firsts, things, (amounts, commands) => {
        const kept = new MemoryThings(SEED);
        const played = new ScenarioPlayer(world, kept);
        const models: Model[] = [];
        const actions = new Map<string, Action>();
        const ledgers = new Map<string, LedgerEntry[]>();
        const ids: string[] = [];
        const take = (happened: readonly DomainEvent[]) =>
          happened.flatMap((each) => {
            if (each.type !== 'action') return [];
            actions.set(each.action.id, each.action);
            ledgers.set(each.action.id, [...(ledgers.get(each.action.id) ?? []), each.entry]);
            return [`${each.action.id} ${each.entry.kind}`];
          });
        amounts.forEach((amount, index) => {
          const happened = play(played, { id: `a${index}`, track: { amount: euros(amount) } }, SAMPLE_TIME);
          take(happened);
          ids.push(played.actionIdOf(`a${index}`)!);
          models.push({
            state: 'PENDING',
            amount,
            first: amount,
            before: 0,
            cleared: false,
            approvedAt: null,
            trackedAt: SAMPLE_TIME,
          });
        });
        let at = SAMPLE_TIME;
        for (const { action: index, verb, amount, after } of commands) {
          at += after;
          const passed = models.flatMap((model, n) =>
            passing(model, at).map((event) => `${ids[n]} ${event}`),
          );
          expect(take(passDates(kept, at)).toSorted()).toEqual(passed.toSorted());
          const model = models[index]!;
          const done = command(model, verb, amount, at);
          let refused = false;
          try {
            const happened = take(play(played, stepOf(verb, `a${index}`, amount), at));
            expect(happened).toEqual([`${ids[index]} ${done}`]);
          } catch (error) {
            if (done !== undefined) throw error;
            refused = true;
          }
          expect(refused).toBe(done === undefined);
          const action = actions.get(ids[index]!)!;
          if (!refused) {
            expect([action.status, action.amount, action.clearedDate !== null]).toEqual([
              model.state,
              cents(model.amount),
              model.cleared,
            ]);
            expect(action.payout).toBe(cents(tenth(model.amount)));
          }
        }
        for (const [id, ledger] of ledgers) {
          const action = actions.get(id)!;
          expect(ledger.reduce((sum, { deltaAmount }) => sum + deltaAmount, 0)).toBe(action.amount);
          expect(ledger.reduce((sum, { deltaPayout }) => sum + deltaPayout, 0)).toBe(action.payout);
          expect([action.intended.amount, action.intended.payout]).toEqual([
            ledger[0]!.amount,
            ledger[0]!.payout,
          ]);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('which postbacks an event fires', () => {
  const global = postbackSchema.parse({ name: 'g', url: '/' });
  const event = (more: object) =>
    postbackSchema.parse({ name: 'e', url: '/', level: 'event', program: '1000', eventType: '1', ...more });
  const fired = (kind: Parameters<typeof fires>[0]['event'], approvalFires = false) =>
    Object.entries({
      global,
      off: { ...global, enabled: false },
      event: event({}),
      first: event({ changes: false }),
      other: event({ eventType: '2' }),
      clearing: postbackSchema.parse({ name: 'c', url: '/', kind: 'clearing' }),
      inquiry: postbackSchema.parse({ name: 'i', url: '/', kind: 'inquiry' }),
      catalog: postbackSchema.parse({ name: 'k', url: '/', kind: 'catalog' }),
    }).flatMap(([name, postback]) =>
      fires({ event: kind, programId: '1000', eventTypeId: '1' }, postback, { approvalFires }) ? [name] : [],
    );

  it.each([
    ['tracked', ['global', 'event', 'first']],
    ['modified', ['global', 'event']],
    ['reversed', ['global', 'event']],
    ['restored', ['global', 'event']],
    ['reset', ['global', 'event']],
    ['approved', []],
    ['locked', []],
    ['cleared', ['clearing']],
    ['inquiry-opened', ['inquiry']],
    ['inquiry-closed', ['inquiry']],
    ['item-changed', ['catalog']],
  ] as const)('%s: %j', (kind, expected) => {
    expect(fired(kind)).toEqual(expected);
  });

  it('are those of the life cycle too for an approval by hand, where the workspace says so', () => {
    expect(fired('approved', true)).toEqual(['global', 'event']);
  });

  it('carry what the domainEvent says, and a click is told to nobody', () => {
    const played = new ScenarioPlayer(world, new MemoryThings(SEED));
    const [click] = play(played, { click: { subId1: 'x' } }, SAMPLE_TIME);
    expect(eventOf(click!)).toBeUndefined();
  });
});
