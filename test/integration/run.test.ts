import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SELF_SIGNED } from '../fixtures/certificates.ts';
import { partnerReceiver, postbench, start, temporaryFolder } from '../fixtures/command.ts';

const SAMPLE = 'shared/examples/purchase-reversal.yaml';
const LIFE_CYCLE = 'shared/examples/postbacks/acme-life-cycle.yaml';
const QUERY = 'secure=ed7e46f&id={ActionId}&status={Status}&pay={Payout}&s={SharedId}';

interface RunJson {
  summary: { events: number; deliveries: number; delivered: number; gaveUp: number; attempts: number };
  books: { actionId: string; status: string; payout: string; amount: string; currency: string }[];
  deliveries: {
    event: string;
    postback: string;
    outcome: string;
    attempts: {
      dueAt: string;
      sentAt: string;
      status: number | null;
      outcome: string;
      nextAt: string | null;
    }[];
  }[];
}

const settings = `name: Test
world:
  partner: { id: "7", name: Tester }
  programs:
    - { id: "1000", name: Acme, timeZone: Europe/Berlin, currency: EUR, eventTypes: [{ id: "1", name: Purchase, payout: 5 % }] }
`;

/** A workspace in a temporary folder; texts by file name. */
function workspace(folder: string, files: Record<string, string>): void {
  mkdirSync(join(folder, 'postbacks'));
  for (const [name, text] of Object.entries({ 'postbench.yaml': settings, ...files }))
    writeFileSync(join(folder, name), text);
}

/** A receiver over TLS whose certificate nobody vouches for. */
async function secureReceiver() {
  let requests = 0;
  const server = createServer(SELF_SIGNED, (_request, response) => {
    requests += 1;
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `localhost:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('postbench run', () => {
  it('says once what to write into postbench.yaml for a self-signed receiver, and delivers when it stands there', async () => {
    await using receiver = await secureReceiver();
    using folder = temporaryFolder();
    workspace(folder.path, {
      'one.yaml': 'name: One\nsteps: [{ track: { amount: "40.00" } }]\n',
    });
    const to = `https://${receiver.host}/pb?id={ActionId}`;
    const refused = await postbench('run', join(folder.path, 'one.yaml'), '--to', to);
    expect(refused.code).toBe(1);
    const line = `{ host: "${receiver.host}", sha256: "${SELF_SIGNED.sha256}" }`;
    expect(refused.err.split(line)).toHaveLength(2);
    writeFileSync(
      join(folder.path, 'postbench.yaml'),
      `${settings}sending:\n  certificates:\n    - ${line}\n`,
    );
    const accepted = await postbench('run', join(folder.path, 'one.yaml'), '--to', to);
    expect(accepted.code, accepted.err).toBe(0);
    expect(receiver.requests()).toBe(1);
  });

  it('never sends the same bytes twice in the sample, so that a repetition means one', async () => {
    await using partner = await partnerReceiver();
    const template = /^url: (.*)$/m.exec(readFileSync(LIFE_CYCLE, 'utf8'))![1]!;
    const { code, err } = await postbench('run', SAMPLE, '--to', partner.base + template);
    expect(code, err).toBe(0);
    const { targets } = await partner.books();
    expect(new Set(targets).size).toBe(5);
    expect(targets).toHaveLength(5);
  });

  it('sends the sample’s five steps to a partner’s receiver, whose books then equal the world’s', async () => {
    await using partner = await partnerReceiver();
    const { code, out, err } = await postbench(
      'run',
      SAMPLE,
      '--to',
      `${partner.base}/pb?${QUERY}`,
      '--json',
    );
    expect(code, err).toBe(0);
    const json = JSON.parse(out) as RunJson;
    expect(json.summary).toEqual({ events: 5, deliveries: 5, delivered: 5, gaveUp: 0, attempts: 5 });
    expect(json.deliveries.map(({ event }) => event)).toEqual([
      'tracked',
      'modified',
      'reversed',
      'restored',
      'reversed',
    ]);
    const [book] = json.books;
    expect(book).toMatchObject({ status: 'REVERSED', payout: '0.00', amount: '0.00', currency: 'USD' });
    const { actions, targets } = await partner.books();
    expect(actions).toEqual({
      [book!.actionId]: {
        status: 'REVERSED',
        pay: '0.00',
        history: ['12.00', '8.00', '0.00', '8.00', '0.00'],
      },
    });
    expect(targets[0]).toBe(`/pb?secure=ed7e46f&id=${book!.actionId}&status=PENDING&pay=12.00&s=`);
  });

  it('says the same in words without --json, data on stdout and talk on stderr', async () => {
    await using partner = await partnerReceiver();
    const { code, out, err } = await postbench(
      'run',
      SAMPLE,
      '--to',
      `${partner.base}/pb?${QUERY}`,
      '--seed',
      '5',
    );
    expect(code).toBe(0);
    expect(out).toContain('5 events, 5 deliveries, 5 delivered, 0 given up, 5 attempts');
    expect(out).toMatch(/REVERSED {2}payout 0\.00/);
    expect(err).toContain('seed 5');
    expect(err.match(/✓/g)).toHaveLength(5);
  });

  it('adds the full default query to a URL without placeholders', async () => {
    await using partner = await partnerReceiver();
    await postbench('run', SAMPLE, '--to', `${partner.base}/pb?secure=x`);
    const { targets } = await partner.books();
    expect(targets[0]).toMatch(
      /^\/pb\?secure=x&CampaignId=1000&CampaignName=Acme%20Outdoor%20&.*ActionId=1000\.\d+\.\d+&Status=PENDING&.*Payout=12\.00&.*SharedId=&/,
    );
  });

  it('tries again in virtual time, and counts 204 as a failure under the strict rule', async () => {
    await using partner = await partnerReceiver(500, 204, 200);
    const start = '2026-05-12T14:00:00Z';
    const { code, out } = await postbench(
      'run',
      SAMPLE,
      '--to',
      `${partner.base}/pb?${QUERY}`,
      '--json',
      '--start',
      start,
    );
    expect(code).toBe(0);
    const json = JSON.parse(out) as RunJson;
    expect(json.summary).toMatchObject({ delivered: 5, attempts: 7 });
    expect(
      json.deliveries[0]!.attempts.map(({ dueAt, status, outcome, nextAt }) => ({
        dueAt,
        status,
        outcome,
        nextAt,
      })),
    ).toEqual([
      {
        dueAt: '2026-05-12T14:00:00.000Z',
        status: 500,
        outcome: 'not-accepted',
        nextAt: '2026-05-12T14:01:00.000Z',
      },
      {
        dueAt: '2026-05-12T14:01:00.000Z',
        status: 204,
        outcome: 'not-accepted',
        nextAt: '2026-05-12T14:06:00.000Z',
      },
      { dueAt: '2026-05-12T14:06:00.000Z', status: 200, outcome: 'delivered', nextAt: null },
    ]);
    const { targets } = await partner.books();
    expect(targets[1]).toBe(targets[0]);
    expect(targets[2]).toBe(targets[0]);
  });

  it('ends with 1 when the receiver never accepts, or is not there', async () => {
    await using partner = await partnerReceiver(503);
    const failing = await postbench('run', SAMPLE, '--to', `${partner.base}/pb?${QUERY}`, '--json');
    expect(failing.code).toBe(1);
    expect((JSON.parse(failing.out) as RunJson).summary).toMatchObject({
      delivered: 0,
      gaveUp: 5,
      attempts: 80,
    });
    partner.child.kill();
    await partner.ended;
    const gone = await postbench('run', SAMPLE, '--to', `${partner.base}/pb?${QUERY}`);
    expect(gone.code).toBe(1);
    expect(gone.err).toContain('Nothing is listening at that address and port.');
  });

  it('breaks off a receiver that hangs after the workspace’s answer timeout', async () => {
    await using partner = await partnerReceiver(0);
    using folder = temporaryFolder();
    workspace(folder.path, {
      'postbench.yaml': `${settings}sending: { responseTimeout: 50 }\n`,
      's.yaml': 'name: One\nsteps: [{ track: { amount: 10 } }]\n',
    });
    const { code, out } = await postbench(
      'run',
      join(folder.path, 's.yaml'),
      '--to',
      `${partner.base}/pb?${QUERY}`,
      '--json',
    );
    expect(code).toBe(1);
    expect((JSON.parse(out) as RunJson).deliveries[0]!.attempts.map(({ outcome }) => outcome)).toEqual(
      Array(16).fill('timeout'),
    );
  });

  it('can be cancelled while the receiver hangs', async () => {
    await using partner = await partnerReceiver(0);
    await using running = start('run', SAMPLE, '--to', `${partner.base}/pb?${QUERY}`);
    await running.says(/seed \d+/);
    await expect.poll(async () => (await partner.books()).targets.length).toBe(1);
    running.child.kill('SIGINT');
    expect(await running.ended).toBe(1);
    expect(running.err()).toContain('cancelled');
  });

  it('ends a long run on Ctrl-C with what was done so far, and says that it is not all', async () => {
    await using partner = await partnerReceiver(200, 200, 200, 0);
    using folder = temporaryFolder();
    const track = '  - track: { amount: 10 }\n';
    workspace(folder.path, { 'long.yaml': `name: Long\nsteps:\n${track.repeat(300)}` });
    await using running = start('run', join(folder.path, 'long.yaml'), '--to', `${partner.base}/pb`);
    await expect.poll(async () => (await partner.books()).targets.length, { timeout: 15_000 }).toBe(4);
    running.child.kill('SIGINT');
    expect(await running.ended).toBe(1);
    expect(running.err()).toContain('The run was cancelled: 4 of 300 steps were played.');
    expect(running.out().match(/^delivered {2}/gm)).toHaveLength(3);
    expect(running.out().match(/^cancelled {2}/gm)).toHaveLength(1);
    expect(running.out()).toContain(
      'Long: 4 events, 4 deliveries, 3 delivered, 0 given up, 1 cancelled, 4 attempts',
    );
  });

  it('lists of many deliveries the first that arrived, and all that did not, as far as they can be read', async () => {
    using folder = temporaryFolder();
    const track = '  - { at: 0, track: { amount: 10 } }\n';
    workspace(folder.path, { 'many.yaml': `name: Many\nsteps:\n${track.repeat(210)}` });
    const many = join(folder.path, 'many.yaml');
    await using good = await partnerReceiver(200);
    const arrived = await postbench('run', many, '--to', `${good.base}/pb`, '--ceiling', '9999');
    expect(arrived.code).toBe(0);
    expect(arrived.out.match(/^delivered {2}/gm)).toHaveLength(50);
    expect(arrived.out).toContain('\n… and 160 more delivered\n');
    expect(arrived.out).toContain('\n… and 160 more actions\n');
    expect(arrived.out).toContain('210 deliveries, 210 delivered, 0 given up, 210 attempts\n');
    expect(arrived.err.match(/✓/g)).toHaveLength(200);
    expect(arrived.err).toContain('Further attempts are not listed one by one.');

    await using bad = await partnerReceiver(404);
    const failed = await postbench('run', many, '--to', `${bad.base}/pb`, '--ceiling', '9999');
    expect(failed.code).toBe(1);
    expect(failed.out.match(/^given-up .* 404 {2}16 attempts {2}open 2 d 18 h \d+ min$/gm)).toHaveLength(200);
    expect(failed.out).toContain('\n… and 10 more not delivered\n');
    expect(failed.out).toContain('\n210 open for more than an hour after the event');
  });

  it('gives the same requests for the same seed and start, and others for another seed', async () => {
    await using partner = await partnerReceiver();
    const run = (seed: string) =>
      postbench(
        'run',
        SAMPLE,
        '--to',
        `${partner.base}/pb`,
        '--seed',
        seed,
        '--start',
        '2026-01-02T03:04:05Z',
      );
    await run('11');
    await run('11');
    await run('12');
    const { targets } = await partner.books();
    expect(targets.slice(5, 10)).toEqual(targets.slice(0, 5));
    expect(targets.slice(10)).not.toEqual(targets.slice(0, 5));
  });

  it('books the payouts of any scenario that a seed gives, as the partner does', async () => {
    await using partner = await partnerReceiver();
    using folder = temporaryFolder();
    workspace(folder.path, {});
    const money = fc.integer({ min: 1, max: 999_999 }).map((cents) => (cents / 100).toFixed(2));
    const [values] = fc.sample(
      fc.tuple(money, money, money, money, fc.stringMatching(/^[a-z +&=%é"]{1,20}$/)),
      { numRuns: 1, seed: 20_261_122 },
    );
    const [amount, payout, amount2, payout2, subId] = values!;
    writeFileSync(
      join(folder.path, 'any.yaml'),
      JSON.stringify({
        name: 'Any',
        steps: [
          { id: 'a', track: { amount, payout, sharedId: subId } },
          { id: 'b', track: { amount: amount2 } },
          { modify: { action: 'a', amount: amount2, payout: payout2, reason: 'CONS_ERROR' } },
          { reverse: { action: 'b', reason: 'CUSTOM_CODE_1' } },
          { reverse: { action: 'a' } },
          { restore: { action: 'a' } },
        ],
      }),
    );
    const { code, out, err } = await postbench(
      'run',
      join(folder.path, 'any.yaml'),
      '--to',
      `${partner.base}/pb?${QUERY}`,
      '--json',
    );
    expect(code, err).toBe(0);
    const { books } = JSON.parse(out) as RunJson;
    const { actions, targets } = await partner.books();
    expect(Object.keys(actions).toSorted()).toEqual(books.map(({ actionId }) => actionId).toSorted());
    for (const { actionId, status, payout: pay } of books)
      expect(actions[actionId]).toMatchObject({ status, pay });
    expect(actions[books[0]!.actionId]!.history).toEqual([payout, payout2, '0.00', payout2]);
    expect(new URL(targets[0]!, partner.base).searchParams.get('s')).toBe(subId);
  });

  it('sends to its own receiver without --to, with the workspace’s templates', async () => {
    const { code, out } = await postbench('run', SAMPLE, '--json');
    expect(code).toBe(0);
    expect(
      (JSON.parse(out) as RunJson).deliveries.every(({ postback }) => postback === 'Acme life cycle'),
    ).toBe(true);
  });

  it('keeps what happened with --data-dir, where captures finds it', async () => {
    using folder = temporaryFolder();
    await postbench('run', SAMPLE, '--data-dir', folder.path);
    const { out } = await postbench('captures', '--data-dir', folder.path, '--json');
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { target: string; method: string });
    expect(lines.map(({ target }) => /pay=([^&]*)/.exec(target)?.[1])).toEqual([
      '12.00',
      '8.00',
      '0.00',
      '8.00',
      '0.00',
    ]);
  });

  const steps = (text: string) => `name: Bad\nsteps:\n${text}`;
  it.each([
    ['a step that refers to nothing', steps('  - reverse: { action: tent }\n'), 'PB_SCENARIO_INVALID', 3, 24],
    ['an unknown key', steps('  - track: { amount: 1, colour: red }\n'), 'PB_SCENARIO_INVALID', 3, 25],
    [
      'an amount with three decimals',
      steps('  - track:\n      amount: 1.005\n'),
      'PB_SCENARIO_INVALID',
      4,
      15,
    ],
    ['an amount with a comma', steps('  - track:\n      amount: "1,50"\n'), 'PB_SCENARIO_INVALID', 4, 15],
    ['no steps', 'name: Empty\nsteps: []\n', 'PB_SCENARIO_INVALID', 2, 8],
    ['broken YAML', 'name: "Bad\nsteps: []\n', 'PB_SCENARIO_INVALID', undefined, undefined],
    [
      'an illegal transition',
      steps('  - { id: a, track: { amount: 5 } }\n  - restore: { action: a }\n'),
      'PB_SCENARIO_INVALID: Step 2, Restore: Action "a" cannot be restored: it is not reversed.',
      4,
      5,
    ],
    [
      'a second reversal after maintenance',
      steps(
        '  - { id: a, track: { amount: 5 } }\n  - maintenance: start\n  - reverse: { action: a }\n' +
          '  - at: 1 h\n    reverse: { action: a }\n',
      ),
      'Step 4, Reverse: Action "a" cannot be reversed: it is already reversed.',
      6,
      5,
    ],
    [
      'a change after the action has locked',
      steps('  - { id: a, track: { amount: 5 } }\n  - { at: 40 d, modify: { action: a, amount: 4 } }\n'),
      'Step 2, Modify: Action "a" cannot be modified: it locked on ',
      4,
      5,
    ],
    [
      'an unknown program',
      steps('  - track: { amount: 5, program: Nobody }\n'),
      'Step 1, Track action: ',
      3,
      5,
    ],
  ])('ends with 2 for %s and names the place', async (_name, text, errorCode, line, column) => {
    using folder = temporaryFolder();
    workspace(folder.path, { 'bad.yaml': text });
    const file = join(folder.path, 'bad.yaml');
    await using partner = await partnerReceiver();
    const { code, out, err } = await postbench('run', file, '--to', `${partner.base}/pb`);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    // The place stands between the code and the sentence.
    expect(err.replace(/(?<=PB_\w+: )\S+bad\.yaml(:\d+)*: /, '')).toContain(errorCode);
    if (line !== undefined) expect(err).toContain(`${file}:${line}:${column}: `);
    expect((await partner.books()).targets).toEqual([]);
  });

  it('names the step and its place when only the run can show that it is impossible', async () => {
    using folder = temporaryFolder();
    workspace(folder.path, {
      'postbench.yaml': settings.replace('currency', 'lockingDays: 1, currency'),
      's.yaml': steps('  - { id: a, track: { amount: 5 } }\n  - modify: { action: a, amount: 4 }\n'),
    });
    const file = join(folder.path, 's.yaml');
    // Sixteen attempts take almost three days, and then the action has locked.
    await using partner = await partnerReceiver(503);
    const { code, out, err } = await postbench('run', file, '--to', `${partner.base}/pb`);
    expect(code).toBe(2);
    expect(err).toContain(
      `PB_SCENARIO_INVALID: ${file}:4:5: Step 2, Modify: Action "a" cannot be modified: it locked on`,
    );
    expect(err).toContain('Possible now: clear.');
    expect(out).toContain('1 deliveries, 0 delivered, 1 given up, 16 attempts');
  });

  it.each([
    [['run', 'no-such.yaml'], 'PB_FILE_UNREADABLE'],
    [['run', SAMPLE, '--to', 'http://192.0.2.1/pb'], 'PB_HOST_NOT_ALLOWED'],
    [['run', SAMPLE, '--to', 'http://receiver.invalid/pb'], 'PB_HOST_NOT_ALLOWED'],
    [['run', SAMPLE, '--to', 'ftp://127.0.0.1/pb'], 'PB_URL_INVALID'],
    [['run', SAMPLE, '--seed', 'x'], 'PB_ARGUMENT_INVALID'],
    [['run', SAMPLE, '--start', 'yesterday'], 'PB_TIME_INVALID'],
    [['run', SAMPLE, '--speed', 'x1'], 'PB_ARGUMENT_INVALID'],
    [['run', SAMPLE, '--report', 'x.html'], 'unknown option'],
    [['run'], 'missing required argument'],
    [['nothing'], 'unknown command'],
  ])('ends with 2 for %j', async (args, message) => {
    const { code, err } = await postbench(...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it('refuses to leave out a postback whose file is wrong, unless --to stands in for it', async () => {
    using folder = temporaryFolder();
    workspace(folder.path, {
      'ok.yaml': 'name: One\nsteps: [{ track: { amount: 10 } }]\n',
      'postbacks/bad.yaml': 'name: Bad\nurl: /pb\nmethod: PUT\n',
    });
    const { code, err } = await postbench('run', join(folder.path, 'ok.yaml'));
    expect(code).toBe(2);
    expect(err).toContain('bad.yaml:3:9');
    await using partner = await partnerReceiver();
    expect((await postbench('run', join(folder.path, 'ok.yaml'), '--to', `${partner.base}/pb`)).code).toBe(0);
  });

  it('sends to a host by name once the workspace allows it', async () => {
    using folder = temporaryFolder();
    workspace(folder.path, {
      'postbench.yaml': `${settings}sending: { allowedHosts: [192.0.2.1], connectTimeout: 50 }\n`,
      's.yaml': 'name: One\nsteps: [{ track: { amount: 10 } }]\n',
    });
    const { code, out } = await postbench(
      'run',
      join(folder.path, 's.yaml'),
      '--to',
      'http://192.0.2.1:9/pb',
      '--json',
    );
    expect(code).toBe(1);
    const outcomes = (JSON.parse(out) as RunJson).deliveries[0]!.attempts.map(({ outcome }) => outcome);
    expect(outcomes).not.toContain('not-allowed');
  });
});
