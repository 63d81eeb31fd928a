import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readScenario } from '../../electron/engine/workspace/workspace.ts';
import type { ReceiverBooks } from '../../shared/scenario/receiver-books.ts';
import { postbench, temporaryFolder } from '../fixtures/command.ts';
import { openEngine } from '../fixtures/engine.ts';
import { type Receiver, startReceiver } from '../fixtures/receivers/receiver.ts';
import * as right from '../fixtures/receivers/right.ts';
import { cents, money, type Params } from '../fixtures/receivers/right.ts';
import * as wallets from '../fixtures/receivers/wallets.ts';

const SAMPLE = 'shared/examples/purchase-reversal.yaml';

interface RunJson {
  receiverBooks?: Pick<
    ReceiverBooks,
    'actions' | 'compared' | 'different' | 'problem' | 'probe' | 'records'
  > & {
    verdict: string;
    lookedAt: number;
  };
}

/** A receiver that keeps one row an action, changed by each postback. */
function booking(
  take: (row: Params | undefined, params: Params) => Params,
  show = (row: Params): unknown => row,
): Receiver {
  const rows = new Map<string, Params>();
  return {
    postback: ({ params }) => {
      const id = params['ActionId'] ?? '';
      const row = take(rows.get(id), params);
      rows.set(id, row);
      return {
        status: 200,
        body: JSON.stringify(show(row)),
        headers: { 'content-type': 'application/json' },
      };
    },
    state: ({ id = '' }) => (rows.has(id) ? show(rows.get(id)!) : undefined),
  };
}

const replaces = (_row: Params | undefined, { Status = '', Payout = '' }: Params) => ({ Status, Payout });
const adds = (row: Params | undefined, { Status = '', Payout = '' }: Params) => ({
  Status,
  Payout: money(cents(row?.['Payout']) + cents(Payout)),
});

async function runAgainst(receiver: Receiver, ...args: string[]) {
  const started = await startReceiver(receiver);
  try {
    const { code, out, err } = await postbench(
      'run',
      SAMPLE,
      '--to',
      `${started.origin}/postback`,
      '--settle',
      '1',
      ...args.map((arg) => arg.replace('ORIGIN', started.origin)),
    );
    return { code, out, err };
  } finally {
    await started.close();
  }
}

const STATE = ['--state', 'ORIGIN/state?id={ActionId}'];
const booksOf = (out: string) => (JSON.parse(out) as RunJson).receiverBooks!;

describe('a run finds nothing wrong with the records of', () => {
  const RIGHT: [string, () => Receiver][] = [
    ['a guarded upsert', right.guardedUpsert],
    ['a ledger of changes', right.ledger],
    ['a queue that books 300 ms later', () => right.queue(300)],
    ['one that deletes what was reversed', right.deletesReversed],
    ['a history of states', right.history],
    [
      'one with words of its own and cents',
      () =>
        booking(replaces, ({ Status, Payout }) => ({
          state: Status === 'REVERSED' ? 9 : 1,
          commission_cents: cents(Payout),
        })),
    ],
  ];
  it.concurrent.each(RIGHT)('%s', async (_name, make) => {
    const { code, out, err } = await runAgainst(make(), ...STATE, '--json');
    expect(booksOf(out), err).toMatchObject({ verdict: 'same', actions: 1, compared: 1, different: 0 });
    expect(code, err).toBe(0);
  });
});

describe('a run of which a probe shows the records', () => {
  it('fails where every postback was acknowledged and the receiver added up all payouts', async () => {
    const { code, out, err } = await runAgainst(booking(adds), ...STATE, '--json');
    const books = booksOf(out);
    expect(books).toMatchObject({ verdict: 'differ', compared: 1, different: 1 });
    expect(books.probe).toMatch(/^GET http:.*\/state\?id=\{ActionId\}$/);
    expect(books.records).toMatchObject([
      {
        platform: { status: 'REVERSED', payout: '0.00', currency: 'USD' },
        receiver: { status: 'REVERSED', payout: '28.00' },
        differences: [{ field: 'Payout', expected: '0.00', found: '28.00' }],
        seen: ['12.00', '20.00', '20.00', '28.00', '28.00'].map((payout, entry) => ({ entry, payout })),
      },
    ]);
    expect(code, err).toBe(1);
  });

  it('prints both books and where they part', async () => {
    const { code, out } = await runAgainst(booking(adds), ...STATE);
    expect(out).toMatch(/REVERSED {2}payout 0\.00 .*\| ✗ yours: REVERSED {2}payout 28\.00/);
    expect(out).toContain('Payout: 28.00, platform 0.00');
    expect(out).toContain('1 of 1 record differs from the platform’s books.');
    expect(code).toBe(1);
  });

  it('fails where the receiver stored nothing after it had shown a record', async () => {
    const dropsReversals = booking((row, params) =>
      params['Status'] === 'REVERSED' ? (row ?? {}) : replaces(row, params),
    );
    const { code, out } = await runAgainst(dropsReversals, ...STATE, '--json');
    expect(booksOf(out).records[0]?.differences.map(({ field }) => field)).toEqual(['Status', 'Payout']);
    expect(code).toBe(1);
  });

  it('is not green where a record marked reversed keeps its payout', async () => {
    const keeps = () =>
      booking((row, params) =>
        params['Status'] === 'REVERSED' ? { ...row, Status: 'REVERSED' } : replaces(row, params),
      );
    const { code, out } = await runAgainst(keeps(), ...STATE);
    expect(out).toContain('1 record is marked reversed but keeps its payout');
    expect(code).toBe(0);
  });

  it('reads the record from the response to the postback', async () => {
    const seen = await runAgainst(booking(replaces), '--state-response', '--json');
    expect(booksOf(seen.out), seen.err).toMatchObject({
      verdict: 'same',
      probe: 'the response to the postback',
    });
    const wrong = await runAgainst(booking(adds), '--state-response', '--json');
    expect(booksOf(wrong.out).verdict).toBe('differ');
    expect(wrong.code).toBe(1);
  });

  it('says why records could not be seen, and does not fail for it', async () => {
    const login: Receiver = { ...booking(replaces), state: () => '<html>Log in</html>' };
    const { code, out } = await runAgainst(login, ...STATE, '--json');
    const books = booksOf(out);
    expect(books).toMatchObject({ verdict: 'unseen', compared: 0 });
    expect(books.problem).not.toBe('');
    expect(code).toBe(0);
  });

  it('compares nothing where no record is found for a click', async () => {
    const { out } = await runAgainst(booking(replaces), '--state', 'ORIGIN/state?id={SubId1}', '--json');
    expect(booksOf(out)).toMatchObject({ verdict: 'unseen', compared: 0 });
  });
});

describe('records of a click or user are compared by what changed since before the run', () => {
  const OF_USER = ['--state', 'ORIGIN/state?user={SubId1}', '--json'];

  it.each([
    ['a balance that had money in it before', wallets.rightWallet],
    ['a balance in cents', wallets.walletInCents],
    ['bookings that do not name their action', wallets.bookingsOfUser],
  ])('%s', async (_name, make) => {
    const { code, out } = await runAgainst(make(), ...OF_USER);
    expect(booksOf(out)).toMatchObject({ verdict: 'same', compared: 1, different: 0 });
    expect(code).toBe(0);
  });

  it('a balance that adds the whole payout each time differs', async () => {
    const { code, out } = await runAgainst(wallets.walletThatAdds(), ...OF_USER);
    expect(booksOf(out)).toMatchObject({ verdict: 'differ', different: 1 });
    expect(code).toBe(1);
  });

  it('several actions of a user count together, and those of another one by themselves', async () => {
    using folder = temporaryFolder();
    cpSync('shared/examples', folder.path, { recursive: true });
    const scenario = join(folder.path, 'users.yaml');
    const track = (id: string, user: string, amount: string) =>
      `  - id: ${id}\n    track: { program: Acme Outdoor, eventType: Purchase, amount: "${amount}", subId1: ${user} }\n`;
    writeFileSync(
      scenario,
      `name: Users\nsteps:\n${track('a', 'ann', '100.00')}${track('b', 'ann', '50.00')}${track('c', 'bob', '80.00')}  - reverse: { action: a, reason: ITEM_RETURNED }\n`,
    );
    const verdictOf = async (receiver: Receiver) => {
      const started = await startReceiver(receiver);
      const state = `${started.origin}/state?user={SubId1}`;
      const to = `${started.origin}/postback`;
      const args = [scenario, '--to', to, '--state', state, '--settle', '1', '--json'];
      const { out, err } = await postbench('run', ...args);
      expect(err).not.toContain('PB_');
      await started.close();
      return booksOf(out);
    };
    const right = await verdictOf(wallets.rightWallet());
    expect(right).toMatchObject({ verdict: 'same', compared: 3, different: 0 });
    for (const { platform, receiver } of right.records) expect(receiver?.payout).toBe(platform.payout);
    const repeated = await verdictOf(wallets.walletThatAdds());
    expect(repeated.records.map(({ differences }) => differences.length > 0)).toEqual([true, true, false]);
    const amounts = await verdictOf(wallets.walletOfAmounts());
    expect(amounts).toMatchObject({ verdict: 'differ', different: 3 });
  });
});

describe('a run without a probe', () => {
  it('says that the booking was not checked, and how to have it checked', async () => {
    const { code, out } = await runAgainst(booking(adds));
    expect(out).toContain('Sent and acknowledged. Booking not checked.');
    expect(out).toContain('--state');
    expect(code).toBe(0);
  });

  it('to Postbench’s own receiver says nothing of records, and refuses --state', async () => {
    const { code, out } = await postbench('run', SAMPLE, '--json');
    expect(code).toBe(0);
    expect((JSON.parse(out) as RunJson).receiverBooks).toBeUndefined();
    const refused = await postbench('run', SAMPLE, '--state', 'http://127.0.0.1:9/state?id={ActionId}');
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('--to');
  });
});

describe('check.yaml', () => {
  const settings = `name: Test
world:
  partner: { id: "7", name: Tester }
  programs:
    - { id: "1000", name: Acme, timeZone: Europe/Berlin, currency: EUR, eventTypes: [{ id: "1", name: Purchase, payout: 5 % }] }
`;
  const purchases = `name: One
steps:
  - { id: one, track: { amount: "40.00" } }
  - { modify: { action: one, amount: "20.00" } }
`;

  /** A workspace with this check.yaml; returns its scenario's file. */
  function workspace(folder: string, check: string): string {
    mkdirSync(join(folder, 'postbacks'));
    const file = join(folder, 'one.yaml');
    const files = { 'postbench.yaml': settings, 'check.yaml': check, 'one.yaml': purchases };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return file;
  }

  it('says how records are seen; its command runs only once it is allowed', async () => {
    const started = await startReceiver(booking(replaces));
    using folder = temporaryFolder();
    const file = workspace(folder.path, 'state: { command: "./state.sh {ActionId}" }\n');
    const script = join(folder.path, 'state.sh');
    writeFileSync(script, `#!/bin/sh\nprintf 'status=PENDING\\npayout=1.00\\n'\n`);
    chmodSync(script, 0o755);
    const call = [
      'run',
      file,
      '--to',
      `${started.origin}/postback`,
      '--data-dir',
      join(folder.path, 'data'),
      '--settle',
      '200ms',
    ];
    const refused = await postbench(...call);
    expect(refused.code, refused.err).toBe(2);
    const [, hash] = /--allow-command ([0-9a-f]{64})/.exec(refused.err)!;
    const allowed = await postbench(...call, '--allow-command', hash!, '--json');
    expect(allowed.code, allowed.err).toBe(0);
    expect(booksOf(allowed.out)).toMatchObject({ verdict: 'same', probe: './state.sh {ActionId}' });

    await using opened = await openEngine({ workspace: folder.path });
    const { done } = await opened.engine.runs.start({
      scenario: readScenario(file),
      file: 'one.yaml',
      to: `${started.origin}/postback`,
    });
    const { receiverBooks } = await done;
    expect(receiverBooks).toMatchObject({ state: 'unseen', actions: 1 });
    expect(receiverBooks!.problem).toContain('was not confirmed on this machine');
    await started.close();
  });

  it('is not waited for once the run is cancelled', async () => {
    const started = await startReceiver(booking((row, params) => row ?? replaces(row, params)));
    using folder = temporaryFolder();
    const file = workspace(
      folder.path,
      `state: { url: "${started.origin}/state?id={ActionId}" }\nsettle: 1h\n`,
    );
    await using opened = await openEngine({ workspace: folder.path });
    const { runs, activity } = opened.engine;
    const { id, done } = await runs.start({
      scenario: readScenario(file),
      file: 'one.yaml',
      to: `${started.origin}/postback`,
    });
    const stop = activity.onChange(() => {
      const { runs: stored } = activity.after(0, 10);
      if ((stored[0]?.receiverBooks?.waiting ?? 0) > 0) runs.cancel(id);
    });
    const { state, receiverBooks } = await done;
    stop();
    expect(state).toBe('cancelled');
    expect(receiverBooks).toMatchObject({ state: 'unseen', compared: 0 });
    await started.close();
  });
});
