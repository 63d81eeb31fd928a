import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../electron/engine/engine.ts';
import { newWorkspace } from '../../electron/engine/workspace/new-workspace.ts';
import type { ActionCommand, Transition } from '../../shared/domain/action.ts';
import { TRANSITIONS } from '../../shared/domain/action.ts';
import type { World } from '../../shared/domain/program.ts';
import { PostbenchError } from '../../shared/errors.ts';
import { previewScenario } from '../../shared/scenario/preview.ts';
import { type Scenario, scenarioSchema } from '../../shared/scenario/schema.ts';
import { cents } from '../fixtures/cents.ts';
import { partnerReceiver } from '../fixtures/command.ts';
import { openEngine } from '../fixtures/engine.ts';
import { storedActions } from '../fixtures/lists.ts';

const MINUTE = 60_000;
/** How an event in a ledger came about: it must have been legal in the state before. */
const VERBS: Record<string, Transition> = {
  modified: 'modify',
  reversed: 'reverse',
  restored: 'restore',
  reset: 'reset',
  approved: 'approve',
  cleared: 'clear',
};

const moves = fc.array(
  fc.record({
    by: fc.constantFrom('hand', 'scenario'),
    verb: fc.constantFrom<Transition>('modify', 'reverse', 'restore', 'reset', 'approve', 'clear'),
    amount: fc.integer({ min: 0, max: 20_000 }),
  }),
  { minLength: 1, maxLength: 8 },
);

function commandOf(verb: Transition, amount: number): ActionCommand {
  if (verb === 'modify') return { type: 'modify', amount: cents(amount), reason: 'ORDER_UPDATE' };
  if (verb === 'reverse') return { type: 'reverse', reason: 'ITEM_RETURNED' };
  return { type: verb };
}

function stepOf(verb: Transition, amount: number) {
  const about = { action: 'a' };
  if (verb === 'modify') return { modify: { ...about, amount: (amount / 100).toFixed(2) } };
  if (verb === 'reverse') return { reverse: { ...about, reason: 'ITEM_RETURNED' } };
  return { [verb]: about };
}

interface Move {
  by: string;
  verb: Transition;
  amount: number;
  at: number;
}

/** The moves of the scenario as far as they are legal while nobody else does anything, and time for those by hand. */
function legalAlone(all: readonly Move[], world: World): Scenario {
  const scenarioOf = (moves: readonly Move[]) =>
    scenarioSchema.parse({
      name: 'interleaved',
      steps: [
        { id: 'a', at: 0, track: { amount: '120.00' } },
        ...moves.map(({ verb, amount, at }) => ({ ...stepOf(verb, amount), at: `${at / MINUTE} min` })),
        { at: `${all.length + 1} min`, wait: 'what is done by hand' },
      ],
    });
  let legal: Move[] = [];
  for (const move of all.filter(({ by }) => by === 'scenario')) {
    try {
      previewScenario(scenarioOf([...legal, move]), world, Date.UTC(2026, 4, 12), 1);
      legal = [...legal, move];
    } catch (error) {
      if (!(error instanceof PostbenchError)) throw error;
    }
  }
  return scenarioOf(legal);
}

/** Fails where a ledger does not add up, or a line of it was not legal after the one before. */
function expectWhole(engine: Engine, key: number): void {
  const { action, ledger } = engine.manual.action(key);
  const sum = (of: (entry: (typeof ledger)[number]) => number) =>
    ledger.reduce((total, entry) => total + of(entry), 0);
  expect(sum(({ deltaAmount }) => deltaAmount)).toBe(action.amount);
  expect(sum(({ deltaPayout }) => deltaPayout)).toBe(action.payout);
  ledger.slice(1).forEach(({ kind }, index) => {
    if (kind === 'locked') return;
    // A modification to 0.00 is a reversal.
    const legal = TRANSITIONS[ledger[index]!.status];
    expect(legal, `${kind} after ${ledger[index]!.status}`).toContain(VERBS[kind]);
  });
}

describe('work by hand during a run', () => {
  it('is kept, and the run’s next step is judged by it', async () => {
    await using opened = await openEngine();
    const { engine } = opened;
    const scenario = scenarioSchema.parse({
      name: 'two at one action',
      steps: [
        { id: 'a', at: 0, track: { amount: '120.00' } },
        { at: '2 min', modify: { action: 'a', amount: '60.00' } },
      ],
    });
    const { id, done } = await engine.runs.start({
      scenario,
      file: 's.yaml',
      speed: { mode: 'stepped' },
      start: Date.UTC(2026, 4, 12),
    });
    await engine.stepClock(MINUTE);
    const [row] = storedActions(engine.activity);
    const reversed = await engine.manual.change(row!.key, { type: 'reverse', reason: 'ITEM_RETURNED' });
    expect(reversed.ledger.at(-1)).toMatchObject({ kind: 'reversed', at: Date.UTC(2026, 4, 12) + MINUTE });
    engine.setClock('fast', undefined);
    const run = await done;
    expect(run).toMatchObject({ id, state: 'failed' });
    expect(run.problem).toMatch(/cannot be modified: it is reversed/);
    const { action, ledger } = engine.manual.action(row!.key);
    expect(ledger.map(({ kind }) => kind)).toEqual(['tracked', 'reversed']);
    expect(action).toMatchObject({ status: 'REVERSED', payout: 0 });
    // It was sent with the run's own deliveries, one after the other.
    const deliveries = engine.activity.deliveriesAfter(0, 100);
    expect(new Set(deliveries.map(({ event }) => event))).toEqual(new Set(['tracked', 'reversed']));
    expect(deliveries.every(({ runId }) => runId === id)).toBe(true);
  });

  it('leaves a ledger that adds up and no illegal transition, in any interleaving', async () => {
    await using opened = await openEngine();
    const { engine } = opened;
    let done = 0;
    await fc.assert(
      fc.asyncProperty(moves, async (all) => {
        const timed = all.map((move, index) => ({ ...move, at: (index + 1) * MINUTE }));
        const scenario = legalAlone(timed, engine.benches.workspace.view.settings.world);
        const start = Date.UTC(2026, 4, 12);
        const started = await engine.runs.start({
          scenario,
          file: 's.yaml',
          speed: { mode: 'stepped' },
          start,
        });
        await engine.stepClock(1000);
        const key = engine.activity.actionWindows.head.now.newest;
        for (const { by, verb, amount, at } of timed) {
          const wait = start + at - engine.clockView().now;
          if (engine.clockView().runId === null) break;
          await engine.stepClock(by === 'hand' ? wait - 1000 : wait + 1000);
          if (by === 'scenario') continue;
          try {
            await engine.manual.change(key, commandOf(verb, amount));
            done += 1;
          } catch (error) {
            if (!(error instanceof PostbenchError)) throw error;
          }
        }
        if (engine.clockView().runId !== null) engine.setClock('fast', undefined);
        await started.done;
        expectWhole(engine, key);
      }),
      { numRuns: 80 },
    );
    // Both really worked on the same actions.
    expect(done).toBeGreaterThan(40);
  });
});

describe('two runs at once', () => {
  it('each take away only their own responses', async () => {
    await using opened = await openEngine();
    const { engine } = opened;
    const responding = (statuses: string, until: string) =>
      scenarioSchema.parse({
        name: statuses,
        steps: [
          { at: 0, responses: statuses },
          { at: until, wait: 'the other run' },
        ],
      });
    const stepped = { mode: 'stepped' } as const;
    const first = await engine.runs.start({
      scenario: responding('500', '1 min'),
      file: '1.yaml',
      speed: stepped,
    });
    await engine.stepClock(1);
    expect(engine.receiver.view().responses).toEqual([500]);
    const second = await engine.runs.start({
      scenario: responding('404', '2 min'),
      file: '2.yaml',
      speed: stepped,
    });
    await engine.stepClock(1);
    expect(engine.receiver.view().responses).toEqual([404]);
    engine.runs.sessionOf(first.id)!.clock.set('fast');
    await first.done;
    expect(engine.receiver.view().responses).toEqual([404]);
    engine.receiver.responses.set('user', [202]);
    engine.setClock('fast', undefined);
    await second.done;
    expect(engine.receiver.view().responses).toEqual([202]);
  });
});

describe('two workspaces', () => {
  it('keep their own retry schedules: a delivery goes by its workspace’s, whichever is shown', async () => {
    await using opened = await openEngine();
    const { engine, folder } = opened;
    const other = join(folder, 'other');
    newWorkspace({ folder: other, start: 'sample' });
    const file = join(other, 'postbench.yaml');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('  processing: none', '  processing: none\n  profile: everflow'),
    );
    engine.receiver.responses.set('user', [500]);
    engine.setClock('stepped', undefined);
    await engine.manual.track({ amount: cents(1_000) });
    engine.benches.open(other);
    await engine.manual.track({ amount: cents(1_000) });
    await engine.stepClock(60 * MINUTE);
    const waits = () =>
      engine.activity
        .deliveriesAfter(0, 100)
        .filter(({ event }) => event === 'tracked')
        .map(({ id, attempts }) => ({
          workspace: engine.activity.outbox.open([id])[0]?.workspace,
          sentences: attempts.map(({ id: attempt }) => engine.activity.attempt(attempt)!.next.sentence),
        }));
    await expect.poll(() => waits().every(({ sentences }) => sentences.length > 0)).toBe(true);
    const mine = waits().filter(({ workspace }) => workspace !== other);
    const theirs = waits().filter(({ workspace }) => workspace === other);
    expect(mine.flatMap(({ sentences }) => sentences).every((text) => /of 15/.test(text))).toBe(true);
    expect(theirs.flatMap(({ sentences }) => sentences).some((text) => /of 15/.test(text))).toBe(false);
    expect([mine.length, theirs.length].every((count) => count > 0)).toBe(true);
  });
});

it('a cancelled run leaves nothing in its world that happens after its end', async () => {
  await using partner = await partnerReceiver('hang');
  await using opened = await openEngine();
  const { engine } = opened;
  const steps = Array.from({ length: 100 }, (_, n) => ({ at: `${n} min`, track: { amount: '10.00' } }));
  const scenario = scenarioSchema.parse({ name: 'a hundred', steps });
  const { id, done } = await engine.runs.start({
    scenario,
    file: 's.yaml',
    to: `${partner.base}/pb?id={ActionId}`,
    start: Date.UTC(2026, 4, 12),
  });
  await expect.poll(async () => (await partner.books()).targets.length).toBe(1);
  engine.runs.cancel(id);
  const { state, endedAt } = await done;
  expect(state).toBe('cancelled');
  const deliveries = engine.activity.deliveriesAfter(0, 1000);
  const actions = engine.activity.actions.ofRun(id);
  // The run had stored more of its world than was sent.
  expect(actions.length).toBeGreaterThan(1);
  for (const { updatedAt } of actions) expect(updatedAt).toBeLessThanOrEqual(endedAt!);
  for (const { createdAt } of deliveries) expect(createdAt).toBeLessThanOrEqual(endedAt!);
});
