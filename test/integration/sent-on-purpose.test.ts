import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { Engine } from '../../electron/engine/engine.ts';
import { readScenario } from '../../electron/engine/workspace/workspace.ts';
import { drawPlans, storyOf } from '../../shared/checks/explore/life.ts';
import { scenarioOfStory } from '../../shared/checks/story-scenario.ts';
import { StoryWorld } from '../../shared/checks/story-world.ts';
import { SAMPLE_WORLD } from '../../shared/domain/samples.ts';
import { temporaryFolder } from '../fixtures/command.ts';
import { type Reply, type StartedReceiver, startReceiver } from '../fixtures/receivers/receiver.ts';

/** Plays steps against a receiver and returns what arrived, as "TRACKED 12.00". */
async function play(
  steps: string,
  reply: (nth: number) => Reply = () => ({ status: 200 }),
): Promise<{
  arrived: string[];
  targets: string[];
  state: string;
  problem: string;
  receiver: StartedReceiver;
}> {
  using folder = temporaryFolder();
  let count = 0;
  const receiver = await startReceiver({
    postback: () => {
      count += 1;
      return reply(count);
    },
    state: () => undefined,
  });
  const file = join(folder.path, 'story.yaml');
  writeFileSync(file, `name: Story\nseed: 1\nstart: 2026-05-12T14:00:00Z\nsteps:\n${steps}`);
  const engine = await Engine.open({ dataFolder: join(folder.path, 'data'), port: 0, temporary: true });
  try {
    const to = `${receiver.origin}/pb?id={ActionId}&status={Status}&pay={Payout}&s={SubId1}&d={UpdateDate}`;
    const run = await engine.runs.start({ scenario: readScenario(file), file: 'story.yaml', to });
    const { state, problem } = await run.done;
    const arrived = receiver.received.map(({ params: { status, pay } }) => `${status} ${pay}`);
    const targets = receiver.received.map(({ params }) => JSON.stringify(params));
    return { arrived, targets, state, problem, receiver };
  } finally {
    await engine.close();
    await receiver.close();
  }
}

const TRACK = '  - { id: a, track: { amount: 120.00, payout: 12.00 } }\n';
const MODIFY = '  - { id: b, modify: { action: a, amount: 80.00, payout: 8.00 } }\n';

describe('a step of a scenario', () => {
  it('sends the postbacks of an earlier one again, byte for byte', async () => {
    const { arrived, targets, state } = await play(`${TRACK}${MODIFY}  - { again: { of: a, times: 2 } }\n`);
    expect(state).toBe('finished');
    expect(arrived).toEqual(['PENDING 12.00', 'PENDING 8.00', 'PENDING 12.00', 'PENDING 12.00']);
    expect(targets[2]).toBe(targets[0]);
    expect(targets[3]).toBe(targets[0]);
  });

  it('holds postbacks back until those of another one have arrived', async () => {
    const { arrived, state } = await play(`  - { hold: { of: a, until: b } }\n${TRACK}${MODIFY}`);
    expect(state).toBe('finished');
    expect(arrived).toEqual(['PENDING 8.00', 'PENDING 12.00']);
  });

  it('lets a response be lost, so that the postback comes again', async () => {
    const { arrived, state } = await play(`  - { loseResponse: b }\n${TRACK}${MODIFY}`);
    expect(state).toBe('finished');
    expect(arrived).toEqual(['PENDING 12.00', 'PENDING 8.00', 'PENDING 8.00']);
  });

  it('sets values that everything after it carries', async () => {
    const { targets } = await play(`  - { set: { SubId1: from-here } }\n${TRACK}${MODIFY}`);
    expect(targets.map((target) => (JSON.parse(target) as { s: string }).s)).toEqual([
      'from-here',
      'from-here',
    ]);
  });

  it('cancels what is still held back when the run is cancelled by a step that cannot be played', async () => {
    const { arrived, state } = await play(
      `  - { hold: { of: a, until: c } }\n${TRACK}  - { restore: { action: a } }\n  - { id: c, reverse: { action: a } }\n`,
    ).catch((error: unknown) => ({ arrived: [], state: String(error) }));
    expect(arrived).toEqual([]);
    expect(state).toContain('cannot be restored');
  });
});

describe('a story of checks that is saved as a scenario', () => {
  it('sends the same postbacks in the same order, whatever the story', async () => {
    using folder = temporaryFolder();
    const arrived: string[] = [];
    const receiver = await startReceiver({
      postback: ({ params: { status, pay, reason } }) => {
        arrived.push(`${status} ${pay} ${reason}`);
        return { status: 200 };
      },
      state: () => undefined,
    });
    const engine = await Engine.open({ dataFolder: join(folder.path, 'data'), port: 0, temporary: true });
    const to = `${receiver.origin}/pb?status={Status}&pay={Payout}&reason={StatusDetail}`;
    try {
      for (const [index, plan] of drawPlans(60, 7).entries()) {
        const story = storyOf(plan);
        const world = new StoryWorld({ world: SAMPLE_WORLD, seed: 1, runId: 1, start: 1_778_594_400_000 });
        const steps = world.play(story);
        const file = join(folder.path, `story-${index}.yaml`);
        writeFileSync(file, stringify(scenarioOfStory(story, `Story ${index}`, 'from a check')));
        arrived.length = 0;
        const run = await engine.runs.start({ scenario: readScenario(file), file, to });
        const { state, problem } = await run.done;
        expect({ state, problem }).toEqual({ state: 'finished', problem: '' });
        const expected = story.sends.map(({ event }) => {
          const { Status, Payout, StatusDetail } = steps[event]!.values;
          return `${Status} ${Payout} ${StatusDetail}`;
        });
        expect(arrived, JSON.stringify(story)).toEqual(expected);
      }
    } finally {
      await engine.close();
      await receiver.close();
    }
  });
});

describe('a scenario is refused when', () => {
  const refusal = (steps: string) => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'story.yaml');
    writeFileSync(file, `name: Story\nsteps:\n${steps}`);
    try {
      readScenario(file);
    } catch (error) {
      return String(error);
    }
    return '';
  };

  it('a step sends again what comes later', () => {
    expect(refusal(`  - { again: { of: a } }\n${TRACK}`)).toContain('must be above this step');
  });

  it('a step holds back what has happened already', () => {
    expect(refusal(`${TRACK}  - { hold: { of: a, until: b } }\n${MODIFY}`)).toContain(
      'must be below this step',
    );
  });

  it('a step holds back until something before it', () => {
    expect(refusal(`  - { hold: { of: b, until: a } }\n${TRACK}${MODIFY}`)).toContain('must be below "b"');
  });

  it('a step names one that sends nothing', () => {
    expect(refusal(`  - { id: c, click: {} }\n  - { again: { of: c } }\n${TRACK}`)).toContain(
      'sends no postbacks',
    );
  });
});
