import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { cents } from '../fixtures/cents.ts';
import { openEngine } from '../fixtures/engine.ts';

it('a recorded scenario has names, whole seconds, no stray clicks and expectations, and holds when it runs', async () => {
  await using opened = await openEngine();
  const { engine } = opened;
  const { workspace } = engine.benches;
  const [program] = workspace.view.settings.world.programs;
  const eventType = program!.eventTypes[0]!;
  engine.setClock('stepped', undefined);
  const link = `https://${program!.trackingDomain}/c/${workspace.view.settings.world.partner.id}/${program!.adId}/${program!.id}`;
  await engine.manual.click(`${link}?subId1=tried`);
  await engine.stepClock(1234);
  const click = await engine.manual.click(`${link}?subId1=spring`);
  await engine.stepClock(61_777);
  const { key } = await engine.manual.track({
    click: click.key,
    amount: cents(12_000),
    eventType: eventType.id,
  });
  await engine.stepClock(5_001);
  await engine.manual.change(key, { type: 'reverse', reason: 'ITEM_RETURNED' });
  engine.setClock('fast', undefined);
  await expect.poll(() => engine.activity.outbox.counts().waiting).toBe(0);

  const { file } = engine.saveScenario({ name: 'By hand' });
  const text = readFileSync(join(workspace.folder, file), 'utf8');
  const saved = parse(text) as { start: string; steps: Record<string, unknown>[]; expect: unknown[] };
  expect(saved.start).toMatch(/:\d\dZ$/);
  expect(saved.steps.map((step) => Object.keys(step).find((name) => !['id', 'at'].includes(name)))).toEqual([
    'click',
    'track',
    'reverse',
  ]);
  for (const { at } of saved.steps) expect(at).not.toMatch(/ms/);
  expect(saved.steps[0]).toMatchObject({ click: { program: program!.name.trim(), subId1: 'spring' } });
  expect(saved.steps[1]).toMatchObject({ track: { eventType: eventType.name } });
  expect(saved.expect).toEqual([
    { deliveries: { event: 'tracked' }, count: 1, delivered: 'all' },
    { deliveries: { event: 'reversed' }, count: 1, delivered: 'all' },
    { books: { actions: 1, reversed: 1, amount: '0.00', payout: '0.00' } },
  ]);

  const scenario = workspace.view.scenarios.find((one) => one.file === file)!.content!;
  const run = await engine.runs.start({ scenario, file });
  const done = await run.done;
  expect(done.expectations.filter(({ holds }) => !holds)).toEqual([]);
  expect(done.expectations.length).toBeGreaterThan(4);
});
