import { cpSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readScenario, Workspace } from '../../electron/engine/workspace/workspace.ts';
import { PostbenchError } from '../../shared/errors.ts';
import { cents } from '../fixtures/cents.ts';
import { postbench, ROOT, temporaryFolder } from '../fixtures/command.ts';
import { openEngine } from '../fixtures/engine.ts';

const EXAMPLES = join(ROOT, 'shared/examples');

function sample() {
  const folder = temporaryFolder();
  cpSync(EXAMPLES, folder.path, { recursive: true });
  return folder;
}

describe('a workspace', () => {
  it('names a postback of a program or an event type that the world does not have, at its place', () => {
    using folder = sample();
    const file = join(folder.path, 'postbacks/acme-sign-ups.yaml');
    const text = readFileSync(file, 'utf8');
    const line = text.split('\n').findIndex((each) => each.startsWith('eventType:')) + 1;
    writeFileSync(file, text.replace('eventType: "2241"', 'eventType: "9999"'));
    expect(new Workspace(folder.path).view.problems).toMatchObject([
      {
        file: 'postbacks/acme-sign-ups.yaml',
        line,
        column: 12,
        message: 'eventType: Acme Outdoor has no event type "9999".',
        remedy: 'Use one of "2240" (Purchase), "2241" (Sign Up).',
      },
    ]);
    writeFileSync(file, text.replace('program: "1000"', 'program: "1"'));
    expect(new Workspace(folder.path).view.problems[0]).toMatchObject({
      line: line - 1,
      message: expect.stringMatching(/no program "1"/),
    });
  });

  it('lists the scenario first that postbench.yaml names, and says so where it is not there', () => {
    using folder = sample();
    const { scenarios, problems } = new Workspace(folder.path).view;
    expect(scenarios[0]?.file).toBe('purchase-reversal.yaml');
    expect(scenarios[1]?.file).toBe('black-friday.yaml');
    expect(problems).toEqual([]);
    const file = join(folder.path, 'postbench.yaml');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('firstScenario: purchase-reversal', 'firstScenario: gone'),
    );
    expect(new Workspace(folder.path).view.problems).toMatchObject([
      { message: 'firstScenario: there is no scenario file gone.yaml.' },
    ]);
  });

  it('has its schemas where an editor finds them, from the first start on', async () => {
    await using rig = await openEngine();
    expect(existsSync(join(rig.engine.benches.workspace.folder, '.schemas/scenario.json'))).toBe(true);
    expect(rig.engine.benches.workspace.view.problems).toEqual([]);
  });
});

describe('a scenario file', () => {
  it('of 50 MB is refused before it is read', async () => {
    using folder = sample();
    const file = join(folder.path, 'huge.yaml');
    writeFileSync(file, 'name: Huge\n');
    truncateSync(file, 50 * 1024 * 1024);
    let thrown: unknown;
    try {
      readScenario(file);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(PostbenchError);
    expect(thrown).toMatchObject({
      code: 'PB_FILE_UNREADABLE',
      message: 'The file has 50.0 MiB; at most 4 MiB can be read.',
      place: { file },
    });
    const { code, err } = await postbench('run', file);
    expect(code).toBe(2);
    expect(err).toContain('The file has 50.0 MiB');
  });

  it.each([
    [
      'an unknown currency',
      'track: { amount: "1.00", currency: XXQ, exchangeRate: 2 }',
      /:3:\d+: .*"XXQ" is not a currency code/,
    ],
    [
      'an amount with three decimals',
      'track: { amount: "1.001" }',
      /:3:22: .*USD has two digits after the point/,
    ],
    ['an impossible time', 'at: 3 weeks\n    track: { amount: "1.00" }', /:3:\d+: .*is not a duration/],
    ['a SubId of 256 characters', `click: { subId1: ${'x'.repeat(256)} }`, /:3:\d+: .*255/],
    [
      'a reference to nothing',
      'closeInquiry: { inquiry: x, resolution: VALID }',
      /:3:\d+: .*no earlier step has the id "x"/,
    ],
    [
      'a catalog that is not there',
      'catalog: { catalog: Shoes, items: all, remove: true }',
      /:3:\d+: .*There is no catalog/,
    ],
    ['an inquiry about nothing', 'inquiry: { type: DECLINED, orderId: "1" }', /:3:\d+: .*is about an action/],
  ])('with %s is refused at its place', async (_what, step, message) => {
    using folder = sample();
    const file = join(folder.path, 'bad.yaml');
    writeFileSync(file, `name: Bad\nsteps:\n  - ${step}\n`);
    const { code, out, err } = await postbench('run', file);
    expect({ code, out }, err).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
  });
});

it('what was done by hand is saved as a scenario under a free name, and can be run', async () => {
  await using rig = await openEngine();
  const { engine } = rig;
  const click = engine.manual.click('https://goto.acme-outdoor.example/c/1924609/506720/1000?subId1=a');
  const { key } = await engine.manual.track({ click: click.key, amount: cents(5000) });
  await engine.manual.change(key, { type: 'reverse', reason: 'ITEM_RETURNED' });
  expect(engine.saveScenario({ name: 'Été – my scenario!' })).toEqual({
    file: 'scenarios/ete-my-scenario.yaml',
    steps: 3,
  });
  // The same once more is there already.
  expect(engine.saveScenario({ name: 'Été – my scenario!' }).file).toBe('scenarios/ete-my-scenario.yaml');
  await engine.manual.track({ amount: cents(7000) });
  expect(engine.saveScenario({ name: 'Été – my scenario!' })).toEqual({
    file: 'scenarios/ete-my-scenario-2.yaml',
    steps: 4,
  });
  const { done } = await engine.runs.start({
    scenario: engine.benches.workspace.scenario('scenarios/ete-my-scenario.yaml'),
    file: 'x',
  });
  expect(await done).toMatchObject({ state: 'finished', events: 2, problem: '' });
});
