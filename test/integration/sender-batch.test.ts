import { describe, expect, it } from 'vitest';
import { Clock } from '../../electron/engine/clock.ts';
import { SAMPLE_TIME } from '../../shared/domain/samples.ts';
import { answer, SendingRig } from '../fixtures/sending.ts';

describe('a backlog that is stored in batches', () => {
  it.each(['real', 'fast'] as const)(
    'leaves as places get free on a %s clock, never more than the in-flight maximum, and says when each left',
    async (mode) => {
      let real = SAMPLE_TIME;
      let flying = 0;
      let most = 0;
      await using rig = new SendingRig({
        clock: new Clock(SAMPLE_TIME, mode, () => real),
        profile: { inFlight: 3 },
        transport: async () => {
          flying += 1;
          most = Math.max(most, flying);
          await new Promise((resolve) => setImmediate(resolve));
          real += 1;
          flying -= 1;
          return answer(200);
        },
      });
      rig.deliver(Array(300).fill(0));
      await rig.sender.idle();
      expect(most).toBe(3);
      const attempts = rig.deliveries().map((delivery) => delivery.attempts);
      expect(attempts.every((all) => all.length === 1)).toBe(true);
      expect(attempts.map(([only]) => only!.sentAt)).toEqual(rig.sent.map(({ at }) => at));
      expect(attempts.every(([only]) => only!.endedAt! >= only!.sentAt)).toBe(true);
    },
  );

  it('never sends two of one action together, whatever stands between them', async () => {
    const busy = new Set<number>();
    let together = 0;
    await using rig = new SendingRig({
      clock: new Clock(SAMPLE_TIME, 'real', () => SAMPLE_TIME),
      transport: async ({ n }) => {
        if (busy.has(n % 7)) together += 1;
        busy.add(n % 7);
        await new Promise((resolve) => setImmediate(resolve));
        busy.delete(n % 7);
        return answer(200);
      },
    });
    for (let n = 0; n < 100; n += 1) rig.deliver([0], { subjectKey: n % 7 });
    await rig.sender.idle();
    expect(together).toBe(0);
    expect(rig.sent).toHaveLength(100);
  });

  it.each(['real', 'fast'] as const)(
    'stores what was answered on a %s clock, and takes back what was to follow, once the receiver hangs',
    async (mode) => {
      const hanging: (() => void)[] = [];
      await using rig = new SendingRig({
        clock: new Clock(SAMPLE_TIME, mode, () => SAMPLE_TIME),
        profile: { inFlight: 4 },
        transport: ({ n }) =>
          n < 50 ? answer(200) : new Promise((resolve) => hanging.push(() => resolve(answer(200)))),
      });
      rig.deliver(Array(200).fill(0));
      const states = () => rig.deliveries().map(({ state }) => state);
      const expected = [
        ...Array(50).fill('delivered'),
        ...Array(4).fill('in-flight'),
        ...Array(146).fill('waiting'),
      ];
      await expect.poll(states).toEqual(expected);
      expect(rig.database.prepare('SELECT count(*) AS n FROM attempts').get()?.n).toBe(54);
      for (const end of hanging.splice(0)) end();
      await expect.poll(() => hanging.length).toBe(4);
      rig.sender.cancelAll();
      for (const end of hanging) end();
    },
  );
});
