import { expect, it } from 'vitest';
import { deliveriesWindow } from '../../shared/contract/activity-lists.ts';
import { scenarioSchema } from '../../shared/scenario/schema.ts';
import { openEngine } from '../fixtures/engine.ts';

it('each delivery tells which line of its ledger fired it, also the same event twice at one moment and one sent again', async () => {
  await using opened = await openEngine();
  const { engine } = opened;
  const scenario = scenarioSchema.parse({
    name: 'Twice',
    steps: [
      { id: 'buy', at: '0 s', track: { amount: '100.00' } },
      { at: '1 min', modify: { action: 'buy', amount: '90.00', reason: 'ORDER_UPDATE' } },
      { id: 'last', at: '1 min', modify: { action: 'buy', amount: '80.00', reason: 'ORDER_UPDATE' } },
      { at: '2 min', again: { of: 'last' } },
      { at: '3 min', loseResponse: 'back' },
      { id: 'back', at: '4 min', reverse: { action: 'buy' } },
    ],
  });
  const { id, done } = await engine.runs.start({ scenario, file: 's.yaml', speed: { mode: 'fast' } });
  await done;
  const windows = engine.activity.deliveryWindows;
  const { rows } = windows.list(deliveriesWindow.parse({ run: id, from: 'oldest', limit: 50 }));
  const fired = rows.map(({ event, nth, intended }) => [event, nth, intended]);
  expect(fired).toEqual([
    ['tracked', 1, ''],
    ['modified', 2, ''],
    ['modified', 3, ''],
    ['modified', 3, 'duplicate'],
    ['reversed', 4, 'lose-answer'],
  ]);
  expect(windows.onPurpose(id)).toEqual([
    { what: 'duplicate', deliveries: 1 },
    { what: 'lose-answer', deliveries: 1 },
  ]);
  expect(windows.onPurpose(id + 1)).toEqual([]);
});
